"""What whoever reads a timeline has read already, and what a timeline reads of messages, comments and events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tappa.core.contacts.models import Standing
from tappa.core.contacts.moves import Move
from tappa.core.inbox.queries import PastConversation


class EventRow(NamedTuple):
    """An Event; `told` is its fact as JSON."""

    id: int
    kind: str
    conversation_id: int | None
    by_kind: str
    by_id: int | None
    via: str
    cause: str | None
    happened_at: datetime
    told: str


class MessageRow(NamedTuple):
    """A Message; `told` is its body as JSON, `steps` are its statuses in their order, each with its reason behind a space."""

    id: int
    traffic: str
    text: str
    channel_id: int
    client_id: UUID | None
    told: str
    steps: list[str]


class CommentRow(NamedTuple):
    """A Comment; `mentions` are the members it calls."""

    id: int
    client_id: UUID | None
    text: str
    mentions: list[int]


@dataclass(frozen=True, slots=True)
class Known:
    """What need not be asked for, because it was read a moment ago: the contact's standing, the ids of the stages that are
    open, every channel as kind and name by its id, each None where it is not known; and of names, moves and
    conversations those that are known, by id."""

    standing: Standing | None = None
    stages: frozenset[int] | None = None
    channels: Mapping[int, tuple[str, str]] | None = None
    members: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    moves: Mapping[int, Move] = field(default_factory=dict)
    conversations: Mapping[int, PastConversation] = field(default_factory=dict)


NOTHING = Known()
