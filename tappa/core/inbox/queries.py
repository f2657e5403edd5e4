"""Questions about channels, conversations and messages."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel, ContactChannel, Conversation, Message
from tappa.core.inbox.rules import ConversationStatus
from tappa.kernel.errors import NotFound
from tappa.kernel.fixed import Fixed
from tappa.kernel.secrets import fingerprint

_BY_TOKEN: Final = Fixed(
    lambda fingerprint: Channel.objects.select_related("workspace").filter(
        token_fingerprint=fingerprint, removed_at=None
    ),
    fingerprint=b"fingerprint",
)
_KINDS: Final = Fixed(
    lambda workspace_id: Channel.objects.filter(workspace_id=workspace_id).values_list("id", "kind", "name"),
    workspace_id=-1,
)


class PastConversation(NamedTuple):
    """A Conversation, as a list of them tells of it."""

    id: int
    status: str
    opened_at: datetime
    closed_at: datetime | None
    category: str
    summary: str


@lru_cache
def _latest(limit: int) -> Fixed[Conversation]:
    return Fixed(
        lambda workspace_id, contact_id: (
            Conversation.objects.filter(workspace_id=workspace_id, contact_id=contact_id)
            .order_by("-id")
            .values_list(*PastConversation._fields)[:limit]
        ),
        workspace_id=-1,
        contact_id=-2,
    )


_CONVERSATIONS: Final = Fixed(
    lambda workspace_id, ids: Conversation.objects.filter(
        workspace_id=workspace_id, id__any_of=ids
    ).values_list(*PastConversation._fields),
    workspace_id=-1,
    ids=[-2],
)


def channel_by_token(token: str) -> Channel | None:
    """The connected channel with this token, with its workspace; None for any other token."""
    return _BY_TOKEN.first(fingerprint=fingerprint(token))


def channel_by_id(workspace_id: int, channel_id: int) -> Channel:
    """A connected channel of the workspace. Raises NotFound."""
    channel = Channel.objects.filter(workspace_id=workspace_id, id=channel_id, removed_at=None).first()
    if channel is None:
        raise NotFound(
            _("This workspace has no channel with the id %(id)s.") % {"id": channel_id}, field="channelId"
        )
    return channel


def channels_of(workspace_id: int) -> "QuerySet[Channel]":
    """The workspace's connected channels."""
    return Channel.objects.filter(workspace_id=workspace_id, removed_at=None).order_by("id")


_CHANNELS: Final = Fixed(channels_of, workspace_id=-1)


def all_channels_of(workspace_id: int) -> list[Channel]:
    """All of them at once, as every look at an inbox needs them."""
    return _CHANNELS.all(workspace_id=workspace_id)


def channel_kinds(workspace_id: int) -> dict[int, tuple[str, str]]:
    """Kind and name of every channel by its id, of those that were disconnected too."""
    return {id_: (kind, name) for id_, kind, name in _KINDS.tuples(workspace_id=workspace_id)}


def conversations_of(contact: Contact) -> "QuerySet[Conversation]":
    """All conversations with a contact, the latest first."""
    return Conversation.objects.filter(workspace_id=contact.workspace_id, contact=contact).order_by("-id")


def latest_conversations_of(contact: Contact, *, limit: int) -> list[PastConversation]:
    """So many of them, the last one first."""
    rows = _latest(limit).tuples(workspace_id=contact.workspace_id, contact_id=contact.id)
    return list(map(PastConversation._make, rows))


def conversations_by_ids(workspace_id: int, ids: Collection[int]) -> list[PastConversation]:
    """These conversations, in no order; no question when none is wanted."""
    rows = _CONVERSATIONS.tuples(workspace_id=workspace_id, ids=sorted(ids)) if ids else []
    return list(map(PastConversation._make, rows))


def addresses_of(contact: Contact) -> "QuerySet[ContactChannel]":
    """The channels on which a contact is known, with what they are called there."""
    addresses = ContactChannel.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id)
    return addresses.select_related("channel").order_by("id")


def messages_of(contact: Contact) -> "QuerySet[Message]":
    """All messages with a contact, newest first, each with its statuses."""
    messages = Message.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    return messages.prefetch_related("statuses").order_by("-id")


def message_by_id(contact: Contact, message_id: int) -> Message:
    """One message with a contact. Raises NotFound, also for one with somebody else."""
    message = messages_of(contact).filter(id=message_id).first()
    if message is None:
        raise NotFound(
            _("This contact has no message with the id %(id)s.") % {"id": message_id}, field="messageId"
        )
    return message


def unclosed_conversation(contact: Contact) -> Conversation | None:
    """The contact's open or snoozed conversation. Certain only while the contact is locked (contacts/locks.py)."""
    conversations = Conversation.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id)
    return conversations.exclude(status=ConversationStatus.CLOSED).first()
