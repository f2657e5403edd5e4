"""What the list pane shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from tappa.web.inbox.spot import Spot
from tappa.web.stage.choices import StageMark


class RowView(NamedTuple):
    """A row of the list, as plain values (shell/kept.py). `unread` tells how many messages this member has not read, ""
    for none. `stage` is None for no stage, `channel_name` stands in its place where stages are not shown. `sleeps_until`
    and `waited` are "" where it is not snoozed, and where they have not waited long. The last message is `is_failed`, or
    `is_incoming`, None where there is none."""

    contact_id: int
    name: str
    href: str
    src: str
    is_current: bool
    status: str
    unread: str
    is_put_aside: bool
    channel_icon: str
    channel_name: str
    last_at: datetime
    last_text: str
    is_incoming: bool | None
    is_failed: bool
    stages_shown: bool
    stage: StageMark | None
    is_blocked: bool
    sleeps_until: str
    waited: str
    waiting_since: datetime | None
    assignee_id: int | None
    assignee_name: str | None


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


class Option(NamedTuple):
    """A row of a menu of the filter bar: where it leads, and whether it is chosen."""

    text: str
    href: str
    src: str
    is_chosen: bool
    stage: StageMark | None = None


class Tools(NamedTuple):
    """The menus of the filter bar, as plain values (shell/kept.py). `stages` is empty where stages do not tell rows apart."""

    statuses: tuple[Option, ...]
    stages: tuple[Option, ...]
    stages_text: str
    stages_are_chosen: bool
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
