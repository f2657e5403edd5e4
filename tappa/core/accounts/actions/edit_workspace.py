"""A workspace's own settings change: its name, language, time zone and country. Its address (slug) stays."""

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.checks import checked_country, checked_language, checked_name, checked_time_zone
from tappa.core.accounts.facts import WorkspaceEdited
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.kernel.errors import NotFound


def edit_workspace(
    workspace: Workspace, *, name: str, language: str, time_zone: str, country_code: str, by: Actor
) -> Workspace:
    """Set all four; nothing is logged when nothing is new. Raises Invalid for bad input,
    NotFound for the actor of another workspace.

    The language is that of what the workspace is given from now on; stages keep the names they have. Reports count in
    the time zone, so that past figures may shift by a day's edge.
    """
    wanted = {
        "name": checked_name(name),
        "language": checked_language(language),
        "time_zone": checked_time_zone(time_zone),
        "country_code": checked_country(country_code),
    }
    with transaction.atomic():
        if workspace.id != by.workspace_id:
            raise NotFound(_("There is no such workspace."), field="workspace")
        workspace = lock_members(workspace.id)
        before = {f"{field}_before": getattr(workspace, field) for field in wanted}
        if all(getattr(workspace, field) == value for field, value in wanted.items()):
            return workspace
        for field, value in wanted.items():
            setattr(workspace, field, value)
        workspace.save(update_fields=list(wanted))
        record([Happening(WorkspaceEdited(**wanted, **before))], by=by)
    return workspace
