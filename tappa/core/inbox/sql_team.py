"""What a member has read, in one statement."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark that was moved on."""

    conversation_id: int


# Returns no row when there is no conversation, no message, or nothing newer than the mark that stands and not put aside.
MARK_READ: Final = """
INSERT INTO inbox_conversationread AS mark (workspace_id, conversation_id, member_id, last_message_id)
SELECT %(workspace)s, standing.conversation_id, %(member)s, last.id
FROM contacts_standing standing, LATERAL (
    SELECT message.id FROM inbox_message message
    WHERE message.workspace_id = %(workspace)s AND message.contact_id = %(contact)s
      AND message.conversation_id = standing.conversation_id
    ORDER BY message.id DESC LIMIT 1
) last
WHERE standing.workspace_id = %(workspace)s AND standing.contact_id = %(contact)s AND standing.conversation_id IS NOT NULL
ON CONFLICT (workspace_id, conversation_id, member_id)
    DO UPDATE SET last_message_id = excluded.last_message_id, is_unread = false
    WHERE mark.last_message_id < excluded.last_message_id OR mark.is_unread
RETURNING mark.conversation_id
"""

# What was read stays so: who puts a conversation aside does not lose where in it they were.
MARK_UNREAD: Final = """
INSERT INTO inbox_conversationread AS mark (workspace_id, conversation_id, member_id, last_message_id, is_unread)
SELECT %(workspace)s, standing.conversation_id, %(member)s, 0, true
FROM contacts_standing standing
WHERE standing.workspace_id = %(workspace)s AND standing.contact_id = ANY (%(contacts)s::bigint[])
  AND standing.conversation_id IS NOT NULL
ORDER BY standing.conversation_id
ON CONFLICT (workspace_id, conversation_id, member_id)
    DO UPDATE SET is_unread = true WHERE NOT mark.is_unread
RETURNING mark.conversation_id
"""

# What came meanwhile is as unread as it is: only the putting aside is taken back.
UNMARK: Final = """
UPDATE inbox_conversationread mark SET is_unread = false
WHERE mark.workspace_id = %(workspace)s AND mark.member_id = %(member)s AND mark.is_unread
  AND mark.conversation_id = ANY (%(conversations)s::bigint[])
RETURNING mark.conversation_id
"""
