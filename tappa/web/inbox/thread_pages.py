"""What the thread, its head and its composer show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from markupsafe import Markup

from tappa.core.contacts.models import Contact
from tappa.core.inbox.rules import Writing
from tappa.core.inbox.timeline import CommentItem, SaidItem
from tappa.core.inbox.ways import Way
from tappa.core.lifecycle.models import Stage
from tappa.web.inbox.moments import until
from tappa.web.inbox.spot import Spot
from tappa.web.shell.marks import channel_icon
from tappa.web.shell.mates import Crew, Mate
from tappa.web.shell.people import short_name, whole_name
from tappa.web.timeline.lines import Line


@dataclass(frozen=True, slots=True)
class Day:
    """A new day begins."""

    KIND: ClassVar[str] = "day"
    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Unread:
    """From here on the member has not read yet."""

    KIND: ClassVar[str] = "unread"
    id: int


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message: its text with links, and its file as address and name. `whole` is where all of a long text stands, ""
    where all of it is here."""

    item: SaidItem
    subject: str
    html: Markup
    whole: str
    file: tuple[str, str] | None
    replies: tuple[str, ...]


@dataclass(frozen=True)
class WholeText:
    """All of a long message."""

    TEMPLATE: ClassVar[str] = "inbox/_whole_text.html"
    message_id: int
    html: Markup


@dataclass(frozen=True)
class WholeTextPage(WholeText):
    """The same as a page of its own, for browsers without scripts. `back` leads to the conversation."""

    TEMPLATE: ClassVar[str] = "inbox/whole_text.html"
    name: str
    back: str


@dataclass(frozen=True, slots=True)
class Run:
    """Messages of one side that follow each other closely: one mark, one time below. Delivery is told of the last."""

    KIND: ClassVar[str] = "run"
    bubbles: tuple[Bubble, ...]
    who: str
    retry: str

    @property
    def last(self) -> SaidItem:
        """The last message."""
        return self.bubbles[-1].item

    @property
    def id(self) -> int:
        """The first message's item."""
        return self.bubbles[0].item.id


@dataclass(frozen=True, slots=True)
class Note:
    """An internal comment, with those it calls marked in its text."""

    KIND: ClassVar[str] = "note"
    item: CommentItem
    html: Markup
    who: str

    @property
    def id(self) -> int:
        """Its item."""
        return self.item.id


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened, told in one line (E2)."""

    KIND: ClassVar[str] = "told"
    line: Line

    @property
    def id(self) -> int:
        """Its item."""
        return self.line.id


Piece: TypeAlias = Day | Unread | Run | Note | Told


@dataclass(frozen=True)
class Older:
    """Items above those that are there, and where still older ones are: "" above the first."""

    TEMPLATE: ClassVar[str] = "inbox/_older.html"
    contact: Contact
    pieces: tuple[Piece, ...]
    src: str
    href: str

    @property
    def name(self) -> str:
        """What the contact is called."""
        return whole_name(self.contact)


@dataclass(frozen=True)
class Newer:
    """The way down from a thread that ends before its newest item. `src` is where the thread is fetched with the next ones,
    "" where it would become too long, `href` a page that begins with them. `down` is the page that ends with the newest,
    `down_src` its panes for htmx."""

    src: str
    href: str
    down: str
    down_src: str


@dataclass(frozen=True)
class Flow:
    """The last items of the thread."""

    TEMPLATE: ClassVar[str] = "inbox/_flow.html"
    contact: Contact
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        """What the contact is called."""
        return whole_name(self.contact)


@dataclass(frozen=True, slots=True)
class Nap:
    """A time until which a conversation can sleep. `value` is what the form sends."""

    text: str
    value: str
    when: str


@dataclass(frozen=True)
class Head:
    """The head of the thread: who it is, at which stage, whose, and what can be done."""

    TEMPLATE: ClassVar[str] = "inbox/_head.html"
    spot: Spot
    contact: Contact
    here: str
    stage: Stage | None
    status: str
    snoozed_until: datetime | None
    mates: tuple[Mate, ...]
    teams: tuple[Crew, ...]
    naps: tuple[Nap, ...]
    earliest: str

    @property
    def name(self) -> str:
        """What the contact is called."""
        return whole_name(self.contact)

    @property
    def assignee(self) -> Mate | None:
        """Whose contact it is."""
        return next((mate for mate in self.mates if mate.id == self.contact.standing.assignee_id), None)

    @property
    def team(self) -> Crew | None:
        """The team in which the contact waits for somebody to take it."""
        if self.contact.standing.assignee_id is not None:
            return None
        return next((team for team in self.teams if team.id == self.contact.standing.team_id), None)

    @property
    def sleeps_until(self) -> str:
        """Until when it is snoozed, "" when it is not."""
        return until(self.snoozed_until) if self.snoozed_until else ""


@dataclass(frozen=True)
class Composer:
    """Where one writes. Without channels only a comment can be written, and it says why. `shelf` is where the browser
    keeps what the server does not have yet; `begun` is what the member has begun to write, by kind."""

    TEMPLATE: ClassVar[str] = "inbox/_composer.html"
    contact: Contact
    here: str
    shelf: str
    begun: Mapping[str, str]
    channels: tuple[Way, ...]

    @property
    def text(self) -> str:
        """What stands in the field before a script turns it to the other kind."""
        return self.begun.get(Writing.REPLY if self.channels else Writing.COMMENT, "")

    @property
    def short_name(self) -> str:
        """What one calls the contact."""
        return short_name(self.contact)

    @staticmethod
    def icon_of(channel: Way) -> str:
        """The mark of a channel."""
        return channel_icon(channel.kind)


@dataclass(frozen=True)
class Thread:
    """The middle pane, which is fetched again as a whole when something happens: what is typed in it stays. `newer` is None
    where it ends with the newest item."""

    TEMPLATE: ClassVar[str] = "inbox/_thread.html"
    contact: Contact
    name: str
    src: str
    head: Head
    older: Older
    flow: Flow
    newer: Newer | None
    composer: Composer
