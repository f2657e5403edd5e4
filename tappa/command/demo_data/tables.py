"""The tables that a batch of the demo is written to, in the order in which rows may point at each other.

Columns left out take the database's own value: what was recorded now says so.
"""

from typing import Final

from tappa.kernel.copying import Table


def _table(name: str, columns: str) -> Table:
    return Table(name, tuple(columns.split()))


CONTACTS: Final = _table(
    "contacts_contact",
    "id workspace_id first_name last_name phone email language profile_pic country_code search is_blocked created_at",
)
STANDINGS: Final = _table(
    "contacts_standing",
    "contact_id workspace_id stage_id stage_since transitions assignee_id team_id last_channel_id last_incoming_at "
    "last_outgoing_at is_deleted conversation_id conversation_status conversation_opened_at last_message_at waiting_since",
)
TRANSITIONS: Final = _table(
    "contacts_transition",
    "id workspace_id contact_id seq from_stage_id from_name from_kind to_stage_id to_name to_kind by_kind by_id via "
    "cause reason happened_at seconds_before",
)
CONTACT_TAGS: Final = _table("contacts_contacttag", "workspace_id contact_id tag_id")
FIELD_VALUES: Final = _table("contacts_fieldvalue", "workspace_id contact_id field_id text folded number")
ADDRESSES: Final = _table(
    "inbox_contactchannel",
    "workspace_id contact_id channel_id external_id last_message_at last_incoming_at created_at",
)
CONVERSATIONS: Final = _table(
    "inbox_conversation",
    "id workspace_id contact_id status snoozed_until opened_at closed_at last_message_at waiting_since category summary",
)
MESSAGES: Final = _table(
    "inbox_message",
    "id workspace_id contact_id conversation_id channel_id traffic channel_message_id body text by_kind by_id "
    "happened_at",
)
STATUSES: Final = _table("inbox_messagestatus", "workspace_id message_id value reason happened_at")
COMMENTS: Final = _table(
    "inbox_comment", "id workspace_id contact_id conversation_id text by_kind by_id created_at"
)
MENTIONS: Final = _table("contacts_mention", "workspace_id contact_id member_id comment_id")
EVENTS: Final = _table(
    "activity_event",
    "workspace_id kind contact_id conversation_id by_kind by_id via cause data happened_at",
)
IN_ORDER: Final = (
    CONTACTS, STANDINGS, TRANSITIONS, CONTACT_TAGS, FIELD_VALUES, ADDRESSES, CONVERSATIONS, MESSAGES, STATUSES,
    COMMENTS, MENTIONS, EVENTS,
)  # fmt: skip
