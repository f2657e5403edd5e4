"""Which contacts a member sees (product.md, section 8): the one answer, for the ORM and for statements written by hand.

Restricted agents see what is assigned to them, or to their team, and whatever they were mentioned about.
"""

from typing import Final

from django.db.models import Exists, OuterRef, Q

from tappa.core.accounts.grants import Role, Sight, sight
from tappa.core.accounts.models import Member
from tappa.core.contacts.filters.compile import Clause
from tappa.core.contacts.models_mention import Mention

MENTIONED: Final = """standing.contact_id IN (SELECT contact_id FROM contacts_mention
    WHERE workspace_id = %(workspace)s AND member_id = %(sight_member)s)"""
_IDS: Final = """SELECT contact_id FROM contacts_standing standing
    WHERE standing.workspace_id = %(workspace)s AND NOT standing.is_deleted AND """


def seen_by(member: Member) -> Q | None:
    """What to filter contacts by in the ORM; None where the member sees all of the workspace."""
    seen_as = _sight_of(member)
    if seen_as is Sight.ALL:
        return None
    mentions = Mention.objects.filter(workspace_id=member.workspace_id, member=member, contact=OuterRef("id"))
    seen = Q(standing__assignee=member) | Q(Exists(mentions))
    if seen_as is Sight.TEAM and member.team_id is not None:
        seen |= Q(standing__team=member.team_id)
    return seen


def sight_branches(member: Member) -> tuple[Clause, ...]:
    """Conditions on the table `standing`, of which at least one holds for each contact that the member sees.

    Apart, so that each branch of a UNION goes by its own index. `%(workspace)s` is left for the statement around it.
    """
    if _sight_of(member) is Sight.ALL:
        return (Clause("true"),)
    return (*holder_branches(member), Clause(MENTIONED, {"sight_member": member.id}))


def holder_branches(member: Member) -> tuple[Clause, ...]:
    """The part of a restricted member's sight that hangs on who has the contact: conditions on `assignee_id` and
    `team_id` of an alias `standing`, which may be a table that sums by these. None for who sees everybody."""
    seen_as = _sight_of(member)
    if seen_as is Sight.ALL:
        return ()
    branches = [Clause("standing.assignee_id = %(sight_member)s", {"sight_member": member.id})]
    if seen_as is Sight.TEAM and member.team_id is not None:
        branches.append(Clause("standing.team_id = %(sight_team)s", {"sight_team": member.team_id}))
    return tuple(branches)


def visible_ids(member: Member) -> Clause | None:
    """The ids of the contacts that this member may see, as a SELECT; None where that is every contact.

    A set of ids, and not a condition on each contact: an index leads to it, however few they are among a million.
    """
    if _sight_of(member) is Sight.ALL:
        return None
    branches = sight_branches(member)
    values = {name: value for branch in branches for name, value in branch.values.items()}
    return Clause(" UNION ".join(_IDS + branch.sql for branch in branches), values)


def _sight_of(member: Member) -> Sight:
    return sight(Role(member.role), member.restrictions)
