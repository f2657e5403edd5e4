"""What the templates of the drawer show: a contact, in parts."""

from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from tappa.core.contacts.models import Contact
from tappa.core.contacts.tags import TagRow
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.queries import PastConversation
from tappa.core.lifecycle.models import Stage
from tappa.web.contacts.asked import Asked, Tab
from tappa.web.shell.mates import Crew, Mate
from tappa.web.stage.bar import StageBar
from tappa.web.timeline.lines import Line


class Mark(NamedTuple):
    """The mark of a channel: an icon and what it is called."""

    icon: str
    name: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Another contact, who has the phone or e-mail that was typed."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Month:
    """A stretch of the Activity tab."""

    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in the drawer."""

    conversation: Conversation | PastConversation
    address: str


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind of events that the activity can be narrowed to. `src` is where the part of the page that shows it is fetched
    with it alone, "" where the address leads on."""

    label: str
    address: str
    is_current: bool
    src: str = ""


@dataclass(frozen=True)
class ActivityFragment:
    """A stretch of the activity. `kinds` leads to what it can be narrowed to, none in an older stretch; `older` is the
    address of what came before, "" where nothing did."""

    TEMPLATE: ClassVar[str] = "contacts/_activity.html"
    months: list[Month]
    kinds: list[KindLink] = field(default_factory=list)
    older: str = ""


@dataclass(frozen=True, slots=True)
class DetailField:
    """A field of the details. `value` is what is kept, `shown` how it is written for people; `options` are what can be
    chosen, each with its words; `link` is where the value leads; `holder` is
    who has it already."""

    key: str
    label: str
    input: str
    value: str
    shown: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    link: str = ""
    error: str = ""
    holder: Holder | None = None

    @property
    def id(self) -> str:
        """Of its element."""
        return f"detail-{self.key.replace(':', '-')}"


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a contact. `known_tags` are suggested as one types; `mates` and `teams` are who can be given the
    contact, `team` the one in which it waits for somebody to take it, None where it waits in none. `back` is the page
    on which it stands, for forms that are sent without scripts."""

    back: str
    fields: list[DetailField]
    tags: list[TagRow]
    known_tags: list[TagRow]
    mates: tuple[Mate, ...]
    teams: tuple[Crew, ...]
    team: Crew | None
    channels: list[Mark]


@dataclass(frozen=True)
class FieldFragment:
    """One field of the details alone. `back` is the page on which it stands."""

    TEMPLATE: ClassVar[str] = "contacts/_field.html"
    contact_id: int
    field: DetailField
    back: str


@dataclass(frozen=True, slots=True)
class DrawerView:
    """A contact in the drawer, with what its open tab shows."""

    contact: Contact
    name: str
    about: str
    mark: Mark | None
    stage: Stage | None
    bar: StageBar | None
    asked: Asked
    address: str
    close: str
    src: str
    conversation: str
    conversations: int
    activity: ActivityFragment | None = None
    details: Details | None = None
    talks: list[Talk] = field(default_factory=list)

    def tab(self, name: str) -> str:
        """The address of a tab."""
        return self.address + self.asked.drawer_query(Tab(name))


@dataclass(frozen=True)
class DrawerFragment:
    """The drawer alone."""

    TEMPLATE: ClassVar[str] = "contacts/_drawer.html"
    drawer: DrawerView
