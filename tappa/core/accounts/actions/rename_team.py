"""A team gets another name."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.checks import checked_name
from tappa.core.accounts.facts import TeamRenamed
from tappa.core.accounts.models import Team
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.kernel.errors import Conflict, NotFound


def rename_team(team: Team, *, name: str, by: Actor) -> Team:
    """Rename it; nothing is logged when it has this name. Raises Invalid for a bad name, Conflict when another team
    has it, NotFound when the team is gone."""
    name = checked_name(name)
    try:
        with transaction.atomic():
            team = lock_team(team, by=by)
            before, team.name = team.name, name
            if before != name:
                team.save(update_fields=["name"])
                record([Happening(TeamRenamed(team_id=team.id, name_before=before, name=name))], by=by)
    except IntegrityError as error:
        raise Conflict(_("A team named %(name)s exists already.") % {"name": name}, field="name") from error
    return team


def lock_team(team: Team, *, by: Actor) -> Team:
    """The team as it is now, locked. Raises NotFound when it is gone, and for the actor of another workspace."""
    teams = Team.objects.select_for_update(no_key=True)
    found = teams.filter(workspace_id=by.workspace_id, id=team.id, deleted_at=None).first()
    if found is None:
        raise NotFound(_("This team does not exist any more."), field="team")
    return found
