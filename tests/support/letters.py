"""What a bridge posts."""

from dataclasses import dataclass
from typing import Any

from tappa.core.inbox.models import Channel

ADDRESS = "/custom/channel/webhook/"


def said(message_id: str, words: str = "Buongiorno", **changes: Any) -> dict[str, Any]:
    """An event: the contact wrote."""
    event = {"type": "message", "mId": message_id, "timestamp": 1_790_000_000_000}
    return event | {"message": {"type": "text", "text": words}} | changes


@dataclass(frozen=True)
class Letters:
    """Posts for one channel: call it with events, or with none for a plain first message."""

    channel: Channel

    def __call__(
        self, *events: dict[str, Any], contact_id: str = "+393331234567", **more: Any
    ) -> dict[str, Any]:
        """The body of a post."""
        told = list(events) or [said("m1")]
        return {"channelId": self.channel.id, "contactId": contact_id, "events": told, **more}
