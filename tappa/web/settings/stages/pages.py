"""What the templates of the lifecycle page show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from tappa.core.lifecycle.rules import Kind
from tappa.web.settings.frame import Frame
from tappa.web.settings.stages.drafts import PageDraft
from tappa.web.settings.stages.telling import Told
from tappa.web.shell.uses import ShownUse


@dataclass(frozen=True, slots=True)
class StageRow:
    """A row of a list. `contacts` is how many stand there; `deletion` the address of its dialog, "" while it has none,
    and then `kept` says why. `uses` are the filters that ask for it (L14). `errors` by field."""

    key: str
    kind: Kind
    hue: int
    name: str
    description: str
    emoji: str
    is_new: bool
    is_default: bool = False
    is_won: bool = False
    is_only: bool = False
    contacts: int = 0
    list_address: str = ""
    deletion: str = ""
    kept: str = ""
    uses: tuple[ShownUse, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A lost stage that one click adds (L3)."""

    name: str
    description: str
    emoji: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that another person changed meanwhile. `choice` is its name in the form, "" where nothing is to choose."""

    label: str
    theirs: str
    before: str = ""
    mine: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody else saved while one was editing, stage by stage."""

    who: str
    groups: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class StagesPart:
    """The form with both lists: live while nothing in it was changed. `lost_inbox` is the address of an inbox for all
    lost stages, "" while the reader has none."""

    TEMPLATE: ClassVar[str] = "settings/lifecycle/_stages.html"
    draft: PageDraft
    base: str
    lists: tuple[tuple[Kind, tuple[StageRow, ...]], ...]
    blank: Mapping[Kind, StageRow]
    suggestions: tuple[Suggestion, ...]
    limit: int
    lost_inbox: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    clash: Clash | None = None


@dataclass(frozen=True, kw_only=True)
class CountsPart:
    """How many contacts stand where: fetched anew by itself, so that no draft is touched."""

    TEMPLATE: ClassVar[str] = "settings/lifecycle/_counts.html"
    version: int
    contacts: Mapping[int, int]


@dataclass(frozen=True, kw_only=True)
class ShowingPart:
    """The switch (L2)."""

    TEMPLATE: ClassVar[str] = "settings/lifecycle/_showing.html"
    is_shown: bool


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed the settings last."""

    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LastPart:
    """The foot of the page."""

    TEMPLATE: ClassVar[str] = "settings/lifecycle/_last.html"
    change: LastChange | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A change of the settings."""

    id: int
    at: datetime
    who: str
    told: Told


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """The audit log of the settings. `older` and `newest` are addresses, "" where there is nothing."""

    TEMPLATE: ClassVar[str] = "settings/lifecycle/history.html"
    frame: Frame
    rows: tuple[HistoryRow, ...]
    newest: str
    older: str
