"""A workspace is founded: the tenant with its lifecycle on and its first stages (L1, L3)."""

from django.db import transaction

from tappa.core.accounts.actions.create_workspace import create_workspace
from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Via, system
from tappa.core.activity.record import Happening, record
from tappa.core.lifecycle.content import first_stages
from tappa.core.lifecycle.facts import StageAdded
from tappa.core.lifecycle.models import Lifecycle, Stage
from tappa.core.lifecycle.rules import HUES, Kind, fold_name


def found_workspace(
    *,
    name: str,
    slug: str,
    language: str = "en",
    time_zone: str = "UTC",
    country_code: str = "US",
    via: Via = Via.COMMAND,
) -> Workspace:
    """Make a whole workspace in one transaction. Raises what create_workspace raises."""
    with transaction.atomic():
        workspace = create_workspace(
            name=name,
            slug=slug,
            language=language,
            time_zone=time_zone,
            country_code=country_code,
            via=via,
        )
        Lifecycle.objects.create(workspace=workspace)
        stages = Stage.objects.bulk_create(_first_stages(workspace))
        record(
            [
                Happening(StageAdded(stage_id=stage.id, kind=stage.kind, name=stage.name, version=1))
                for stage in stages
            ],
            by=system(workspace.id, via=via),
        )
    return workspace


def _first_stages(workspace: Workspace) -> list[Stage]:
    stages: list[Stage] = []
    for slot, draft in enumerate(first_stages(workspace.language), start=1):
        position = 1 + sum(stage.kind == draft.kind for stage in stages)
        stages.append(
            Stage(
                workspace=workspace,
                kind=draft.kind,
                name=draft.name,
                folded_name=fold_name(draft.name),
                description=draft.description,
                emoji=draft.emoji,
                position=position,
                slot=slot,
                hue=0 if draft.kind == Kind.LOST else (slot - 1) % HUES + 1,
                is_default=draft.is_default,
                is_won=draft.is_won,
            )
        )
    return stages
