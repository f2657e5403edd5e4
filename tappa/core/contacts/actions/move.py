"""A contact changes its stage. Every move there is comes through here (S5): by page, board, bulk, API, import, rule."""

from datetime import datetime
from typing import Any, Final, LiteralString

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor, actor_columns
from tappa.core.contacts.models import Contact, Transition
from tappa.core.contacts.refusals import refusal, stage_gone, stages_changing
from tappa.core.contacts.rules import NOTE_LIMIT
from tappa.core.contacts.sql import MOVE, MOVE_BY_NAME, Moved
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import is_open, stage_by_name
from tappa.core.lifecycle.rules import Kind, fold_name
from tappa.kernel.errors import Invalid, NotFound
from tappa.kernel.sql import fetch_one, part_of_transaction

ATTEMPTS: Final = 3
_UNSAID: Final = {"reason": "", "note": "", "undoes": None, "happened_at": None, "since": None}
# Columns of the transition that the statement tells under their own names.
MADE: Final = tuple(name for name in Moved.__struct_fields__ if name != "found_stage_id")


def move_contact(
    contact: Contact,
    *,
    to: Stage | None,
    reason: str = "",
    note: str = "",
    undoes: int | None = None,
    happened_at: datetime | None = None,
    since: datetime | None = None,
    by: Actor,
) -> Transition | None:
    """Move a contact to a stage, or to none. Any move is allowed (S4). Without `since` it stands there from the move on.

    Returns the transition, with the "from" that was true when the lock was held (S6); None when the contact stood
    there already, in which case nothing changes and nothing is logged. Raises NotFound when the contact is gone, or
    the stage: one that was deleted gains nobody from that moment on (L9).
    """
    if len(note) > NOTE_LIMIT:
        raise Invalid(_("note must have at most %(limit)d characters.") % {"limit": NOTE_LIMIT}, field="note")
    target = to.id if to else None
    parameters = actor_columns(by) | {
        "contact": contact.id,
        "to": target,
        "reason": reason,
        "note": note,
        "undoes": undoes,
        "happened_at": happened_at,
        "since": since,
    }
    for _attempt in range(ATTEMPTS):
        moved = _change(MOVE, parameters)
        if moved is None:
            raise NotFound(_("This contact does not exist any more."), field="contact")
        if moved.id is not None:
            return _transition(moved, contact=contact, to=target, by=by, reason=reason, undoes=undoes)
        if moved.found_stage_id == target:
            return None
        if target is not None and not is_open(by.workspace_id, target):
            raise stage_gone()
    raise stages_changing()


def move_by_name(contact: Contact, *, name: str, kind: Kind | None = None, by: Actor) -> str:
    """Move a contact to the stage with this name, of this kind or of either: in one statement, where that finds it and the
    contact is not there yet. Returns the name as the stage has it.

    Raises NotFound and Conflict as `stage_by_name` and `move_contact` do, in this order.
    """
    named = {"contact": contact.id, "name": fold_name(name), "kind": kind}
    moved = _change(MOVE_BY_NAME, {**actor_columns(by), **_UNSAID, **named})
    if moved is not None and moved.id is not None:
        return moved.to_name or ""
    stage = stage_by_name(by.workspace_id, name, kind)
    if moved is None or moved.found_stage_id != stage.id:
        move_contact(contact, to=stage, by=by)
    return stage.name


def _change(statement: LiteralString, parameters: dict[str, Any]) -> Moved | None:
    try:
        with part_of_transaction():
            return fetch_one(Moved, statement, parameters)
    except IntegrityError as error:
        raise refusal(error) or error from error


def _transition(
    moved: Moved, *, contact: Contact, to: int | None, by: Actor, reason: str, undoes: int | None
) -> Transition:
    return Transition(
        workspace_id=by.workspace_id,
        contact_id=contact.id,
        from_stage_id=moved.found_stage_id,
        to_stage_id=to,
        by_kind=by.by,
        by_id=by.id,
        via=by.via,
        cause=by.cause,
        undoes=undoes,
        reason=reason,
        **{name: getattr(moved, name) for name in MADE},
    )
