"""What the list pane shows."""

from dataclasses import dataclass
from typing import ClassVar

from tappa.core.inbox.lists_rows import ConversationRow
from tappa.core.lifecycle.models import Stage
from tappa.web.inbox.moments import until, waited
from tappa.web.inbox.spot import Spot
from tappa.web.shell.marks import channel_icon
from tappa.web.shell.people import whole_name


@dataclass(frozen=True)
class RowView:
    """A row of the list."""

    row: ConversationRow
    stage: Stage | None
    href: str
    src: str
    is_current: bool

    @property
    def name(self) -> str:
        """What the contact is called."""
        return whole_name(self.row)

    @property
    def channel_icon(self) -> str:
        """The mark of the channel last used, "" without one."""
        return channel_icon(self.row.channel_kind)

    @property
    def unread(self) -> str:
        """How many messages this member has not read, "" for none."""
        return "" if not self.row.unread else str(self.row.unread) if self.row.unread < 100 else "99+"

    @property
    def sleeps_until(self) -> str:
        """Until when it is snoozed, "" when it is not."""
        return until(self.row.snoozed_until) if self.row.snoozed_until else ""

    @property
    def waited(self) -> str:
        """How long they have waited for our answer, "" when that is not long."""
        return waited(self.row.waiting_since) if self.row.waiting_since else ""


@dataclass(frozen=True)
class Rows:
    """Rows of the list alone, to be put below the others. `more` is where the next ones are, "" after the last."""

    TEMPLATE: ClassVar[str] = "inbox/_rows.html"
    spot: Spot
    rows: tuple[RowView, ...]
    more: str
    more_href: str


@dataclass(frozen=True)
class Empty:
    """What stands in a list without rows: what would be here, and one thing to do."""

    title: str
    text: str
    href: str = ""
    action: str = ""
    opens_window: bool = False


@dataclass(frozen=True)
class ListView:
    """The list itself, as it is fetched again when something happens that touches its `names`."""

    TEMPLATE: ClassVar[str] = "inbox/_list.html"
    rows: Rows
    src: str
    names: str
    empty: Empty | None
    begins_href: str


@dataclass(frozen=True)
class Option:
    """A row of a menu of the filter bar: where it leads, and whether it is chosen."""

    text: str
    href: str
    src: str
    is_chosen: bool
    stage: Stage | None = None


@dataclass(frozen=True)
class Tools:
    """The menus of the filter bar. `stages` is empty where stages do not tell rows apart."""

    statuses: tuple[Option, ...]
    stages: tuple[Option, ...]
    stages_text: str
    unreplied: Option
    assignees: tuple[Option, ...]
    channels: tuple[Option, ...]
    sorts: tuple[Option, ...]
    clear: Option | None
    more_count: int


@dataclass(frozen=True)
class ListPane:
    """The list with its head and filter bar. `count` is told where all open conversations of the inbox are shown, `most`
    is how far it is counted, None for as far as it goes."""

    TEMPLATE: ClassVar[str] = "inbox/_list_pane.html"
    spot: Spot
    count: int | None
    most: int | None
    tools: Tools
    list: ListView
    selected: int | None
