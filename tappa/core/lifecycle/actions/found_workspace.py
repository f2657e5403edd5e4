"""A workspace is founded: the tenant with its lifecycle on and its first stages (L1, L3)."""

from django.db import transaction

from tappa.core.accounts.actions.create_workspace import create_workspace
from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Via, system
from tappa.core.activity.record import Happening, record
from tappa.core.lifecycle.actions.write_stages import write_stages
from tappa.core.lifecycle.content import first_stages, legacy_stages
from tappa.core.lifecycle.drafts import Draft
from tappa.core.lifecycle.facts import StageAdded
from tappa.core.lifecycle.models import Lifecycle
from tappa.core.lifecycle.queries import stages_of


def found_workspace(
    *,
    name: str,
    slug: str,
    language: str = "en",
    time_zone: str = "UTC",
    country_code: str = "US",
    legacy_lifecycle: bool = False,
    via: Via = Via.COMMAND,
) -> Workspace:
    """Make a whole workspace in one transaction. Raises what create_workspace raises.

    With `legacy_lifecycle` it is as workspaces were before there were lost stages (L1, L12): the five stages are all
    ordinary ones, and they are not shown until somebody turns them on.
    """
    with transaction.atomic():
        workspace = create_workspace(
            name=name,
            slug=slug,
            language=language,
            time_zone=time_zone,
            country_code=country_code,
            via=via,
        )
        Lifecycle.objects.create(workspace=workspace, show=not legacy_lifecycle)
        given = legacy_stages(language) if legacy_lifecycle else first_stages(language)
        write_stages(Draft(1, None, tuple(given)), workspace_id=workspace.id)
        stages = stages_of(workspace.id)
        record(
            [
                Happening(StageAdded(stage_id=stage.id, kind=stage.kind, name=stage.name, version=1))
                for stage in stages
            ],
            by=system(workspace.id, via=via),
        )
    return workspace
