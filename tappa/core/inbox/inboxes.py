"""Which conversations a list shows: an inbox, a filter, an order. Plain values that doors build from addresses."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from tappa.core.contacts.filters.terms import Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.inbox.rules import ConversationStatus


@dataclass(frozen=True, slots=True)
class All:
    """Everything that the member may see."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What is assigned to the member."""


@dataclass(frozen=True, slots=True)
class Unassigned:
    """What is assigned to nobody."""


@dataclass(frozen=True, slots=True)
class AtStage:
    """The inbox of one lifecycle stage."""

    stage_id: int


@dataclass(frozen=True, slots=True)
class OfTeam:
    """What the members of a team have."""

    team_id: int


@dataclass(frozen=True, slots=True)
class Filtered:
    """A custom inbox: the conversations of contacts that a filter takes, read in a zone at a moment."""

    wanted: Filter
    reading: Reading


Inbox: TypeAlias = All | Mine | Unassigned | AtStage | OfTeam | Filtered


class Sort(StrEnum):
    """The orders of a list (I3). Newest and oldest go by the last message."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LONGEST_WAITING = "longest_waiting"  # those who owe us an answer, or nobody, come after those we owe one
    LONGEST_OPEN = "longest_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFilter:
    """What to keep of an inbox. Empty tuples keep all; within one tuple any of its values will do.

    `stages` holds ids, and None for no stage; `assignees` holds ids of members, and None for nobody. `unreplied` keeps
    those we owe an answer. `channels` are those of the last message. `search` looks into name, e-mail and phone.
    """

    status: ConversationStatus = ConversationStatus.OPEN
    stages: tuple[int | None, ...] = ()
    assignees: tuple[int | None, ...] = ()
    channels: tuple[int, ...] = ()
    unreplied: bool = False
    search: str = ""


EVERY_OPEN: Final = ConversationFilter()
