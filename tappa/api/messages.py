"""Messages with a contact: send one, read them."""

from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from tappa.api.calls import Call
from tappa.api.message_shapes import AnyMessage, read_text
from tappa.api.paging import Page, page, read_place
from tappa.api.registry import endpoint
from tappa.api.shapes import Id, Seconds, seconds
from tappa.api.spelling import Shape
from tappa.channels.registry import carries, kind_of
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.queries import find_contact
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.retry import retry_message
from tappa.core.inbox.models import Channel
from tappa.core.inbox.models import Message as StoredMessage
from tappa.core.inbox.queries import channel_by_id, message_by_id, messages_of
from tappa.core.inbox.rules import Status, Traffic
from tappa.kernel.errors import Invalid
from tappa.kernel.pages import read_page


class NewMessage(Shape):
    """A message to send. Without `channelId` it goes out through the channel last used."""

    message: AnyMessage
    channel_id: Id | None = None


class MessageId(Shape):
    """The message that was taken to be sent."""

    message_id: Id


class StatusStep(Shape, omit_defaults=True):
    """A step on the way of an outgoing message. `message` is the reason of a failure."""

    value: Status
    timestamp: Seconds
    message: str | None = None


class Message(Shape):
    """A message. `channelMessageId` is the provider's id, null until it is known."""

    message_id: Id
    channel_message_id: str | None
    contact_id: Id
    channel_id: Id
    traffic: Traffic
    message: dict[str, Any]
    status: list[StatusStep]


@endpoint("POST", "contact/{identifier}/message", scope=Scope.MESSAGES_WRITE, refusals=(404,))
def send(call: Call[NewMessage]) -> MessageId:
    """Send a message to a contact.

    It is stored and carried to the channel at once; how it fared stands in its `status`. A conversation is opened
    when there is none. 400 when the channel cannot carry this type of message, or cannot reach the contact.
    """
    contact = find_contact(call.workspace_id, call.identifier)
    wanted = call.body
    channel = channel_by_id(call.workspace_id, wanted.channel_id) if wanted.channel_id else None
    text = read_text(wanted.message)
    body = msgspec.to_builtins(wanted.message)
    with transaction.atomic():
        message = reply(contact, body, text=text, channel=channel, by=call.actor)
        _refuse_what_is_not_carried(message.channel, body["type"])
    return MessageId(message_id=message.id)


@endpoint("GET", "contact/{identifier}/message/list", scope=Scope.MESSAGES_READ, refusals=(404,))
def list_all(call: Call[None]) -> Page[Message]:
    """The messages with a contact, newest first."""
    contact = find_contact(call.workspace_id, call.identifier)
    place = read_place(call.query)
    return page(
        read_page(messages_of(contact), place, newest_first=True),
        place=place,
        address=call.address,
        id_of=lambda message: message.id,
        shape=_shape,
    )


@endpoint("GET", "contact/{identifier}/message/{messageId}", scope=Scope.MESSAGES_READ, refusals=(404,))
def show(call: Call[None]) -> Message:
    """One message with a contact."""
    contact = find_contact(call.workspace_id, call.identifier)
    return _shape(message_by_id(contact, call.id_in_path("messageId")))


@endpoint(
    "POST", "contact/{identifier}/message/{messageId}/retry", scope=Scope.MESSAGES_WRITE, refusals=(404, 409)
)
def retry(call: Call[None]) -> MessageId:
    """Send a message once more that has failed, under the same id. 409 when it has not failed."""
    contact = find_contact(call.workspace_id, call.identifier)
    message = message_by_id(contact, call.id_in_path("messageId"))
    retry_message(message, by=call.actor)
    return MessageId(message_id=message.id)


def _refuse_what_is_not_carried(channel: Channel, message_type: str) -> None:
    """Asked after the channel is chosen, within the transaction that the refusal undoes."""
    if not carries(channel.kind, message_type):
        able = ", ".join(sorted(kind_of(channel.kind).carries))
        raise Invalid(
            _("message.type: the channel %(channel)s cannot carry %(type)s, only %(able)s.")
            % {"channel": channel.name, "type": message_type, "able": able},
            field="message.type",
        )


def _shape(message: StoredMessage) -> Message:
    steps = sorted(message.statuses.all(), key=lambda step: step.id)
    return Message(
        message_id=message.id,
        channel_message_id=message.channel_message_id,
        contact_id=message.contact_id,
        channel_id=message.channel_id,
        traffic=Traffic(message.traffic),
        message=message.body,
        status=[
            StatusStep(
                value=Status(step.value), timestamp=seconds(step.happened_at), message=step.reason or None
            )
            for step in steps
        ],
    )
