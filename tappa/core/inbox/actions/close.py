"""A conversation ends. Its contact keeps stage and assignee (I5)."""

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.note_conversation import note_conversation
from tappa.core.inbox.facts import ConversationClosed
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.queries import unclosed_conversation
from tappa.core.inbox.rules import CATEGORY_LIMIT, SUMMARY_LIMIT, ConversationStatus
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Invalid


def close_conversation(
    contact: Contact, *, category: str = "", summary: str = "", by: Actor
) -> Conversation | None:
    """Close the contact's conversation, asleep or not, with a closing note. None when there is none to close.

    Raises Invalid for a note too long.
    """
    for field, text, limit in (("category", category, CATEGORY_LIMIT), ("summary", summary, SUMMARY_LIMIT)):
        if len(text) > limit:
            raise Invalid(
                _("%(field)s must have at most %(limit)d characters.") % {"field": field, "limit": limit},
                field=field,
            )
    with transaction.atomic():
        standing = lock_standing(contact)
        conversation = unclosed_conversation(contact)
        if conversation is None:
            return None
        conversation.status = ConversationStatus.CLOSED
        conversation.closed_at = ClockTimestamp()
        conversation.snoozed_until = conversation.waiting_since = None
        conversation.category, conversation.summary = category, summary
        conversation.save()
        conversation.refresh_from_db()
        note_conversation(conversation, standing=standing)
        closed = Happening(ConversationClosed(category=category), contact.id, conversation.id)
        record([closed], by=by, happened_at=conversation.closed_at)
    return conversation
