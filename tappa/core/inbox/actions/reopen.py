"""A closing is taken back: Undo, for a short while, and only while nothing came after it (I5)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor, Cause
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.actions.note_conversation import note_conversation
from tappa.core.inbox.facts import ConversationReopened
from tappa.core.inbox.models import Conversation, Message
from tappa.core.inbox.rules import REOPEN_SECONDS, ConversationStatus, Traffic
from tappa.kernel.errors import Conflict


def reopen_conversation(contact: Contact, *, conversation_id: int, by: Actor) -> Conversation:
    """Take the closing of this conversation back, with its closing note. One that is not closed stays as it is.

    Raises Conflict when the contact has a newer conversation, or the closing is too long ago.
    """
    with transaction.atomic():
        standing = lock_standing(contact)
        if standing.conversation_id != conversation_id:
            raise Conflict(_("There is a newer conversation with this contact."), field="conversation")
        closed = Conversation.objects.filter(
            workspace_id=contact.workspace_id, id=conversation_id, status=ConversationStatus.CLOSED
        ).first()
        if closed is None:
            return Conversation.objects.get(workspace_id=contact.workspace_id, id=conversation_id)
        return _reopen(closed, standing=standing, by=by.because(Cause.UNDO))


def _reopen(conversation: Conversation, *, standing: Standing, by: Actor) -> Conversation:
    recent = Conversation.objects.filter(
        workspace_id=conversation.workspace_id,
        id=conversation.id,
        closed_at__gt=Now() - timedelta(seconds=REOPEN_SECONDS),
    )
    if not recent.exists():
        raise Conflict(
            _("It was closed too long ago to take that back. Open starts a new conversation."),
            field="conversation",
        )
    conversation.status, conversation.closed_at = ConversationStatus.OPEN, None
    conversation.category = conversation.summary = ""
    conversation.waiting_since = _first_unanswered(conversation)
    conversation.save()
    note_conversation(conversation, standing=standing)
    record([Happening(ConversationReopened(), conversation.contact_id, conversation.id)], by=by)
    return conversation


def _first_unanswered(conversation: Conversation) -> datetime | None:
    said = Message.objects.filter(
        workspace_id=conversation.workspace_id,
        contact_id=conversation.contact_id,
        conversation=conversation,
    )
    answer = said.filter(traffic=Traffic.OUTGOING).order_by("-id").values_list("id", flat=True).first()
    unanswered = said.filter(traffic=Traffic.INCOMING, id__gt=answer or 0).order_by("id")
    return unanswered.values_list("happened_at", flat=True).first()
