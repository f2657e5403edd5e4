"""The conversations that somebody chose in a list are closed, as one batch (I5, S7)."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from tappa.core.activity.actor import Actor, Via
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.chosen import require_few
from tappa.core.inbox.models import Conversation


def close_conversations(contacts: Sequence[Contact], *, by: Actor) -> list[Conversation]:
    """Close the conversations of these contacts, all or none. Returns those that were not closed before.

    Raises Invalid for more than a list shows at once.
    """
    require_few(contacts)
    by = replace(by, via=Via.BULK).in_batch()
    with transaction.atomic():
        # In this order everywhere, so that two who close at once wait for each other instead of for ever.
        closed = [
            close_conversation(contact, by=by) for contact in sorted(contacts, key=lambda each: each.id)
        ]
    return [conversation for conversation in closed if conversation is not None]
