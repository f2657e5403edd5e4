"""A member gets another role, other restrictions or another team."""

from collections.abc import Collection

from django.db import transaction

from tappa.core.accounts.actions.revoke_invitation import revoke_what_they_offered
from tappa.core.accounts.authority import require_another_owner, require_authority
from tappa.core.accounts.checks import checked_restrictions, checked_team
from tappa.core.accounts.facts import MemberChanged
from tappa.core.accounts.grants import Role
from tappa.core.accounts.locks import lock_member
from tappa.core.accounts.models import Member, Team
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record


def change_member(
    member: Member, *, role: Role, restrictions: Collection[str], team: Team | None, by: Actor
) -> Member:
    """Give a member this role, these restrictions and this team; nothing changes and nothing is logged when they had
    them. Contacts stay with the team they were assigned in; open invitations for roles that are not theirs
    to give any more are revoked.

    Raises Forbidden for who may not manage both roles, Conflict when no owner would remain, Invalid for restrictions
    that mean nothing for the role or another workspace's team, NotFound for a member who left.
    """
    restrictions = checked_restrictions(role, restrictions)
    with transaction.atomic():
        member = lock_member(member, by=by)
        require_authority(by, Role(member.role), role)
        team = checked_team(member.workspace_id, team)
        fact = MemberChanged(
            member_id=member.id,
            role_before=member.role,
            role=role,
            restrictions_before=member.restrictions,
            restrictions=restrictions,
            team_id_before=member.team_id,
            team_id=team.id if team else None,
        )
        if (member.role, member.restrictions, member.team_id) == (role, restrictions, fact.team_id):
            return member
        if role is not Role.OWNER:
            require_another_owner(member)
        member.role, member.restrictions, member.team = role, restrictions, team
        member.save(update_fields=["role", "restrictions", "team"])
        record([Happening(fact)], by=by)
        revoke_what_they_offered(member, by=by)
    return member
