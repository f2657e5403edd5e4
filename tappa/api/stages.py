"""The stages of the workspace: listed, added, changed, deleted."""

from typing import Annotated, Any, Final

import msgspec

from tappa.api.calls import Call
from tappa.api.operations import Operation, operation_shape
from tappa.api.paging import Page, beyond, page, read_place
from tappa.api.registry import endpoint
from tappa.api.shapes import Id
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.lifecycle import models
from tappa.core.lifecycle.actions.add_stage import add_stage
from tappa.core.lifecycle.actions.edit_stage import Changes, edit_stage
from tappa.core.lifecycle.drafts import DraftStage
from tappa.core.lifecycle.queries import stage_by_id, stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.core.reports.queries import contacts_at_stages

Emoji = Annotated[str | None, msgspec.Meta(description="one emoji, or null")]


class Stage(Shape):
    """A stage. `position` counts within its kind, from 1; `contacts` is how many stand there."""

    id: Id
    kind: Kind
    name: str
    emoji: Emoji
    description: str
    position: int
    is_default: bool
    is_won: bool
    contacts: int


class NewStage(Shape):
    """A stage to be added, at the end of its kind."""

    name: str
    kind: Kind = Kind.LIFECYCLE
    emoji: Emoji = None
    description: str = ""
    is_default: bool = False
    is_won: bool = False


class StageFields(Shape):
    """What is to be changed of a stage; what is left out stays."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    kind: Kind | msgspec.UnsetType = msgspec.UNSET
    emoji: Emoji | msgspec.UnsetType = msgspec.UNSET
    description: str | msgspec.UnsetType = msgspec.UNSET
    is_default: bool | msgspec.UnsetType = msgspec.UNSET
    is_won: bool | msgspec.UnsetType = msgspec.UNSET


class Deletion(Shape):
    """Where the contacts of a deleted stage go: the id of a stage of either kind, or null for no stage."""

    move_to: Id | msgspec.UnsetType | None = msgspec.UNSET


_FIELDS: Final = ("name", "kind", "emoji", "description", "is_default", "is_won")


@endpoint("GET", "lifecycle/stage", scope=Scope.WORKSPACE_READ)
def list_all(call: Call[None]) -> Page[Stage]:
    """The stages: the lifecycle stages in their order, then the lost ones in theirs."""
    place = read_place(call.query)
    counts = contacts_at_stages(call.workspace_id)
    return page(
        beyond(stages_of(call.workspace_id), place, id_of=lambda stage: stage.id),
        place=place,
        address=call.address,
        id_of=lambda stage: stage.id,
        shape=lambda stage: stage_shape(stage, counts),
    )


@endpoint("POST", "lifecycle/stage", scope=Scope.LIFECYCLE_WRITE, refusals=(409,))
def add(call: Call[NewStage]) -> Stage:
    """Add a stage at the end of its kind.

    409 when the kind has this name already, or the workspace has 20 stages. As the default, or the won one, it takes
    the place of the one there was.
    """
    given = call.body
    draft = DraftStage(
        None, given.kind, given.name, given.description, given.emoji or "", given.is_default, given.is_won
    )
    return _shown(call, add_stage(draft, by=call.actor))


@endpoint("PUT", "lifecycle/stage/{stageId}", scope=Scope.LIFECYCLE_WRITE, refusals=(404, 409))
def change(call: Call[StageFields]) -> Stage:
    """Change a stage.

    Another `kind` takes its contacts and its history with it, to the end of that kind; the default then is the first
    remaining lifecycle stage, and a won stage is won no more. 409 when the kind has this name already, and for the last
    lifecycle stage.
    """
    stage = stage_by_id(call.workspace_id, call.id_in_path("stageId"))
    given = {name: getattr(call.body, name) for name in _FIELDS}
    changes: Any = {name: value for name, value in given.items() if value is not msgspec.UNSET}
    if changes.get("emoji", "") is None:
        changes["emoji"] = ""
    wanted: Changes = changes
    return _shown(call, edit_stage(stage, by=call.actor, **wanted))


@endpoint(
    "DELETE",
    "lifecycle/stage/{stageId}",
    scope=Scope.LIFECYCLE_WRITE,
    refusals=(404, 409),
    accepted=True,
)
def delete(call: Call[Deletion | None]) -> Operation:
    """Delete a stage.

    With contacts it needs `moveTo`: a stage's id, or null for no stage; without it, 409 says how many there are. Of
    more than a thousand contacts the answer is 202, and `GET /v2/operation/{operationId}` tells how far it has come.
    The stage gains nobody from the first moment on. 409 also for the last lifecycle stage.
    """
    stage = stage_by_id(call.workspace_id, call.id_in_path("stageId"))
    wanted = call.body.move_to if call.body else msgspec.UNSET
    to = stage_by_id(call.workspace_id, wanted) if isinstance(wanted, int) else None
    unsaid = wanted is msgspec.UNSET
    return operation_shape(delete_stage(stage, move_to=to, only_empty=unsaid, by=call.actor))


def stage_shape(stage: models.Stage, counts: dict[int, int]) -> Stage:
    """A stage as it is read."""
    return Stage(
        id=stage.id,
        kind=Kind(stage.kind),
        name=stage.name,
        emoji=stage.emoji or None,
        description=stage.description,
        position=stage.position or 0,
        is_default=stage.is_default,
        is_won=stage.is_won,
        contacts=counts.get(stage.id, 0),
    )


def _shown(call: Call[Any], stage: models.Stage) -> Stage:
    return stage_shape(stage, contacts_at_stages(call.workspace_id))
