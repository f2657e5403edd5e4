"""The hot statements of the inbox: storing a post, finding who writes, and taking what they write. tests/core/inbox hold them against
what the ORM reads back."""

from dataclasses import dataclass
from typing import Final

from tappa.kernel.sql import Row

EVENT: Final = """activity_event (workspace_id, contact_id, conversation_id, by_kind, by_id, via, cause, batch, kind,
    data, happened_at)"""


class Stored(Row, frozen=True):
    """A post that was stored."""

    id: int


STORE_POST: Final = """
INSERT INTO inbox_inboundpost (workspace_id, channel_id, body, failure, attempts)
VALUES (%(workspace)s, %(channel)s, %(body)s, '', 1) RETURNING id
"""


class Writer(Row, frozen=True):
    """Who is known by an external id on a channel. `is_deleted`: the contact was deleted since; `is_blocked`: the team
    does not want to hear of them."""

    contact_channel_id: int
    contact_id: int
    is_deleted: bool
    is_blocked: bool


# Locks the contact's standing: everything that changes a contact's stage, assignee or conversations takes this lock
# first, so that no two of them ever wait for each other.
FIND_WRITER: Final = """
SELECT address.id AS contact_channel_id, address.contact_id, standing.is_deleted, contact.is_blocked
FROM inbox_contactchannel address
JOIN contacts_standing standing
  ON standing.workspace_id = %(workspace)s AND standing.contact_id = address.contact_id
JOIN contacts_contact contact
  ON contact.workspace_id = %(workspace)s AND contact.id = address.contact_id
WHERE address.workspace_id = %(workspace)s AND address.channel_id = %(channel)s AND address.external_id = %(external)s
FOR UPDATE OF standing
"""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The answer of a statement that only waits."""

    nothing: str


# Held by whoever makes a writer known: of ten first messages at once, one makes the contact and nine find it.
LOCK_UNKNOWN_WRITER: Final = """
SELECT pg_advisory_xact_lock(hashtextextended(%(channel)s::text || ':' || %(external)s, 0))::text AS nothing
"""


class Taken(Row, frozen=True):
    """A message that was stored, in which conversation, and whether it opened it."""

    message_id: int | None
    conversation_id: int
    opened: bool


# The contact's standing is locked before (FIND_WRITER), so that the unclosed conversation seen here is the present one.
# Returns no row when the channel told this message before; a row without message_id when another post told the same one
# under another contact at this very moment.
TAKE_MESSAGE: Final = f"""
WITH present AS MATERIALIZED (
    SELECT id, status, opened_at, last_message_at, waiting_since FROM inbox_conversation
    WHERE workspace_id = %(workspace)s AND contact_id = %(contact)s AND status <> 'closed'
), known AS MATERIALIZED (
    SELECT id FROM inbox_message
    WHERE workspace_id = %(workspace)s AND channel_id = %(channel)s AND channel_message_id = %(channel_message)s
), moment AS MATERIALIZED (
    SELECT clock_timestamp() AS at, least(%(happened_at)s::timestamptz, clock_timestamp()) AS happened_at
), opened AS (
    INSERT INTO inbox_conversation (workspace_id, contact_id, status, opened_at, last_message_at, waiting_since,
                                    category, summary)
    SELECT %(workspace)s, %(contact)s, 'open', at, happened_at,
           CASE WHEN %(incoming)s THEN happened_at END, '', ''
    FROM moment WHERE NOT EXISTS (SELECT FROM present) AND NOT EXISTS (SELECT FROM known)
    RETURNING id
), conversation AS (
    SELECT id, false AS opened, status = 'snoozed' AS snoozed, opened_at, last_message_at, waiting_since, status
    FROM present
    UNION ALL SELECT id, true, false, at, NULL, NULL, 'open' FROM opened, moment
), message AS (
    INSERT INTO inbox_message (workspace_id, contact_id, conversation_id, channel_id, traffic, channel_message_id, body,
                               text, by_kind, by_id, happened_at, recorded_at)
    SELECT %(workspace)s, %(contact)s, conversation.id, %(channel)s, %(traffic)s, %(channel_message)s, %(body)s::jsonb,
           %(text)s, %(by)s, NULL, moment.happened_at, moment.at
    FROM conversation, moment WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (workspace_id, channel_id, channel_message_id) WHERE channel_message_id IS NOT NULL DO NOTHING
    RETURNING id
), bumped AS (
    UPDATE inbox_conversation AS ongoing
    SET last_message_at = greatest(ongoing.last_message_at, moment.happened_at),
        waiting_since = CASE WHEN %(incoming)s THEN coalesce(ongoing.waiting_since, moment.happened_at) END,
        status = CASE WHEN %(incoming)s THEN 'open' ELSE ongoing.status END,
        snoozed_until = CASE WHEN NOT %(incoming)s THEN ongoing.snoozed_until END
    FROM moment, message, present
    WHERE ongoing.id = present.id AND ongoing.workspace_id = %(workspace)s
), standing AS (
    UPDATE contacts_standing AS standing
    SET last_channel_id = %(channel)s,
        last_incoming_at = CASE WHEN %(incoming)s THEN greatest(standing.last_incoming_at, moment.happened_at)
                           ELSE standing.last_incoming_at END,
        last_outgoing_at = CASE WHEN %(incoming)s THEN standing.last_outgoing_at
                           ELSE greatest(standing.last_outgoing_at, moment.happened_at) END,
        conversation_id = conversation.id,
        conversation_status = CASE WHEN %(incoming)s THEN 'open' ELSE conversation.status END,
        conversation_opened_at = conversation.opened_at,
        last_message_at = greatest(conversation.last_message_at, moment.happened_at),
        waiting_since = CASE WHEN %(incoming)s THEN coalesce(conversation.waiting_since, moment.happened_at) END
    FROM moment, message, conversation
    WHERE standing.workspace_id = %(workspace)s AND standing.contact_id = %(contact)s
), address AS (
    UPDATE inbox_contactchannel AS address
    SET last_message_at = greatest(address.last_message_at, moment.happened_at),
        last_incoming_at = CASE WHEN %(incoming)s THEN greatest(address.last_incoming_at, moment.happened_at)
                           ELSE address.last_incoming_at END
    FROM moment, message WHERE address.id = %(contact_channel)s
), event AS (
    INSERT INTO {EVENT}
    SELECT %(workspace)s, %(contact)s, conversation.id, %(by)s, NULL::bigint, %(via)s, NULL, NULL::uuid, what.kind, what.data,
           what.happened_at
    FROM conversation, moment, message, LATERAL (VALUES
        (1, conversation.opened, 'conversation.opened', '{{}}'::jsonb, moment.at),
        (2, conversation.snoozed AND %(incoming)s, 'conversation.woken', '{{}}'::jsonb, moment.at),
        (3, true, %(fact)s, jsonb_build_object('message_id', message.id, 'channel_id', %(channel)s::bigint)
            || %(fact_data)s::jsonb, moment.happened_at)
    ) AS what(step, happened, kind, data, happened_at)
    WHERE what.happened ORDER BY what.step
)
SELECT message.id AS message_id, conversation.id AS conversation_id, conversation.opened
FROM conversation LEFT JOIN message ON true WHERE NOT EXISTS (SELECT FROM known)
"""  # noqa: S608  only the constant above is put in
