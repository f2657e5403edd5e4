"""Somebody writes through a custom channel, and is answered: without HTTP in, for tests of what goes out."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from tappa.channels.custom.settings import read_settings
from tappa.channels.letterbox import understand
from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor, Via, system
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Channel, Delivery, Message, MessageStatus


@dataclass(frozen=True)
class Correspondence:
    """A custom channel that calls people by ids of its own, with its token."""

    workspace: Workspace
    channel: Channel
    token: str

    @property
    def by(self) -> Actor:
        """The system of this workspace."""
        return system(self.workspace.id, via=Via.API)

    def contact(self, name: str = "") -> Contact:
        """Somebody who has just written for the first time."""
        name = name or f"c{secrets.token_hex(6)}"
        event = {
            "type": "message",
            "mId": f"in-{name}",
            "timestamp": 0,
            "message": {"type": "text", "text": "Ciao"},
        }
        post = {"channelId": self.channel.id, "contactId": name, "events": [event]}
        received = understand(self.channel, json.dumps(post).encode())
        assert received.contact_id is not None
        return Contact.objects.get(workspace=self.workspace, id=received.contact_id)

    def answer(self, contact: Contact, words: str = "Buongiorno") -> Message:
        """A reply, queued."""
        return reply(contact, {"type": "text", "text": words}, text=words, by=self.by)


def correspond(workspace: Workspace, outbound_url: str) -> Correspondence:
    """A channel of the workspace whose bridge stands there."""
    settings: dict[str, Any] = read_settings({"contact_id": "custom", "outbound_url": outbound_url})
    issued = create_channel(workspace, kind="custom", name="Bridge", settings=settings)
    return Correspondence(workspace, issued.channel, issued.token)


def statuses(message: Message) -> list[tuple[str, str]]:
    """The steps of a message with their reasons, in order."""
    rows = MessageStatus.objects.filter(workspace_id=message.workspace_id, message=message).order_by("id")
    return list(rows.values_list("value", "reason"))


def delivery_of(message: Message) -> Delivery:
    """Its delivery, fresh from the database."""
    return Delivery.objects.get(workspace_id=message.workspace_id, message=message)
