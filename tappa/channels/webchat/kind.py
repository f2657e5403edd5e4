"""The website chat as the house sees it."""

from collections.abc import Mapping
from typing import Any

from tappa.channels.port import NotSent, PostOut, Sent
from tappa.channels.webchat.parse import read_post
from tappa.channels.webchat.settings import read_settings
from tappa.core.inbox.arrivals import Batch
from tappa.core.inbox.models import Channel
from tappa.core.inbox.rules import WEBSITE_CHAT
from tappa.core.inbox.sql_delivery import Parcel


class WebsiteChat:
    """The page under /chat/. What visitors write there is posted to ourselves, in the shape of parse.py."""

    name = WEBSITE_CHAT
    source = "website_chat"
    carries = frozenset({"text", "attachment"})

    def read_settings(self, given: Mapping[str, object]) -> dict[str, Any]:
        """See settings.py."""
        return read_settings(given)

    def read_post(self, channel: Channel, body: bytes) -> Batch:
        """See parse.py."""
        return read_post(channel, body)

    def send(self, parcel: Parcel, *, token: str, post_out: PostOut) -> Sent | NotSent:  # noqa: ARG002  nobody is posted to
        """What is stored is sent: the visitor's page reads it from here, now or when they come back."""
        return Sent(None)
