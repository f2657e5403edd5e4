"""A contact's latest conversation is repeated in their standing, which the inbox is listed and counted by."""

from tappa.core.contacts.models import Standing
from tappa.core.inbox.models import Conversation

_REPEATED = (
    "conversation_id",
    "conversation_status",
    "conversation_opened_at",
    "last_message_at",
    "waiting_since",
)


def note_conversation(conversation: Conversation, *, standing: Standing) -> Standing:
    """Repeat the conversation, whose contact is locked by this standing. Its times must be read from the database."""
    standing.conversation_id = conversation.id
    standing.conversation_status = conversation.status
    standing.conversation_opened_at = conversation.opened_at
    standing.last_message_at = conversation.last_message_at
    standing.waiting_since = conversation.waiting_since
    standing.save(update_fields=_REPEATED)
    return standing
