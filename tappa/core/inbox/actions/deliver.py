"""Messages on their way out: taken from the line, and what became of each.

The worker leases deliveries, sends them outside any transaction, and reports here. A worker that dies says nothing:
its leases run out, and another sends again under the same message id.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from tappa.core.activity.actor import Via, system
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.actions.create_channel import channel_token
from tappa.core.inbox.facts import MessageStatusChanged
from tappa.core.inbox.models import Channel, Delivery, Message, MessageStatus
from tappa.core.inbox.retry_rules import fit_reason, seconds_to_wait
from tappa.core.inbox.rules import DeliveryState, Status
from tappa.core.inbox.sql_delivery import LEASE_SECONDS, Parcel, lease


def lease_deliveries(
    *, most: int, per_channel: int, busy: Collection[int] = (), seconds: float = LEASE_SECONDS
) -> list[Parcel]:
    """Take up to `most` deliveries that are due, `per_channel` of one channel, none of the channels in `busy`.

    Of one contact only the oldest that is still queued is ever taken: messages arrive in the order they were written.
    """
    return lease(most=most, per_channel=per_channel, busy=busy, seconds=seconds)


def parcel_token(parcel: Parcel) -> str:
    """The token of the parcel's channel, in the clear, to be sent to the channel's own provider."""
    return channel_token(Channel(token_sealed=parcel.token_sealed))


def delivery_sent(parcel: Parcel, *, channel_message_id: str | None, note: str = "") -> bool:
    """The provider took the message. False when somebody else had settled this delivery before."""
    with transaction.atomic():
        queued = _delivery(parcel)
        if not queued.update(state=DeliveryState.SENT, leased_until=None):
            return False
        if channel_message_id and not _name(parcel, channel_message_id):
            note = f"The channel told a message {channel_message_id} before."
        _tell(parcel, Status.SENT, note)
    return True


def delivery_failed(
    parcel: Parcel, *, reason: str, final: bool, retry_after: float | None = None
) -> float | None:
    """The provider did not take it, or did not answer: try again later, or give up when `final` or out of attempts.

    Returns the seconds until the next attempt, None when there is none. A report that comes after the lease has run
    out and the delivery has gone to another worker changes nothing.
    """
    wait = None if final else seconds_to_wait(parcel.attempt, asked=retry_after)
    with transaction.atomic():
        held = _delivery(parcel).filter(attempts=parcel.attempt)
        if wait is None:
            if held.update(state=DeliveryState.FAILED, leased_until=None):
                _tell(parcel, Status.FAILED, reason)
        elif held.update(leased_until=None, next_attempt_at=Now() + timedelta(seconds=wait)):
            _tell(parcel, Status.PENDING, reason)  # whoever looks at it sees why it takes longer
            _hold_back(parcel, wait)
    return wait


def _delivery(parcel: Parcel) -> "QuerySet[Delivery]":
    """The parcel's delivery, as long as nobody has settled it."""
    return Delivery.objects.filter(
        workspace_id=parcel.workspace_id, id=parcel.delivery_id, state=DeliveryState.QUEUED
    )


def _hold_back(parcel: Parcel, seconds: float) -> None:
    """Let those behind it in the contact's line come due with it: left due, ten thousand of them behind a bridge that is
    down were looked at with every lease, which then took a tenth of a second and more."""
    then = Now() + timedelta(seconds=seconds)
    behind = Delivery.objects.filter(
        workspace_id=parcel.workspace_id, contact_id=parcel.contact_id, state=DeliveryState.QUEUED
    )
    behind.filter(id__gt=parcel.delivery_id, next_attempt_at__lt=then).update(next_attempt_at=then)


def _name(parcel: Parcel, channel_message_id: str) -> bool:
    """Give the message its provider's id; False when the channel told of another message under it, such as an echo of
    this one that overtook the provider's answer to us."""
    try:
        with transaction.atomic():
            Message.objects.filter(workspace_id=parcel.workspace_id, id=parcel.message_id).update(
                channel_message_id=channel_message_id
            )
    except IntegrityError:
        return False
    return True


def _tell(parcel: Parcel, status: Status, reason: str) -> None:
    """A status, noted and recorded: another one, or the same for another reason."""
    MessageStatus.objects.create(
        workspace_id=parcel.workspace_id,
        message_id=parcel.message_id,
        value=status,
        reason=fit_reason(reason),
    )
    fact = MessageStatusChanged(message_id=parcel.message_id, status=status)
    by = system(parcel.workspace_id, via=Via.INBOUND)
    record([Happening(fact, parcel.contact_id, parcel.conversation_id)], by=by)
