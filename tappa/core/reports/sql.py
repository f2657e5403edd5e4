"""The statements of reports. tests/core/reports hold each of them against a plain count of every row."""

from dataclasses import dataclass
from typing import Final

from tappa.kernel.sql import Row


class FigureRow(Row, frozen=True):
    """What stands at one stage, or, without an id, at none. Without a kind: at one that was deleted, and is being
    left."""

    stage_id: int | None
    kind: str | None
    name: str | None
    emoji: str | None
    hue: int | None
    contacts: int
    open: int
    snoozed: int
    unassigned: int


# One statement, so that all figures are of the same moment and the shares add up. What is summed are changes, a few
# hundred rows at most, never contacts (contacts/models_tally.py).
FIGURES: Final = """
WITH tally AS MATERIALIZED (
    SELECT stage_id, sum(contacts) AS contacts, sum(open) AS open, sum(snoozed) AS snoozed,
           sum(unassigned) AS unassigned
    FROM contacts_tally WHERE workspace_id = %(workspace)s
    GROUP BY stage_id
), place AS (
    SELECT id, CASE WHEN closed_at IS NULL THEN kind END AS kind, name, emoji, hue, position
    FROM lifecycle_stage WHERE workspace_id = %(workspace)s
    UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL
)
SELECT place.id AS stage_id, place.kind, place.name, place.emoji, place.hue,
       coalesce(tally.contacts, 0) AS contacts, coalesce(tally.open, 0) AS open, coalesce(tally.snoozed, 0) AS snoozed,
       coalesce(tally.unassigned, 0) AS unassigned
FROM place LEFT JOIN tally ON tally.stage_id IS NOT DISTINCT FROM place.id
ORDER BY place.kind NULLS LAST, place.position
"""


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many stand at a stage."""

    stage_id: int
    contacts: int


STAGE_COUNTS: Final = """
SELECT stage_id, sum(contacts) AS contacts FROM contacts_tally
WHERE workspace_id = %(workspace)s AND stage_id IS NOT NULL
GROUP BY stage_id HAVING sum(contacts) <> 0
"""


@dataclass(frozen=True, slots=True)
class StepsRow:
    """What has been done in a workspace."""

    written: bool
    answered: bool
    stages: bool
    invited: bool
    connected: bool


# Each answer stops at the first row that it finds. Whether somebody was answered is asked of a few people only: where
# nobody was, it would look at every contact there is. Where there is a website chat it is asked of who wrote on it: in
# a workspace that came with contacts, one's own first answer would be ticked before it was given. ORDER BY, for in that
# order the index has a channel's people: without it all people of all channels were read where nobody wrote on this one.
STEPS: Final = """
WITH visitor AS (
    SELECT address.contact_id
    FROM inbox_channel channel CROSS JOIN LATERAL (
        SELECT contact_id FROM inbox_contactchannel
        WHERE workspace_id = channel.workspace_id AND channel_id = channel.id AND last_incoming_at IS NOT NULL
        ORDER BY external_id LIMIT %(looked_at)s
    ) address
    WHERE channel.workspace_id = %(workspace)s AND channel.kind = %(website_chat)s
)
SELECT EXISTS (SELECT FROM visitor) AS written,
       CASE WHEN EXISTS (
           SELECT FROM inbox_channel
           WHERE workspace_id = %(workspace)s AND removed_at IS NULL AND kind = %(website_chat)s
       ) THEN EXISTS (
           SELECT FROM visitor
           JOIN contacts_standing standing
             ON standing.workspace_id = %(workspace)s AND standing.contact_id = visitor.contact_id
           WHERE standing.last_outgoing_at IS NOT NULL
       ) ELSE EXISTS (
           SELECT FROM unnest(ARRAY['open', 'snoozed', 'closed']) AS status CROSS JOIN LATERAL (
               SELECT last_outgoing_at FROM contacts_standing
               WHERE workspace_id = %(workspace)s AND NOT is_deleted AND conversation_status <> ''
                 AND conversation_status = status
               ORDER BY last_message_at DESC LIMIT %(looked_at)s
           ) latest
           WHERE last_outgoing_at IS NOT NULL
       ) END AS answered,
       EXISTS (
           SELECT FROM lifecycle_lifecycle WHERE workspace_id = %(workspace)s AND settled_at IS NOT NULL
       ) AS stages,
       EXISTS (
           SELECT FROM accounts_member WHERE workspace_id = %(workspace)s AND removed_at IS NULL
           OFFSET 1
       ) OR EXISTS (
           SELECT FROM accounts_invitation
           WHERE workspace_id = %(workspace)s AND accepted_at IS NULL AND revoked_at IS NULL
       ) AS invited,
       EXISTS (
           SELECT FROM inbox_channel
           WHERE workspace_id = %(workspace)s AND removed_at IS NULL AND kind <> %(website_chat)s
       ) AS connected
"""
