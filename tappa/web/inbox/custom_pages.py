"""What the page of a custom inbox shows: its name, its conditions with what they find now, and who sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from tappa.core.accounts.models import Member, Team
from tappa.core.inbox.inbox_rules import COUNT_LIMIT
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.web.contacts.filtering.pages import FilterBar
from tappa.web.inbox.custom_forms import InboxForm
from tappa.web.inbox.sidebar_pages import Sidebar
from tappa.web.start.pages import StartLink


@dataclass(frozen=True)
class Found:
    """A conversation that the conditions take, for a first look."""

    name: str
    href: str
    text: str


@dataclass(frozen=True)
class Preview:
    """What the conditions find now. `count` goes one beyond its limit for more than that, and is None where they take too
    long to count."""

    MOST: ClassVar[int] = COUNT_LIMIT
    count: int | None
    rows: tuple[Found, ...]


@dataclass(frozen=True)
class Conditions:
    """The conditions as chips, and what they find; `preview` is None while there are none, or one is broken."""

    TEMPLATE: ClassVar[str] = "inbox/_custom_conditions.html"
    bar: FilterBar
    word: str
    preview: Preview | None
    error: str = ""


@dataclass(frozen=True)
class CustomPage:
    """A new inbox, or (`inbox`) one that is changed. `mates` and `teams` are whom it can be shared with."""

    TEMPLATE: ClassVar[str] = "inbox/custom.html"
    sidebar: Sidebar
    start: StartLink
    inbox: CustomInbox | None
    form: InboxForm
    conditions: Conditions
    mates: tuple[Member, ...]
    teams: tuple[Team, ...]
    back: str
    errors: Mapping[str, str] = field(default_factory=dict)
