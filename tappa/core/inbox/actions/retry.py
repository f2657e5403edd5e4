"""A message that failed is sent once more, by hand."""

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.bell import Bell, ring
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.facts import MessageStatusChanged
from tappa.core.inbox.models import Delivery, Message, MessageStatus
from tappa.core.inbox.rules import DeliveryState, Status
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Conflict


def retry_message(message: Message, *, by: Actor) -> None:
    """Put a failed message back into its contact's line, at its old place. Raises Conflict when it has not failed."""
    with transaction.atomic():
        failed = Delivery.objects.filter(
            workspace_id=message.workspace_id, message=message, state=DeliveryState.FAILED
        )
        queued = failed.update(
            state=DeliveryState.QUEUED, attempts=0, leased_until=None, next_attempt_at=ClockTimestamp()
        )
        if not queued:
            raise Conflict(_("Only a message that failed can be sent again."), field="messageId")
        ring(Bell.DELIVERIES)
        MessageStatus.objects.create(workspace_id=message.workspace_id, message=message, value=Status.PENDING)
        fact = MessageStatusChanged(message_id=message.id, status=Status.PENDING)
        record([Happening(fact, message.contact_id, message.conversation_id)], by=by)
