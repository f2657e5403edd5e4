"""A conversation sleeps until a time, and comes back by itself then, or when the contact writes (I5)."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.note_conversation import note_conversation
from tappa.core.inbox.facts import ConversationSnoozed
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.queries import unclosed_conversation
from tappa.core.inbox.rules import SNOOZE_DAYS, ConversationStatus
from tappa.kernel.errors import Conflict, Invalid


def snooze_conversation(contact: Contact, *, until: datetime, by: Actor) -> Conversation:
    """Let the contact's conversation sleep; one that sleeps already gets the new time. The same time logs nothing.

    Raises Invalid for a time that is not ahead, or more than a year; Conflict when there is no conversation to snooze.
    """
    ahead = until - datetime.now(UTC)
    if not timedelta() < ahead <= timedelta(days=SNOOZE_DAYS):
        raise Invalid(_("Choose a time ahead, within a year."), field="until")
    with transaction.atomic():
        standing = lock_standing(contact)
        conversation = unclosed_conversation(contact)
        if conversation is None:
            raise Conflict(_("There is no open conversation to snooze."), field="conversation")
        if conversation.snoozed_until == until:
            return conversation
        conversation.status, conversation.snoozed_until = ConversationStatus.SNOOZED, until
        conversation.save(update_fields=["status", "snoozed_until"])
        note_conversation(conversation, standing=standing)
        record([Happening(ConversationSnoozed(until=until), contact.id, conversation.id)], by=by)
    return conversation
