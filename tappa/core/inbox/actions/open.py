"""A conversation is opened by hand. A closed one is not reopened: what comes next is a new one (I5)."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.actions.note_conversation import note_conversation
from tappa.core.inbox.actions.wake import wake_locked
from tappa.core.inbox.facts import ConversationOpened
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.queries import unclosed_conversation
from tappa.core.inbox.rules import ConversationStatus
from tappa.kernel.clock import ClockTimestamp


def open_conversation(contact: Contact, *, by: Actor) -> Conversation:
    """The contact's open conversation: the one there is, the snoozed one woken, or a new one."""
    with transaction.atomic():
        standing = lock_standing(contact)
        conversation = unclosed_conversation(contact)
        if conversation is None:
            return begin_conversation(contact, standing=standing, by=by)
        if conversation.status == ConversationStatus.SNOOZED:
            return wake_locked(conversation, standing=standing, by=by)
        return conversation


def begin_conversation(contact: Contact, *, standing: Standing, by: Actor) -> Conversation:
    """A new conversation, for a contact who is locked by this standing and has no unclosed one."""
    conversation = Conversation.objects.create(
        workspace_id=contact.workspace_id, contact=contact, last_message_at=ClockTimestamp()
    )
    conversation.refresh_from_db(fields=["opened_at", "last_message_at"])
    note_conversation(conversation, standing=standing)
    record([Happening(ConversationOpened(), contact.id, conversation.id)], by=by)
    return conversation
