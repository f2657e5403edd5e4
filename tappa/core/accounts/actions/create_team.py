"""Members get a team to share contacts in."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.checks import checked_name
from tappa.core.accounts.facts import TeamCreated
from tappa.core.accounts.models import Team, Workspace
from tappa.core.activity.actor import Actor, Via, system
from tappa.core.activity.record import Happening, record
from tappa.kernel.errors import Conflict


def create_team(workspace: Workspace, *, name: str, by: Actor | None = None) -> Team:
    """Make a team. Raises Invalid for a bad name, Conflict when the name is taken."""
    name = checked_name(name)
    team = Team(workspace=workspace, name=name)
    try:
        with transaction.atomic():
            team.save()
            record([Happening(TeamCreated(team_id=team.id))], by=by or system(workspace.id, via=Via.COMMAND))
    except IntegrityError as error:
        raise Conflict(_("A team named %(name)s exists already.") % {"name": name}, field="name") from error
    return team
