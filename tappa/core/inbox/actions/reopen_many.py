"""A closing of many conversations is taken back as one batch; what came after it is left alone (S7)."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from tappa.core.activity.actor import Actor, Via
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.reopen import reopen_conversation
from tappa.core.inbox.chosen import require_few
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.queries import unclosed_conversation
from tappa.kernel.errors import Conflict, NotFound


def reopen_conversations(closed: Mapping[int, Contact], *, by: Actor) -> list[Conversation]:
    """Open these conversations again, given by id with their contacts. Returns those that were closed still, recently, and
    the contact's latest.

    Raises Invalid for more than a list shows at once.
    """
    require_few(list(closed))
    by = replace(by, via=Via.BULK).in_batch()
    in_order = sorted(closed.items(), key=lambda item: item[1].id)
    with transaction.atomic():
        reopened = [_reopen(id_, contact, by) for id_, contact in in_order]
    return [conversation for conversation in reopened if conversation is not None]


def _reopen(conversation_id: int, contact: Contact, by: Actor) -> Conversation | None:
    if unclosed_conversation(contact) is not None:
        return None
    try:
        return reopen_conversation(contact, conversation_id=conversation_id, by=by)
    except (Conflict, NotFound):
        return None
