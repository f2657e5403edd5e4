"""Who may hear of a contact: the rule of sight.py for many members and contacts at once.

The live stream asks for what all pages need, open or yet to come, by one statement and decides here, in Python. Both
say the same: a test holds them against each other for everybody of the cast.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import class_row

from tappa.core.accounts.grants import Sight

_HOLDINGS: Final = """
SELECT contact_id, assignee_id, team_id, ARRAY(
    SELECT DISTINCT member_id FROM contacts_mention mention
    WHERE mention.workspace_id = standing.workspace_id AND mention.contact_id = standing.contact_id
) AS mentioned
FROM contacts_standing standing
WHERE (workspace_id, contact_id) IN (SELECT * FROM unnest(%(workspaces)s::bigint[], %(contacts)s::bigint[]))
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has a contact, deleted or not (whoever saw it has to hear that it is gone), and who was mentioned there."""

    contact_id: int
    assignee_id: int | None
    team_id: int | None
    mentioned: list[int]


@dataclass(frozen=True, slots=True)
class Hearer:
    """A member whose sight is asked about."""

    member_id: int
    team_id: int | None
    sight: Sight

    @property
    def is_restricted(self) -> bool:
        """Whether there are contacts that this member does not see."""
        return self.sight is not Sight.ALL


def may_hear(hearer: Hearer, holding: Holding) -> bool:
    """Whether the member sees the contact."""
    if not hearer.is_restricted or hearer.member_id in holding.mentioned:
        return True
    return _is_theirs(hearer, holding.assignee_id, holding.team_id)


def has_lost(hearer: Hearer, assignee_id: int | None, team_id: int | None) -> bool:
    """Whether the member saw a contact by its former assignee and team: once more they hear of it, to let it go."""
    return _is_theirs(hearer, assignee_id, team_id)


def _is_theirs(hearer: Hearer, assignee_id: int | None, team_id: int | None) -> bool:
    if assignee_id == hearer.member_id:
        return True
    return hearer.sight is Sight.TEAM and team_id is not None and team_id == hearer.team_id


async def holdings(
    connection: AsyncConnection[Any], contacts: Collection[tuple[int, int]]
) -> dict[int, Holding]:
    """Who has these contacts, each given as (workspace, contact), by the contact's id: one statement for all."""
    parameters = {
        "workspaces": [workspace for workspace, _contact in contacts],
        "contacts": [contact for _workspace, contact in contacts],
    }
    async with connection.cursor(row_factory=class_row(Holding)) as cursor:
        await cursor.execute(_HOLDINGS, parameters)
        return {holding.contact_id: holding for holding in await cursor.fetchall()}
