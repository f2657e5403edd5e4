"""What the contact pane shows, and the whole page around all panes."""

from dataclasses import dataclass
from typing import ClassVar

from tappa.core.contacts.models import Contact
from tappa.web.contacts.drawer_pages import ActivityFragment, Details, Talk
from tappa.web.inbox.list_pages import ListPane
from tappa.web.inbox.sidebar_pages import Sidebar
from tappa.web.inbox.spot import Spot
from tappa.web.inbox.thread_pages import Thread
from tappa.web.shell.people import short_name, whole_name
from tappa.web.stage.bar import StageBar
from tappa.web.start.pages import StartLink


@dataclass(frozen=True)
class Pane:
    """The contact beside the thread. `bar` is None where the lifecycle is not shown. `talks` are the latest of
    the other conversations with the contact. `has_older` says that there is more of the activity,
    and `longer` where the pane is fetched with it, "" where it would be too long."""

    TEMPLATE: ClassVar[str] = "inbox/_pane.html"
    spot: Spot
    contact: Contact
    src: str
    bar: StageBar | None
    details: Details
    talks: list[Talk]
    has_more_talks: bool
    activity: ActivityFragment
    has_older: bool
    longer: str
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
