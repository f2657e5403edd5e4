"""A stage is deleted as far as the lifecycle goes: from here on it is no choice, and gains no contact (L9 to L11).

Its contacts are moved by the room above (contacts/actions/delete_stage.py); remove_stage.py ends it.
"""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.lifecycle.actions.save_lifecycle import locked_settings
from tappa.core.lifecycle.actions.write_stages import markings, new_version, write_stages
from tappa.core.lifecycle.drafts import Draft, differences, moved_default
from tappa.core.lifecycle.facts import StageDeleted
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Conflict, NotFound


def close_stage(stage: Stage, *, to: Stage | None, contacts: Callable[[], int], by: Actor) -> StageDeleted:
    """Close a stage whose contacts go to another one, or to none. Returns what was recorded.

    The default moves on to the first remaining lifecycle stage, the won stage is won no more (L11). `contacts` counts
    those who stand there, and is asked once nobody can come any more. Raises NotFound when one of the two stages is
    gone, Conflict for the last lifecycle stage (L10).
    """
    with transaction.atomic():
        lifecycle, present = locked_settings(by)
        # The full lock, which waits for everybody who is just moving a contact here, and keeps others from beginning.
        row = Stage.objects.select_for_update().filter(workspace_id=by.workspace_id, id=stage.id).first()
        if row is None or row.closed_at is not None:
            raise NotFound(_("This stage does not exist any more."), field="stage")
        if to is not None and to.id not in {other.id for other in present.stages}:
            raise NotFound(_("The stage to move to does not exist any more."), field="move_to")
        remaining = _without(present, row.id)
        _close(row)
        write_stages(remaining, workspace_id=by.workspace_id)
        version = new_version(lifecycle, of_stages=True)
        deleted = StageDeleted(
            stage_id=row.id,
            kind=row.kind,
            name=row.name,
            description=row.description,
            emoji=row.emoji,
            contacts=contacts(),
            to_stage_id=to.id if to else None,
            to_name=to.name if to else "",
            version=version,
        )
        facts = [deleted, *markings(differences(present, remaining), {}, version=version)]
        record([Happening(fact) for fact in facts], by=by)
    return deleted


def _without(present: Draft, stage_id: int) -> Draft:
    stages = tuple(stage for stage in present.stages if stage.id != stage_id)
    if not any(stage.kind == Kind.LIFECYCLE for stage in stages):
        raise Conflict(
            _("This is the last lifecycle stage: add another one first, and then delete this one."),
            field="stage",
        )
    return moved_default(present, replace(present, stages=stages))


def _close(row: Stage) -> None:
    """Give back what a stage holds; its kind and its name stay for those who leave it (L13)."""
    row.slot = row.position = row.folded_name = None
    row.is_default = row.is_won = False
    row.closed_at = ClockTimestamp()
    row.save(update_fields=["slot", "position", "folded_name", "is_default", "is_won", "closed_at"])
