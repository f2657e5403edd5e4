"""The lifecycle settings as a whole: read, saved by version, put into another order."""

from typing import Annotated, NoReturn

import msgspec
from django.utils.translation import gettext as _

from tappa.api.calls import Call
from tappa.api.refusals import Outdated
from tappa.api.registry import endpoint
from tappa.api.shapes import Id
from tappa.api.spelling import Shape, respelled
from tappa.api.stages import NewStage, Stage, stage_shape
from tappa.core.accounts.grants import Scope
from tappa.core.lifecycle.actions.reorder_stages import reorder_stages
from tappa.core.lifecycle.actions.save_lifecycle import StaleDraft, save_lifecycle
from tappa.core.lifecycle.checks import BadStage
from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.core.lifecycle.models import Lifecycle as Settings
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.core.reports.queries import contacts_at_stages
from tappa.kernel.errors import Invalid

Version = Annotated[
    int, msgspec.Meta(ge=0, le=2**31 - 1, description="grows with every change of the settings")
]
Ids = Annotated[list[Id], msgspec.Meta(max_length=100)]


class Lifecycle(Shape):
    """The settings: whether stages are shown in the pages, and the stages, lifecycle first, each kind in order."""

    version: Version
    show: bool
    stages: list[Stage]


class WantedStage(NewStage):
    """A stage as it is to be: without `id`, or with null, a new one."""

    id: Id | None = None


class WantedLifecycle(Shape):
    """The settings as they are to be. `stages` lists each stage there is, and new ones; their order is the order within
    each kind. `show` left out stays."""

    version: Version
    stages: Annotated[list[WantedStage], msgspec.Meta(max_length=100)]
    show: bool | None = None


class Order(Shape):
    """The ids of all stages of a kind, in order; a kind that is left out stays."""

    lifecycle: Ids | None = None
    lost: Ids | None = None


@endpoint("GET", "lifecycle", scope=Scope.WORKSPACE_READ)
def show(call: Call[None]) -> Lifecycle:
    """The lifecycle settings."""
    return _present(call.workspace_id)


@endpoint("PUT", "lifecycle", scope=Scope.LIFECYCLE_WRITE, refusals=(409,))
def save(call: Call[WantedLifecycle]) -> Lifecycle:
    """Save the settings as a whole, all of it or nothing.

    409 when `version` is not the present one: `present` then holds the settings as they are. A stage that is left out
    is refused: deleting has its own call. Where the default becomes a lost stage and no other is named, the first
    lifecycle stage is it.
    """
    given = call.body
    stages = tuple(
        DraftStage(
            wanted.id,
            wanted.kind,
            wanted.name,
            wanted.description,
            wanted.emoji or "",
            wanted.is_default,
            wanted.is_won,
        )
        for wanted in given.stages
    )
    try:
        save_lifecycle(Draft(given.version, given.show, stages), by=call.actor)
    except StaleDraft as stale:
        raise Outdated(stale.message, _present(call.workspace_id), field="version") from stale
    except BadStage as bad:
        _refuse_stage(bad)
    return _present(call.workspace_id)


@endpoint("PUT", "lifecycle/order", scope=Scope.LIFECYCLE_WRITE)
def reorder(call: Call[Order]) -> Lifecycle:
    """Put the stages of one kind, or of both, into another order.

    A list that lacks a stage, or names one twice or one that is not of the kind, is refused.
    """
    given = {Kind.LIFECYCLE: call.body.lifecycle, Kind.LOST: call.body.lost}
    reorder_stages({kind: ids for kind, ids in given.items() if ids is not None}, by=call.actor)
    return _present(call.workspace_id)


def _present(workspace_id: int) -> Lifecycle:
    settings = Settings.objects.get(workspace_id=workspace_id)
    counts = contacts_at_stages(workspace_id)
    return Lifecycle(
        version=settings.version,
        show=settings.show,
        stages=[stage_shape(stage, counts) for stage in stages_of(workspace_id)],
    )


def _refuse_stage(bad: BadStage) -> NoReturn:
    """The refusal with the stage's place, as a client counts."""
    raise Invalid(
        _("stages[%(place)d]: %(problem)s")
        % {"place": bad.place, "problem": respelled(bad.message, bad.field)},
        field="stages",
    ) from bad
