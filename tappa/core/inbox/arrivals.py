"""What a channel brings, in the words of the core: each kind of channel translates its provider's into these."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.rules import Status, Traffic


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: their id on the channel, and what the provider tells of them.

    `details` fill what we do not know yet of a new contact; they never overwrite what stands there.
    """

    external_id: str
    details: ContactDetails = field(default_factory=ContactDetails)


@dataclass(frozen=True, slots=True)
class ArrivedMessage:
    """A message: incoming, or outgoing when the workspace sent it elsewhere (an echo).

    `channel_message_id` is the provider's id; `body` is as the API shows it; `text` what is read of it.
    """

    channel_message_id: str
    happened_at: datetime
    body: dict[str, Any]
    text: str
    traffic: Traffic = Traffic.INCOMING


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How an outgoing message fared."""

    channel_message_id: str
    status: Status
    happened_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one post brings about one person: taken whole or not at all."""

    sender: Sender
    arrivals: Sequence[ArrivedMessage | StatusReport]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a batch. `unmatched` are the ids of reports on messages that we do not know (yet): a provider may
    report "delivered" before its own answer to our post has reached us. No contact: only such reports, from a stranger."""

    contact_id: int | None
    message_ids: tuple[int, ...]
    unmatched: tuple[str, ...]
