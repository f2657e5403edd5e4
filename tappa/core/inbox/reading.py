"""Questions before a member reads a conversation, and before they write: what is new to them, and by which way."""

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel, Conversation, Message
from tappa.core.inbox.models_team import ConversationRead, Draft
from tappa.core.inbox.queries import all_addresses_of, channels_of
from tappa.core.inbox.rules import ContactIdKind, Traffic
from tappa.kernel.errors import NotFound


def first_unread(contact: Contact, *, member: Member) -> int | None:
    """The id of the first message that is new to the member: after both our last answer and what they have read."""
    conversation = contact.standing.conversation_id
    if conversation is None or contact.standing.waiting_since is None:
        return None
    said = Message.objects.filter(
        workspace_id=contact.workspace_id, contact=contact, conversation_id=conversation
    )
    read = ConversationRead.objects.filter(
        workspace_id=contact.workspace_id, conversation_id=conversation, member=member
    )
    known = max(
        read.aggregate(last=Coalesce(Max("last_message_id"), 0))["last"],
        said.filter(traffic=Traffic.OUTGOING).aggregate(last=Coalesce(Max("id"), 0))["last"],
    )
    unread = said.filter(traffic=Traffic.INCOMING, id__gt=known)
    return unread.order_by("id").values_list("id", flat=True).first()


def drafts_of(contact: Contact, *, member: Member) -> dict[str, str]:
    """What the member has begun to write, by kind (rules.Writing)."""
    drafts = Draft.objects.filter(workspace_id=contact.workspace_id, contact=contact, member=member)
    return dict(drafts.values_list("kind", "text"))


def channels_to(contact: Contact) -> list[Channel]:
    """The connected channels by which a contact can be reached, the one last used first."""
    known = {
        address.channel_id: address
        for address in all_addresses_of(contact)
        if address.channel.removed_at is None
    }
    by_phone = Q(settings__contact_id=ContactIdKind.PHONE)
    reached = Q(id__in=known) | by_phone if contact.phone else Q(id__in=known)
    last = contact.standing.last_channel_id

    def recency(channel: Channel) -> tuple[bool, float, int]:
        address = known.get(channel.id)
        at = address.last_message_at if address else None
        return channel.id == last, at.timestamp() if at else 0.0, -channel.id

    return sorted(channels_of(contact.workspace_id).filter(reached), key=recency, reverse=True)


def last_channel(contact: Contact) -> Channel | None:
    """The channel of the contact's last message, also one that has been removed since; None without any."""
    last = contact.standing.last_channel_id
    return Channel.objects.filter(workspace_id=contact.workspace_id, id=last).first() if last else None


def conversation_contact_id(workspace_id: int, conversation_id: int) -> int:
    """Whose conversation it is. Raises NotFound. Whether the asker may see the contact is another question."""
    found = Conversation.objects.filter(workspace_id=workspace_id, id=conversation_id)
    contact_id = found.values_list("contact_id", flat=True).first()
    if contact_id is None:
        raise NotFound("", field="conversation")
    return contact_id
