"""One stage is changed: renamed, described anew, made the default or the won one, or one of the other kind (L4, L7, L12)."""

from dataclasses import replace
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.lifecycle.actions.save_lifecycle import change_lifecycle
from tappa.core.lifecycle.checks import checked_stage, name_is_free
from tappa.core.lifecycle.drafts import Draft, DraftStage, only_default_and_won
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stage_by_id
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.errors import Conflict, NotFound


class Changes(TypedDict, total=False):
    """What may be changed of a stage. What is left out stays."""

    kind: Kind
    name: str
    description: str
    emoji: str
    is_default: bool
    is_won: bool


def edit_stage(stage: Stage, *, by: Actor, **changes: Unpack[Changes]) -> Stage:
    """Change what is named of a stage (`name="Paid"`, `kind=Kind.LOST`, `is_default=True`).

    A stage that becomes one of the other kind takes its contacts and its history with it, and stands at the end of
    that kind. As a lost one it is neither the default any more, which the first remaining lifecycle stage then is, nor
    the won one (L11). Raises BadStage for what cannot be, Conflict for a name that is taken and for the last lifecycle
    stage, NotFound when the stage is gone.
    """

    def edit(present: Draft) -> Draft:
        before = next((other for other in present.stages if other.id == stage.id), None)
        if before is None:
            raise NotFound(_("This stage does not exist any more."), field="stage")
        wanted = checked_stage(_edited(before, changes))
        name_is_free(wanted, present)
        others = only_default_and_won(present.stages, wanted)
        if before.kind == wanted.kind:
            return replace(
                present, stages=tuple(wanted if other.id == stage.id else other for other in others)
            )
        return _converted(present, others, wanted)

    with transaction.atomic():  # read before anybody else can delete it
        change_lifecycle(edit, by=by)
        return stage_by_id(by.workspace_id, stage.id)


def _edited(before: DraftStage, changes: Changes) -> DraftStage:
    """The stage with the changes; of a lost one, the default and the won mark go by themselves."""
    if changes.get("kind", before.kind) == Kind.LOST:
        before = replace(before, is_default=False, is_won=False)
    return replace(before, **changes)


def _converted(present: Draft, others: tuple[DraftStage, ...], wanted: DraftStage) -> Draft:
    rest = tuple(other for other in others if other.id != wanted.id)
    if wanted.kind == Kind.LOST and not any(other.kind == Kind.LIFECYCLE for other in rest):
        raise Conflict(
            _("This is the last lifecycle stage: add another one first, and then change this one."),
            field="kind",
        )
    return replace(present, stages=(*rest, wanted))
