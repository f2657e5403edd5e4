"""Snoozed conversations come back when their time has come (I5)."""

from django.db import transaction
from django.db.models.functions import Now

from tappa.core.activity.actor import Actor, Via, system
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.models import Standing
from tappa.core.inbox.actions.note_conversation import note_conversation
from tappa.core.inbox.facts import ConversationWoken
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.rules import ConversationStatus
from tappa.core.inbox.sql_due import CONVERSATIONS_DUE
from tappa.kernel.sql import fetch_truth

BATCH = 500


def conversations_are_due() -> bool:
    """Whether the time of one has come."""
    return fetch_truth(CONVERSATIONS_DUE)


def wake_due_conversations() -> int:
    """Open all whose time has come, across all workspaces; returns how many."""
    due = Conversation.objects.filter(status=ConversationStatus.SNOOZED, snoozed_until__lte=Now())
    return sum(_wake_when_due(conversation) for conversation in due.order_by("snoozed_until")[:BATCH])


def _wake_when_due(seen: Conversation) -> bool:
    """Wake one, unless it was woken, closed, or snoozed further since it was seen."""
    with transaction.atomic():
        standings = Standing.objects.select_for_update(no_key=True)
        standing = standings.filter(workspace_id=seen.workspace_id, contact_id=seen.contact_id).first()
        conversation = Conversation.objects.filter(
            workspace_id=seen.workspace_id,
            id=seen.id,
            status=ConversationStatus.SNOOZED,
            snoozed_until__lte=Now(),
        ).first()
        if standing is None or conversation is None:
            return False
        wake_locked(conversation, standing=standing, by=system(seen.workspace_id, via=Via.SCHEDULE))
    return True


def wake_locked(conversation: Conversation, *, standing: Standing, by: Actor) -> Conversation:
    """Open a snoozed conversation whose contact is locked."""
    conversation.status, conversation.snoozed_until = ConversationStatus.OPEN, None
    conversation.save(update_fields=["status", "snoozed_until"])
    note_conversation(conversation, standing=standing)
    record([Happening(ConversationWoken(), conversation.contact_id, conversation.id)], by=by)
    return conversation
