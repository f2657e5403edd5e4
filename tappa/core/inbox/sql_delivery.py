"""The delivery queue's SQL: leasing what is due, across all workspaces.

The one place that is not led by a workspace: a worker serves the whole installation.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import inf
from typing import Any, Final

import msgspec

from tappa.kernel.sql import fetch_all, fetch_tuples

LEASE_SECONDS: Final = (
    60  # longer than a send may take (kernel/outbound.py), or two workers would send at once
)
LOOK_AHEAD: Final = 500

# 1 due: heads of their contacts' lines. 2 turn: no channel takes more than its share, so that a bridge that hangs
# does not keep the others waiting. 3 taken: judged again under the lock, for another worker may have been faster.
_LEASE: Final = """
WITH due AS (
    SELECT d.id, d.next_attempt_at, m.channel_id
    FROM inbox_delivery d JOIN inbox_message m ON m.workspace_id = d.workspace_id AND m.id = d.message_id
    WHERE d.state = 'queued' AND d.next_attempt_at <= statement_timestamp()
      AND (d.leased_until IS NULL OR d.leased_until <= statement_timestamp())
      AND m.channel_id <> ALL (%(busy)s::bigint[])
      AND NOT EXISTS (
          SELECT FROM inbox_delivery before
          WHERE before.workspace_id = d.workspace_id AND before.contact_id = d.contact_id
            AND before.state = 'queued' AND before.id < d.id)
    ORDER BY d.next_attempt_at, d.id
    LIMIT %(look_ahead)s
), turn AS (
    SELECT id FROM (
        SELECT id, next_attempt_at,
               row_number() OVER (PARTITION BY channel_id ORDER BY next_attempt_at, id) AS place
        FROM due) placed
    WHERE place <= %(per_channel)s
    ORDER BY next_attempt_at, id
    LIMIT %(most)s
), taken AS (
    SELECT d.id FROM inbox_delivery d JOIN turn USING (id)
    WHERE d.state = 'queued' AND d.next_attempt_at <= statement_timestamp()
      AND (d.leased_until IS NULL OR d.leased_until <= statement_timestamp())
    FOR UPDATE OF d SKIP LOCKED
), leased AS (
    UPDATE inbox_delivery d
    SET attempts = d.attempts + 1, leased_until = clock_timestamp() + make_interval(secs => %(lease)s)
    FROM taken WHERE d.id = taken.id
    RETURNING d.id, d.workspace_id, d.message_id, d.contact_id, d.attempts
)
SELECT leased.id AS delivery_id, leased.workspace_id, leased.message_id, leased.contact_id,
       leased.attempts AS attempt, m.conversation_id, m.channel_id, m.body::text AS body_json,
       c.kind AS channel_kind, c.settings::text AS settings_json, c.token_sealed AS token_sealed,
       c.removed_at IS NOT NULL AS channel_removed, coalesce(known.external_id, '') AS external_id,
       person.phone AS phone
FROM leased
JOIN inbox_message m ON m.workspace_id = leased.workspace_id AND m.id = leased.message_id
JOIN inbox_channel c ON c.workspace_id = leased.workspace_id AND c.id = m.channel_id
JOIN contacts_contact person ON person.workspace_id = leased.workspace_id AND person.id = leased.contact_id
LEFT JOIN LATERAL (
    SELECT k.external_id FROM inbox_contactchannel k
    WHERE k.workspace_id = leased.workspace_id AND k.contact_id = leased.contact_id
      AND k.channel_id = m.channel_id
    ORDER BY k.last_incoming_at DESC NULLS LAST, k.id DESC LIMIT 1
) known ON true
ORDER BY leased.id
"""
# In how many seconds one may be due: at once where the head of a line is and nobody has it, else when the first lease
# runs out or the next moment comes. Asked by who has nothing in hand, for a lease costs ten times as much.
_UNTIL_DUE: Final = """
SELECT extract(epoch FROM coalesce(
    (SELECT statement_timestamp() FROM inbox_delivery d
     WHERE d.state = 'queued' AND d.next_attempt_at <= statement_timestamp()
       AND (d.leased_until IS NULL OR d.leased_until <= statement_timestamp())
       AND NOT EXISTS (
           SELECT FROM inbox_delivery before
           WHERE before.workspace_id = d.workspace_id AND before.contact_id = d.contact_id
             AND before.state = 'queued' AND before.id < d.id)
     LIMIT 1),
    least(
        (SELECT min(leased_until) FROM inbox_delivery
         WHERE state = 'queued' AND next_attempt_at <= statement_timestamp()
           AND leased_until > statement_timestamp()),
        (SELECT min(next_attempt_at) FROM inbox_delivery
         WHERE state = 'queued' AND next_attempt_at > statement_timestamp()))
) - statement_timestamp())::float8
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A leased delivery with all that sending it needs. `attempt` counts from 1 and tells one lease from another.

    `external_id` is what the contact is called on the channel, "" when they never wrote there; `phone` is E.164 or "".
    """

    delivery_id: int
    workspace_id: int
    message_id: int
    contact_id: int
    conversation_id: int
    channel_id: int
    channel_kind: str
    channel_removed: bool
    settings_json: str
    token_sealed: bytes
    external_id: str
    phone: str
    body_json: str
    attempt: int

    @property
    def settings(self) -> dict[str, Any]:
        """The channel's settings."""
        return msgspec.json.decode(self.settings_json, type=dict[str, Any])

    @property
    def body(self) -> dict[str, Any]:
        """The message as the API shows it."""
        return msgspec.json.decode(self.body_json, type=dict[str, Any])


def lease(*, most: int, per_channel: int, busy: Collection[int], seconds: float) -> list[Parcel]:
    """Take up to `most` deliveries that are due, for `seconds`. Channels in `busy` are passed over."""
    parameters = {
        "most": most,
        "per_channel": per_channel,
        "busy": list(busy),
        "lease": seconds,
        "look_ahead": LOOK_AHEAD,
    }
    return fetch_all(Parcel, _LEASE, parameters)


def seconds_until_due() -> float:
    """In how many seconds a delivery may be due: none where one is, without end where none waits."""
    [(seconds,)] = fetch_tuples(_UNTIL_DUE, [])
    return inf if seconds is None else float(seconds)
