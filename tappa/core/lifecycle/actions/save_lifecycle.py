"""The lifecycle settings are saved as one draft (L8), and every other change of them is a draft too."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.lifecycle.actions.write_stages import write_settings
from tappa.core.lifecycle.checks import BadStage, checked_draft
from tappa.core.lifecycle.drafts import Draft, moved_default
from tappa.core.lifecycle.models import Lifecycle
from tappa.core.lifecycle.queries import draft_of, stages_of
from tappa.kernel.errors import Conflict, Invalid


class StaleDraft(Conflict):
    """Somebody else changed the settings since the draft was begun. `present` is how they stand now."""

    def __init__(self, present: Draft) -> None:
        super().__init__(
            _(
                "The lifecycle settings were changed meanwhile and are at version %(version)d now: "
                "look at what changed, and save again."
            )
            % {"version": present.version},
            field="version",
        )
        self.present = present


def save_lifecycle(draft: Draft, *, by: Actor) -> Lifecycle:
    """Make the settings what the draft says, all of it or nothing.

    A draft that changes nothing is no new version and logs nothing. Raises StaleDraft when the draft began with another
    version than the present one, BadStage and Invalid for a draft that cannot be (checks.problems), also when a stage
    is missing from it: deleting a stage has its own verb, which asks where its contacts go.
    """
    with transaction.atomic():
        lifecycle, present = locked_settings(by)
        if draft.version != present.version:
            raise StaleDraft(present)
        return _write(lifecycle, present, draft, by=by)


def change_lifecycle(change: Callable[[Draft], Draft], *, by: Actor) -> Lifecycle:
    """Change the settings as they are when the lock is held. For acts that say one thing and need no version.

    `change` may raise what it refuses. Raises what `save_lifecycle` raises, but for StaleDraft.
    """
    with transaction.atomic():
        lifecycle, present = locked_settings(by)
        return _write(lifecycle, present, change(present), by=by)


def locked_settings(by: Actor) -> tuple[Lifecycle, Draft]:
    """The settings of the actor's workspace, locked until the transaction ends, and as a draft."""
    lifecycle = Lifecycle.objects.select_for_update().get(workspace_id=by.workspace_id)
    return lifecycle, draft_of(lifecycle, stages_of(by.workspace_id))


def _write(lifecycle: Lifecycle, present: Draft, draft: Draft, *, by: Actor) -> Lifecycle:
    wanted = moved_default(present, checked_draft(draft))
    _check_same_stages(present, wanted)
    write_settings(lifecycle, present, wanted, by=by)
    return lifecycle


def _check_same_stages(present: Draft, wanted: Draft) -> None:
    """Every stage there is must be in the draft, and no stage that there is not."""
    known = {stage.id for stage in present.stages}
    for place, stage in enumerate(wanted.stages):
        if stage.id is not None and stage.id not in known:
            raise BadStage(
                _("id: this workspace has no stage with the id %(id)s.") % {"id": stage.id},
                field="id",
                place=place,
            )
    listed = {stage.id for stage in wanted.stages}
    missing = [stage.name for stage in present.stages if stage.id not in listed]
    if missing:
        raise Invalid(
            _(
                "stages must list every stage, and lack %(names)s. Saving deletes none: that is done by itself."
            )
            % {"names": ", ".join(missing)},
            field="stages",
        )
