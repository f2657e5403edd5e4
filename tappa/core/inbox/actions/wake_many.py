"""A snooze of many conversations is taken back as one batch: each is as it was, unless something came after (S7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from django.db import transaction

from tappa.core.activity.actor import Actor, Cause, Via
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.actions.snooze_many import Slept
from tappa.core.inbox.actions.wake import wake_locked
from tappa.core.inbox.chosen import require_few
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.queries import unclosed_conversation
from tappa.kernel.errors import NotFound


def wake_conversations(
    slept: Sequence[tuple[Contact, Slept]], *, until: datetime, by: Actor
) -> list[Conversation]:
    """Undo `snooze_conversations`, which let them sleep until then. Returns those that slept so still.

    Raises Invalid for more than a list shows at once.
    """
    require_few(slept)
    by = replace(by, via=Via.BULK, cause=Cause.UNDO).in_batch()
    with transaction.atomic():
        woken = [_wake(*each, until, by) for each in sorted(slept, key=lambda each: each[0].id)]
    return [conversation for conversation in woken if conversation is not None]


def _wake(contact: Contact, slept: Slept, until: datetime, by: Actor) -> Conversation | None:
    try:
        standing = lock_standing(contact)
    except NotFound:
        return None
    conversation = unclosed_conversation(contact)
    if conversation is None or (conversation.id, conversation.snoozed_until) != (
        slept.conversation_id,
        until,
    ):
        return None
    if slept.before is not None and slept.before > datetime.now(UTC):
        return snooze_conversation(contact, until=slept.before, by=by)
    return wake_locked(conversation, standing=standing, by=by)
