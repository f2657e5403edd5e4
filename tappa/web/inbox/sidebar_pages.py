"""What the sidebar shows: the built-in inboxes with their counts, and the custom ones apart, which are counted later."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from tappa.core.inbox.inbox_rules import COUNT_LIMIT, Visibility
from tappa.core.inbox.models_inbox import CustomInbox


class SideRow(NamedTuple):
    """An inbox with its number of open conversations, as plain values (shell/kept.py). `hue` is the colour of its stage,
    for one that has no emoji; other inboxes have their `icon`."""

    word: str
    title: str
    emoji: str
    hue: int | None
    icon: str
    href: str
    open: int
    is_current: bool


@dataclass(frozen=True)
class BuiltIn:
    """The inboxes that are there by themselves. `route` is empty where the lifecycle is not shown."""

    TEMPLATE: ClassVar[str] = "inbox/_sidebar_boxes.html"
    src: str
    top: tuple[SideRow, ...]
    route: tuple[SideRow, ...]
    teams: tuple[SideRow, ...]
    folded: frozenset[str]


@dataclass(frozen=True)
class CustomRow:
    """A custom inbox. `count` is None while it is not known; `broken` says why it matches nothing, "" where it does."""

    MOST: ClassVar[int] = COUNT_LIMIT
    inbox: CustomInbox
    href: str
    count: int | None
    is_current: bool
    is_own: bool
    broken: str

    @property
    def told(self) -> str:
        """The count in words that fit: "999+" for more."""
        if self.count is None:
            return ""
        return str(self.count) if self.count <= COUNT_LIMIT else f"{COUNT_LIMIT}+"

    @property
    def is_private(self) -> bool:
        """Whether nobody else sees it."""
        return self.inbox.visibility == Visibility.PRIVATE


@dataclass(frozen=True)
class CustomSection:
    """The custom inboxes that the member sees. `again`: in how many milliseconds their counts can be asked for anew, 0
    where these are of now. `lost` is where an inbox for the lost stages is made, "" where there is none to be made."""

    TEMPLATE: ClassVar[str] = "inbox/_sidebar_custom.html"
    src: str
    rows: tuple[CustomRow, ...]
    is_folded: bool
    again: int
    lost: str

    @property
    def has_both(self) -> bool:
        """Whether there is something to tell apart: made by me, and by others."""
        return len({row.is_own for row in self.rows}) > 1


@dataclass(frozen=True)
class Sidebar:
    """The whole of it."""

    built_in: BuiltIn
    custom: CustomSection
