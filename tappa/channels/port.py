"""What a kind of channel is: everything the house asks of one, and all it may know of one.

A kind stands in a folder of its own, joins `registry.py`, and is found by its name ("custom"). It reads its settings,
reads what its provider posts, and sends what a member wrote. It stores nothing: the inbox does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tappa.core.inbox.arrivals import Batch
from tappa.core.inbox.models import Channel
from tappa.core.inbox.sql_delivery import Parcel
from tappa.kernel.outbound import Answer


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it. `channel_message_id` is its id there, None when it named none; `note` says so."""

    channel_message_id: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """The provider did not take it, or we cannot know. `final`: the same message would be refused again.

    `retry_after` is what the provider asked us to wait, in seconds.
    """

    reason: str
    final: bool
    retry_after: float | None = None


# (url, body, headers) → the answer. Raises outbound.Unreachable. The worker gives the real one.
PostOut = Callable[[str, bytes, Mapping[str, str]], Answer]


class ChannelKind(Protocol):
    """A kind of channel. One object of it serves all channels of the kind and holds no state."""

    @property
    def name(self) -> str:
        """The word in the table and on the command line: "custom"."""

    @property
    def source(self) -> str:
        """The word of the developer API: "custom_channel"."""

    @property
    def carries(self) -> frozenset[str]:
        """The types of message that can go out through it: "text", "attachment", …"""

    def read_settings(self, given: Mapping[str, object]) -> dict[str, Any]:
        """The settings as they are stored, from what a person gave. Raises Invalid naming the setting."""

    def read_post(self, channel: Channel, body: bytes) -> Batch:
        """Understand what was posted to us. Raises Invalid naming the field; anything else it raises is a bug."""

    def send(self, parcel: Parcel, *, token: str, post_out: PostOut) -> Sent | NotSent:
        """Hand a message to the provider, once. Whether to try again is not decided here."""
