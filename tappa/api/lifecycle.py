"""A contact's stage: changed here, and its history."""

import msgspec
from django.utils.translation import gettext as _

from tappa.api.calls import Call
from tappa.api.paging import Page, page, read_place
from tappa.api.registry import endpoint
from tappa.api.shapes import Done, Id, Seconds, seconds
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.activity.actor import By, Cause, Via
from tappa.core.contacts.actions.move import move_by_name, move_contact
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import HistoryRow, find_contact, named_contact, no_contact
from tappa.core.contacts.queries import history as history_of
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stage_by_id, stage_by_name
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.errors import DomainError, Invalid, NotFound


class LifecycleUpdate(Shape):
    """The stage to go to: by `name`, with `kind` where both kinds have it, or by `stageId`. A null name clears."""

    name: str | msgspec.UnsetType | None = msgspec.UNSET
    kind: Kind | None = None
    stage_id: Id | None = None


class Mover(Shape):
    """Who made the move. The system has neither id nor name."""

    kind: By
    id: int | None
    name: str | None


class Transition(Shape):
    """One change of stage. Names are those of the time. `previousSeconds` is how long the contact had been at the stage
    before; null for the first."""

    id: Id
    from_: str | None
    to: str | None
    at: Seconds
    recorded_at: Seconds
    by: Mover
    via: Via
    cause: Cause | None
    undone: bool
    previous_seconds: int | None


@endpoint("POST", "contact/{identifier}/lifecycle/update", scope=Scope.CONTACTS_WRITE, refusals=(404, 409))
def update(call: Call[LifecycleUpdate | None]) -> Done:
    """Move a contact to a stage, or to none.

    `{"name": "Hot Lead"}` moves; `{"name": null}`, `null` or no body clears. 404 names an unknown stage. 409 when the
    name stands in both kinds: then give `kind`, or `stageId` alone. Where the contact stands already nothing changes.
    """
    contact = named_contact(call.workspace_id, call.identifier)
    try:
        name = _move(contact, call)
    except DomainError as refusal:
        if isinstance(refusal, NotFound) and refusal.field == "contact":
            raise no_contact(call.identifier) from None
        find_contact(call.workspace_id, call.identifier)  # whoever is not there is told first
        raise
    if name is None:
        return Done(code=200, message=_("The contact stands at no stage now."))
    return Done(code=200, message=_("The contact stands at %(stage)s now.") % {"stage": name})


def _move(contact: Contact, call: Call[LifecycleUpdate | None]) -> str | None:
    """The name of the stage that the contact stands at now, None of none."""
    wanted = call.body
    if wanted is not None and wanted.stage_id is None and isinstance(wanted.name, str):
        return move_by_name(contact, name=wanted.name, kind=wanted.kind, by=call.actor)
    stage = wanted_stage(call.workspace_id, wanted)
    move_contact(contact, to=stage, by=call.actor)
    return stage.name if stage else None


@endpoint("GET", "contact/{identifier}/lifecycle/history", scope=Scope.CONTACTS_READ, refusals=(404,))
def history(call: Call[None]) -> Page[Transition]:
    """The changes of a contact's stage, newest first."""
    contact = find_contact(call.workspace_id, call.identifier)
    place = read_place(call.query)
    return page(
        history_of(contact, place=place),
        place=place,
        address=call.address,
        id_of=lambda row: row.transition.id,
        shape=_transition_shape,
    )


def wanted_stage(workspace_id: int, wanted: LifecycleUpdate | None) -> Stage | None:
    """The stage that a body names, None to clear. Raises Invalid, NotFound, and Conflict where it may be either kind."""
    if wanted is None:
        return None
    if wanted.stage_id is not None:
        if wanted.name is not msgspec.UNSET or wanted.kind is not None:
            raise Invalid(_("Give either stageId, or name and kind, not both."), field="stage_id")
        return stage_by_id(workspace_id, wanted.stage_id)
    if wanted.name is msgspec.UNSET:
        raise Invalid(
            _("name is required: a stage's name, or null to clear. stageId may stand in its place."),
            field="name",
        )
    if wanted.name is None:
        if wanted.kind is not None:
            raise Invalid(_("kind goes with the name of a stage: leave it out to clear."), field="kind")
        return None
    return stage_by_name(workspace_id, wanted.name, wanted.kind)


def _transition_shape(row: HistoryRow) -> Transition:
    transition = row.transition
    return Transition(
        id=transition.id,
        from_=transition.from_name or None,
        to=transition.to_name or None,
        at=seconds(transition.happened_at),
        recorded_at=seconds(transition.recorded_at),
        by=Mover(kind=By(transition.by_kind), id=transition.by_id, name=row.by_name or None),
        via=Via(transition.via),
        cause=Cause(transition.cause) if transition.cause else None,
        undone=row.undone,
        previous_seconds=transition.seconds_before,
    )
