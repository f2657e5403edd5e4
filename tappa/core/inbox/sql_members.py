"""Letting go of the contacts of a member, many at a time."""

from dataclasses import dataclass
from typing import Final

from tappa.core.inbox.sql import EVENT


@dataclass(frozen=True, slots=True)
class Freed:
    """The fact of a contact that was let go."""

    id: int


# The member is ended before, under a lock that whoever assigns to them holds too (accounts/locks.hold_member): nobody
# gives them a contact behind this statement's back. Standings are locked in the order of their contacts.
FREE_CONTACTS: Final = f"""
WITH theirs AS MATERIALIZED (
    SELECT contact_id FROM contacts_standing
    WHERE workspace_id = %(workspace)s AND assignee_id = %(member)s AND NOT is_deleted
    ORDER BY contact_id LIMIT %(batch_size)s FOR NO KEY UPDATE
), freed AS (
    UPDATE contacts_standing AS standing SET assignee_id = NULL, team_id = NULL
    FROM theirs
    WHERE standing.workspace_id = %(workspace)s AND standing.contact_id = theirs.contact_id
    RETURNING standing.contact_id
)
INSERT INTO {EVENT}
SELECT %(workspace)s, freed.contact_id, conversation.id, %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s,
       'contact.assigned',
       jsonb_build_object('from_member_id', %(member)s::bigint, 'member_id', NULL, 'team_id', NULL), clock_timestamp()
FROM freed
LEFT JOIN inbox_conversation conversation
  ON conversation.workspace_id = %(workspace)s AND conversation.contact_id = freed.contact_id
 AND conversation.status <> 'closed'
RETURNING id
"""  # noqa: S608  only the constant of inbox/sql.py is put in
