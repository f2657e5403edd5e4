"""A team is deleted: its members are in none. Its row stays, for contacts and the history name it."""

from django.db import transaction

from tappa.core.accounts.actions.rename_team import lock_team
from tappa.core.accounts.facts import TeamDeleted
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import Member, Team
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.kernel.clock import ClockTimestamp


def delete_team(team: Team, *, by: Actor) -> Team:
    """Delete it, however many contacts were assigned in it: they keep their assignees. Raises NotFound when it is
    gone already. Agents who see their team's contacts only see those assigned to them until they get another team."""
    with transaction.atomic():
        lock_members(by.workspace_id)
        team = lock_team(team, by=by)
        members = Member.objects.filter(workspace_id=team.workspace_id, team=team)
        member_ids = sorted(members.values_list("id", flat=True))
        members.update(team=None)
        Team.objects.filter(workspace_id=team.workspace_id, id=team.id).update(deleted_at=ClockTimestamp())
        record([Happening(TeamDeleted(team_id=team.id, name=team.name, member_ids=member_ids))], by=by)
        team.refresh_from_db(fields=["deleted_at"])
    return team
