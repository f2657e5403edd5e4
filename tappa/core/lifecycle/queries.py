"""Questions about stages."""

from django.utils.translation import gettext as _

from tappa.core.lifecycle.models import Lifecycle, Stage
from tappa.core.lifecycle.rules import Kind, fold_name
from tappa.kernel.errors import Conflict, NotFound


def stages_of(workspace_id: int) -> list[Stage]:
    """All stages in their order: lifecycle stages first, then lost ones."""
    return list(Stage.objects.filter(workspace_id=workspace_id).order_by("kind", "position"))


def stages_are_shown(workspace_id: int) -> bool:
    """The switch "Show lifecycle stages" (L2)."""
    return Lifecycle.objects.filter(workspace_id=workspace_id, show=True).exists()


def default_stage(workspace_id: int) -> Stage | None:
    """The stage that new contacts get, if one is set."""
    return Stage.objects.filter(workspace_id=workspace_id, is_default=True).first()


def stage_by_id(workspace_id: int, stage_id: int) -> Stage:
    """One stage. Raises NotFound, also for another workspace's."""
    stage = Stage.objects.filter(workspace_id=workspace_id, id=stage_id).first()
    if stage is None:
        raise NotFound(_("This workspace has no stage with the id %(id)s.") % {"id": stage_id}, field="stage")
    return stage


def stage_by_name(workspace_id: int, name: str, kind: Kind | None = None) -> Stage:
    """The stage with this name, compared as settings compare names.

    Raises NotFound naming the stages there are; Conflict when the name stands in both kinds and `kind` is None.
    """
    stages = stages_of(workspace_id)
    found = [stage for stage in stages if stage.folded_name == fold_name(name) and kind in {None, stage.kind}]
    if len(found) == 1:
        return found[0]
    if found:
        raise Conflict(
            _(
                "%(name)s is both a lifecycle stage and a lost stage: say which by kind, or give the stage's id."
            )
            % {"name": name},
            field="name",
        )
    raise NotFound(
        _("This workspace has no stage named %(name)s. It has: %(names)s.")
        % {"name": name, "names": ", ".join(stage.name for stage in stages)},
        field="name",
    )
