"""A person's life with the workspace: what was said, where they stood, when, and by whose hand.

Plain Python, no database: ids of members stand for colleagues, indexes stand for conversations.
"""

from dataclasses import dataclass, field

from tappa.command.demo_data.funnel import Place
from tappa.command.demo_data.people import Person
from tappa.core.inbox.rules import ConversationStatus, Status


@dataclass(slots=True)
class Talk:
    """A conversation. `waiting_since` is the first message that nobody has answered yet."""

    opened_at: int
    by_contact: bool
    opener: int | None
    status: ConversationStatus = ConversationStatus.OPEN
    last_message_at: int = 0
    waiting_since: int | None = None
    snoozed_until: int | None = None
    snoozed_at: int = 0
    snoozer: int | None = None
    closed_at: int | None = None
    closer: int | None = None
    category: str = ""
    summary: str = ""


@dataclass(slots=True)
class Said:
    """A message. `member` is None for the contact's own; `statuses` are those of an outgoing one: value, time, reason."""

    at: int
    talk: int
    text: str
    member: int | None
    statuses: list[tuple[Status, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Move:
    """A change of place. `member` is None for the first, which came with the contact."""

    at: int
    origin: Place | None
    to: Place
    member: int | None
    on_board: bool
    reason: str


@dataclass(slots=True)
class Assignment:
    """The contact was given to a member."""

    at: int
    talk: int | None
    origin: int | None
    member: int
    by: int


@dataclass(slots=True)
class Remark:
    """The team said something to itself. `talk` is the latest conversation, None when there was none."""

    at: int
    talk: int | None
    text: str
    member: int
    mentioned: int | None


@dataclass(slots=True)
class Tagging:
    """Tags were put on the contact."""

    at: int
    tags: list[int]
    member: int


@dataclass(slots=True)
class Life:
    """All of it. `maker` is the member who added the contact by hand, None when the contact wrote first."""

    person: Person
    created_at: int
    maker: int | None
    is_blocked: bool = False
    talks: list[Talk] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    taggings: list[Tagging] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def assignee(self) -> int | None:
        """The member who has the contact now."""
        return self.assignments[-1].member if self.assignments else None
