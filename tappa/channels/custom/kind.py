"""The custom channel as the house sees it."""

from collections.abc import Mapping
from typing import Any

from tappa.channels.custom.parse import read_post
from tappa.channels.custom.send import send
from tappa.channels.custom.settings import read_settings
from tappa.channels.port import NotSent, PostOut, Sent
from tappa.core.inbox.arrivals import Batch
from tappa.core.inbox.models import Channel
from tappa.core.inbox.sql_delivery import Parcel


class CustomChannel:
    """Any messaging provider, joined by a bridge that follows docs/channels.md."""

    name = "custom"
    source = "custom_channel"
    carries = frozenset({"text", "attachment", "quick_reply", "custom_payload"})

    def read_settings(self, given: Mapping[str, object]) -> dict[str, Any]:
        """See settings.py."""
        return read_settings(given)

    def read_post(self, channel: Channel, body: bytes) -> Batch:
        """See parse.py."""
        return read_post(channel, body)

    def send(self, parcel: Parcel, *, token: str, post_out: PostOut) -> Sent | NotSent:
        """See send.py."""
        return send(parcel, token=token, post_out=post_out)
