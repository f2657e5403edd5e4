"""The workspace answers: the message is stored with its delivery, and the worker carries it to the channel."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member
from tappa.core.activity.actor import Actor, By
from tappa.core.activity.bell import Bell, ring
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.actions.assign import assign_locked
from tappa.core.inbox.actions.note_conversation import note_conversation
from tappa.core.inbox.actions.open import begin_conversation
from tappa.core.inbox.facts import MessageSent
from tappa.core.inbox.models import Channel, ContactChannel, Conversation, Delivery, Message, MessageStatus
from tappa.core.inbox.queries import unclosed_conversation
from tappa.core.inbox.rules import ContactIdKind, Status, Traffic
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Conflict, Invalid


def reply(
    contact: Contact,
    body: dict[str, Any],
    *,
    text: str,
    channel: Channel | None = None,
    client_id: UUID | None = None,
    by: Actor,
) -> Message:
    """Send a message to a contact through a channel, or through the one last used.

    `body` is the message as the API shows it, already found fit for the channel; `text` is what is read of it. Opens
    a conversation when there is none, and gives an unassigned contact to the member who answers first (I5).

    `client_id` is made by who sends: the same message sent twice is stored once, and the second time returned as it
    stands. Raises Invalid when the contact cannot be reached that way, Conflict when the id went to another contact.
    """
    with transaction.atomic():
        standing = lock_standing(contact)
        if client_id is not None and (sent := _sent_before(contact, client_id)) is not None:
            return sent
        address = _address(contact, standing, channel)
        message = Message(
            workspace_id=contact.workspace_id,
            contact=contact,
            conversation=_conversation(contact, standing, by=by),
            channel_id=address.channel_id,
            traffic=Traffic.OUTGOING,
            client_id=client_id,
            body=body,
            text=text,
            by_kind=by.by,
            by_id=by.id,
            happened_at=ClockTimestamp(),
        )
        _send(message, standing=standing, address=address, by=by)
        if by.by == By.MEMBER and by.id is not None and standing.assignee_id is None:
            _take(contact, standing, Member.objects.get(workspace_id=contact.workspace_id, id=by.id), by=by)
    return message


def _take(contact: Contact, standing: Standing, member: Member, *, by: Actor) -> None:
    """Whoever answers first gets the contact. One who is in no team leaves it in the team that it waited in: whoever
    helps out there does not take it out of everybody else's sight."""
    if member.team_id is None:
        member.team_id = standing.team_id
    assign_locked(standing, contact, to=member, by=by)


def _sent_before(contact: Contact, client_id: UUID) -> Message | None:
    """The message that was sent under this id. Raises Conflict when it went to somebody else."""
    sent = Message.objects.filter(workspace_id=contact.workspace_id, client_id=client_id).first()
    if sent is not None and sent.contact_id != contact.id:
        raise Conflict(_("This message was sent to another contact already."), field="client_id")
    return sent


def _conversation(contact: Contact, standing: Standing, *, by: Actor) -> Conversation:
    return unclosed_conversation(contact) or begin_conversation(contact, standing=standing, by=by)


def _send(message: Message, *, standing: Standing, address: ContactChannel, by: Actor) -> None:
    """Store the message, what it changes around it, and its way out."""
    message.save()
    message.refresh_from_db(fields=["happened_at", "recorded_at"])
    workspace_id, at, conversation = message.workspace_id, message.happened_at, message.conversation
    MessageStatus.objects.create(
        workspace_id=workspace_id, message=message, value=Status.PENDING, happened_at=at
    )
    Delivery.objects.create(workspace_id=workspace_id, message=message, contact_id=message.contact_id)
    ring(Bell.DELIVERIES)
    conversation.last_message_at, conversation.waiting_since = at, None
    conversation.save(update_fields=["last_message_at", "waiting_since"])
    note_conversation(conversation, standing=standing)
    standing.last_outgoing_at, standing.last_channel_id = at, address.channel_id
    standing.save(update_fields=["last_outgoing_at", "last_channel_id"])
    address.last_message_at = at
    address.save(update_fields=["last_message_at"])
    fact = MessageSent(message_id=message.id, channel_id=address.channel_id, echo=False)
    record([Happening(fact, message.contact_id, conversation.id)], by=by, happened_at=at)


def _address(contact: Contact, standing: Standing, channel: Channel | None) -> ContactChannel:
    """What the contact is called on the channel: the given one, else the one last used."""
    addresses = ContactChannel.objects.filter(
        workspace_id=contact.workspace_id, contact=contact, channel__removed_at=None
    )
    if channel is None:
        newest_first = addresses.order_by("-last_message_at", "-id")
        last_used = [address for address in newest_first if address.channel_id == standing.last_channel_id]
        address = next(iter([*last_used, *newest_first]), None)
        if address is None:
            raise Invalid(
                _("This contact has no channel yet: name one by channelId, or wait until they write."),
                field="channelId",
            )
        return address
    address = addresses.filter(channel=channel).first()
    if address is None and contact.phone and channel.settings.get("contact_id") == ContactIdKind.PHONE:
        return _first_address(contact, channel)
    if address is None:
        raise Invalid(
            _(
                "This contact cannot be reached through the channel %(channel)s: they have never written there."
            )
            % {"channel": channel.name},
            field="channelId",
        )
    return address


def _first_address(contact: Contact, channel: Channel) -> ContactChannel:
    """A channel that goes by phones reaches whoever has one, unless that phone there is somebody else by now."""
    address, _made = ContactChannel.objects.get_or_create(
        workspace_id=contact.workspace_id,
        channel=channel,
        external_id=contact.phone,
        defaults={"contact": contact},
    )
    if address.contact_id == contact.id:
        return address
    if Contact.objects.filter(
        workspace_id=contact.workspace_id, id=address.contact_id, deleted_at=None
    ).exists():
        raise Invalid(
            _("On the channel %(channel)s the phone of this contact belongs to another contact.")
            % {"channel": channel.name},
            field="channelId",
        )
    address.contact = contact  # whose it was is deleted, and their phone is free again
    address.save(update_fields=["contact"])
    return address
