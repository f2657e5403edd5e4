"""Questions about stages. Those that were deleted and still have contacts are closed, and none of the stages here."""

from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member, User
from tappa.core.accounts.queries import members_at
from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.core.lifecycle.models import Lifecycle, Stage
from tappa.core.lifecycle.rules import Kind, fold_name
from tappa.kernel.errors import Conflict, NotFound
from tappa.kernel.fixed import Fixed

_STAGES: Final = Fixed(
    lambda workspace_id: Stage.objects.filter(workspace_id=workspace_id, closed_at=None).order_by(
        "kind", "position"
    ),
    workspace_id=-1,
)
_NAMED: Final = Fixed(
    lambda workspace_id, folded_name: Stage.objects.filter(
        workspace_id=workspace_id, folded_name=folded_name, closed_at=None
    ),
    workspace_id=-1,
    folded_name="a name",
)
_ALL_STAGES: Final = Fixed(
    lambda workspace_id: Stage.objects.filter(workspace_id=workspace_id).order_by("kind", "position", "id"),
    workspace_id=-1,
)
_SHOWN: Final = Fixed(
    lambda workspace_id: Lifecycle.objects.filter(workspace_id=workspace_id, show=True).values_list(
        "workspace_id"
    ),
    workspace_id=-1,
)
_VISITOR: Final = Fixed(
    lambda slug, user_id: members_at(slug, user_id).annotate(stages_shown=F("workspace__lifecycle__show")),
    slug="a-slug",
    user_id=-1,
)


def stages_of(workspace_id: int) -> list[Stage]:
    """All stages in their order: lifecycle stages first, then lost ones."""
    return _STAGES.all(workspace_id=workspace_id)


def all_stages(workspace_id: int) -> list[Stage]:
    """All stages, and after them those that were deleted and that contacts have not all left yet: no choice, but a
    place where some still stand."""
    rows = _ALL_STAGES.all(workspace_id=workspace_id)
    return sorted(rows, key=lambda stage: stage.closed_at is not None)


def is_open(workspace_id: int, stage_id: int) -> bool:
    """Whether contacts can come to this stage."""
    return Stage.objects.filter(workspace_id=workspace_id, id=stage_id, closed_at=None).exists()


def present_draft(workspace_id: int) -> Draft:
    """The settings as they are, to begin a change with."""
    lifecycle = Lifecycle.objects.get(workspace_id=workspace_id)
    return draft_of(lifecycle, stages_of(workspace_id))


def draft_of(lifecycle: Lifecycle, stages: list[Stage]) -> Draft:
    """These settings and stages as a draft that changes nothing."""
    return Draft(lifecycle.version, lifecycle.show, tuple(draft_stage(stage) for stage in stages))


def draft_stage(stage: Stage) -> DraftStage:
    """A stage as a draft has it."""
    return DraftStage(
        id=stage.id,
        kind=Kind(stage.kind),
        name=stage.name,
        description=stage.description,
        emoji=stage.emoji,
        is_default=stage.is_default,
        is_won=stage.is_won,
    )


def stages_are_shown(workspace_id: int) -> bool:
    """The switch "Show lifecycle stages" (L2)."""
    return bool(_SHOWN.tuples(workspace_id=workspace_id))


def visitor_at(slug: str, user: User) -> tuple[Member, bool] | None:
    """The user as a present member of the workspace at this address, with workspace and team, and whether stages are shown
    there: what every page asks first. None for a stranger."""
    member = _VISITOR.first(slug=slug, user_id=user.id)
    if member is None:
        return None
    member.user = user
    return member, bool(vars(member)["stages_shown"])


def default_stage(workspace_id: int) -> Stage | None:
    """The stage that new contacts get, if one is set."""
    return Stage.objects.filter(workspace_id=workspace_id, is_default=True).first()


def stage_by_id(workspace_id: int, stage_id: int) -> Stage:
    """One stage. Raises NotFound, also for another workspace's and for one that was deleted."""
    stage = Stage.objects.filter(workspace_id=workspace_id, id=stage_id, closed_at=None).first()
    if stage is None:
        raise NotFound(_("This workspace has no stage with the id %(id)s.") % {"id": stage_id}, field="stage")
    return stage


def stage_by_name(workspace_id: int, name: str, kind: Kind | None = None) -> Stage:
    """The stage with this name, compared as settings compare names.

    Raises NotFound naming the stages there are; Conflict when the name stands in both kinds and `kind` is None.
    """
    named = _NAMED.all(workspace_id=workspace_id, folded_name=fold_name(name))
    found = [stage for stage in named if kind in {None, stage.kind}]
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
        % {"name": name, "names": ", ".join(stage.name for stage in stages_of(workspace_id))},
        field="name",
    )
