"""The conversations that somebody chose in a list sleep until a time, as one batch (I5, S7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from tappa.core.activity.actor import Actor, Via
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.chosen import require_few
from tappa.core.inbox.queries import unclosed_conversation


@dataclass(frozen=True, slots=True)
class Slept:
    """A conversation that was put to sleep, and until when it slept before; None when it was open."""

    conversation_id: int
    before: datetime | None


def snooze_conversations(contacts: Sequence[Contact], *, until: datetime, by: Actor) -> list[Slept]:
    """Let the conversations of these contacts sleep, all or none. Returns those that did not sleep until then before; a
    contact without an unclosed conversation is left alone.

    Raises Invalid for more than a list shows at once, and for a time that is not ahead or more than a year.
    """
    require_few(contacts)
    by = replace(by, via=Via.BULK).in_batch()
    with transaction.atomic():
        slept = [_snooze(contact, until, by) for contact in sorted(contacts, key=lambda each: each.id)]
    return [each for each in slept if each is not None]


def _snooze(contact: Contact, until: datetime, by: Actor) -> Slept | None:
    lock_standing(contact)
    conversation = unclosed_conversation(contact)
    if conversation is None or conversation.snoozed_until == until:
        return None
    snooze_conversation(contact, until=until, by=by)
    return Slept(conversation.id, conversation.snoozed_until)
