"""Questions of the website chat: which chat, who the visitor is there, and what they may read.

A visitor reads messages and nothing else: what the team does and says among itself is never asked for here (E2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member
from tappa.core.activity.actor import By
from tappa.core.inbox.models import Channel, ContactChannel, Message
from tappa.core.inbox.rules import WEBSITE_CHAT, Traffic
from tappa.kernel.errors import NotFound
from tappa.kernel.fixed import Fixed

AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message as the visitor sees it. `name` is the first name of the member who wrote it, "" for nobody's;
    `channel_message_id` has been made by the visitor's page where the message is their own."""

    id: int
    is_own: bool
    channel_message_id: str
    body: dict[str, Any]
    text: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChatStretch:
    """Messages in their order. `older`: there are more before the first of them."""

    messages: tuple[ChatMessage, ...]
    older: bool


def hosted_path(channel: Channel) -> str:
    """Where a website chat's own page stands, from the installation's root."""
    return f"/chat/{channel.public_id}"


def hosted_link(channel: Channel) -> str:
    """The same as a whole link for others, where the installation knows its own address."""
    return f"{settings.PUBLIC_URL}{hosted_path(channel)}"


_FIRST: Final = Fixed(lambda workspace_id: website_chats(workspace_id)[:1], workspace_id=-1)


def first_website_chat(workspace_id: int) -> Channel | None:
    """The first one, None where there is none."""
    return _FIRST.first(workspace_id=workspace_id)


def website_chats(workspace_id: int) -> "QuerySet[Channel]":
    """The workspace's website chats, the first one first."""
    return Channel.objects.filter(
        workspace_id=workspace_id, kind=WEBSITE_CHAT, removed_at=None, public_id__isnull=False
    ).order_by("id")


def chat_by_public_id(public_id: str) -> Channel:
    """The website chat with this address, with its workspace. Raises NotFound."""
    chats = Channel.objects.select_related("workspace").filter(kind=WEBSITE_CHAT, removed_at=None)
    channel = chats.filter(public_id=public_id).first()
    if channel is None:
        raise NotFound(_("There is no chat at this address."))
    return channel


def visitor_address(channel: Channel, visitor: str) -> ContactChannel | None:
    """Who the visitor is, with the contact; None before they have written, and after that contact was deleted."""
    addresses = ContactChannel.objects.select_related("contact").filter(contact__deleted_at=None)
    return addresses.filter(
        workspace_id=channel.workspace_id, channel_id=channel.id, external_id=visitor
    ).first()


def read_chat(address: ContactChannel, *, before: int | None = None, most: int = AT_ONCE) -> ChatStretch:
    """The newest messages between a visitor and the team, or those before the message with the id `before`."""
    messages = Message.objects.filter(
        workspace_id=address.workspace_id, contact_id=address.contact_id, channel_id=address.channel_id
    )
    if before is not None:
        messages = messages.filter(id__lt=before)
    newest_first = list(messages.order_by("-id")[: most + 1])
    shown = newest_first[:most][::-1]
    names = _first_names(address.workspace_id, shown)
    return ChatStretch(
        messages=tuple(_as_seen(message, names) for message in shown), older=len(newest_first) > most
    )


def _as_seen(message: Message, names: dict[int, str]) -> ChatMessage:
    is_members = message.by_kind == By.MEMBER and message.by_id is not None
    return ChatMessage(
        id=message.id,
        is_own=message.traffic == Traffic.INCOMING,
        channel_message_id=message.channel_message_id or "",
        body=message.body,
        text=message.text,
        name=names.get(message.by_id or 0, "") if is_members else "",
        at=message.happened_at,
    )


def _first_names(workspace_id: int, messages: Sequence[Message]) -> dict[int, str]:
    """The first names of the members who wrote these."""
    ids = {message.by_id for message in messages if message.by_kind == By.MEMBER and message.by_id}
    if not ids:
        return {}
    members = Member.objects.filter(workspace_id=workspace_id, id__in=ids)
    return {
        number: name.split()[0] for number, name in members.values_list("id", "user__name") if name.split()
    }
