"""What the contact pane shows, and the whole page around all panes."""

from dataclasses import dataclass
from typing import ClassVar

from tappa.core.contacts.models import Contact
from tappa.web.inbox.list_pages import ListPane
from tappa.web.inbox.sidebar_pages import Sidebar
from tappa.web.inbox.spot import Spot
from tappa.web.inbox.thread_pages import Thread
from tappa.web.shell.people import short_name, whole_name
from tappa.web.stage.bar import StageBar
from tappa.web.start.pages import StartLink
from tappa.web.timeline.lines import Line


@dataclass(frozen=True)
class Pane:
    """The contact beside the thread. `bar` is None where the lifecycle is not shown. `team` is the one in which the
    contact waits for somebody to take it, "" where it waits in none."""

    TEMPLATE: ClassVar[str] = "inbox/_pane.html"
    spot: Spot
    contact: Contact
    src: str
    here: str
    bar: StageBar | None
    details: tuple[tuple[str, str, str], ...]
    assignee: tuple[int, str] | None
    team: str
    tags: tuple[str, ...]
    activity: tuple[Line, ...]
    channel_icon: str
    lead: str

    @property
    def name(self) -> str:
        """What the contact is called."""
        return whole_name(self.contact)

    @property
    def short_name(self) -> str:
        """What one calls the contact."""
        return short_name(self.contact)


@dataclass(frozen=True)
class Panes:
    """A conversation that was chosen from the list: thread and contact pane, for htmx."""

    TEMPLATE: ClassVar[str] = "inbox/_panes.html"
    thread: Thread
    pane: Pane


@dataclass(frozen=True)
class InboxPage:
    """The whole page. `thread` and `pane` are None while no conversation is chosen."""

    TEMPLATE: ClassVar[str] = "inbox/inbox.html"
    title: str
    start: StartLink
    sidebar: Sidebar
    list: ListPane
    thread: Thread | None
    pane: Pane | None
