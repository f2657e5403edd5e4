"""What the visitor of a website chat has on the screen has arrived: the page needs no provider to tell us."""

from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from tappa.core.activity.actor import Actor
from tappa.core.activity.bell import Bell, ring
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.inbox.facts import MessageStatusChanged
from tappa.core.inbox.models import ContactChannel, Delivery, Message, MessageStatus
from tappa.core.inbox.rules import DeliveryState, Status, Traffic

AT_ONCE: Final = 200
# A message that was read was delivered, too: it is not said again.
_SAID_BY: Final = {Status.DELIVERED: (Status.DELIVERED, Status.READ), Status.READ: (Status.READ,)}


def report_seen(address: ContactChannel, *, up_to: int, status: Status, by: Actor) -> int:
    """Note on the team's messages up to the id `up_to` that they were delivered to the visitor, or read by them.

    Returns on how many. One that still waits to be sent is sent: the visitor has it. Asking twice changes nothing.
    """
    if not _unsaid(address, up_to, status):  # the usual case takes no lock
        return 0
    with transaction.atomic():
        lock_standing(address.contact)
        messages = _unsaid(address, up_to, status)
        for message in reversed(messages):
            _note(message, _steps(message, status), by=by)
    return len(messages)


def _unsaid(address: ContactChannel, up_to: int, status: Status) -> list[Message]:
    """The team's last messages, as far as nobody has said this of them, newest first."""
    last = Message.objects.filter(
        workspace_id=address.workspace_id,
        contact_id=address.contact_id,
        channel_id=address.channel_id,
        traffic=Traffic.OUTGOING,
        id__lte=up_to,
    )
    last_ids = list(last.order_by("-id").values_list("id", flat=True)[:AT_ONCE])
    said = MessageStatus.objects.filter(
        workspace_id=address.workspace_id, message_id=OuterRef("id"), value__in=_SAID_BY[status]
    )
    unsaid = Message.objects.filter(workspace_id=address.workspace_id, id__in=last_ids).exclude(Exists(said))
    return list(unsaid.order_by("-id"))


def _steps(message: Message, status: Status) -> list[Status]:
    """The steps to note: "sent" first where the worker has not come to it."""
    waiting = Delivery.objects.filter(
        workspace_id=message.workspace_id, message=message, state=DeliveryState.QUEUED
    )
    was_waiting = waiting.update(state=DeliveryState.SENT, leased_until=None)
    if not was_waiting:
        return [status]
    ring(Bell.DELIVERIES)  # what was behind it is next
    return [Status.SENT, status]


def _note(message: Message, steps: list[Status], *, by: Actor) -> None:
    for step in steps:
        MessageStatus.objects.create(workspace_id=message.workspace_id, message=message, value=step)
        fact = MessageStatusChanged(message_id=message.id, status=step)
        record([Happening(fact, message.contact_id, message.conversation_id)], by=by)
