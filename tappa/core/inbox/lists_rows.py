"""A row of the inbox's lists."""

from datetime import datetime

from tappa.kernel.sql import Row


class ConversationRow(Row, frozen=True):
    """A contact's latest conversation, as a list shows it.

    `last_…` is its last message: `last_text` cut to 200 characters, `last_incoming` None without any message,
    `last_failed` when it was ours and did not go out. `unread` counts incoming messages after both our last answer and
    what this member has read, up to 100; `put_aside`: they marked it as unread. `waiting_since` is the first message that nobody has answered.
    `channel_kind` is "" for a contact who has never been on a channel. `sorted_at` is what newest and oldest go by.
    """

    conversation_id: int
    contact_id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    is_blocked: bool
    status: str
    snoozed_until: datetime | None
    opened_at: datetime
    waiting_since: datetime | None
    stage_id: int | None
    stage_since: datetime
    assignee_id: int | None
    assignee_name: str | None
    channel_id: int | None
    channel_kind: str
    channel_name: str
    last_text: str
    last_incoming: bool | None
    last_at: datetime
    sorted_at: datetime
    last_failed: bool
    unread: int
    put_aside: bool
