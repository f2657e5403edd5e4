"""What the templates of the dashboard show."""

from dataclasses import dataclass
from typing import ClassVar

from tappa.core.reports.queries import Figures, StageFigures
from tappa.web.dashboard.links import Links


@dataclass(frozen=True, slots=True)
class Card:
    """One lifecycle stage. `share` is that of all contacts: 0 to 1."""

    stage: StageFigures
    share: float
    links: Links


@dataclass(frozen=True, slots=True)
class Line:
    """What no card counts, or everybody."""

    key: str
    name: str
    figures: Figures
    share: float
    links: Links


@dataclass(frozen=True, kw_only=True)
class LifecyclePart:
    """The Lifecycle section: the live part of the page. `is_shown` is the switch (L2)."""

    TEMPLATE: ClassVar[str] = "dashboard/_lifecycle.html"
    is_shown: bool
    cards: tuple[Card, ...] = ()
    lines: tuple[Line, ...] = ()
    is_empty: bool = False
    try_link: str = ""


@dataclass(frozen=True, kw_only=True)
class DashboardPage:
    """The dashboard."""

    TEMPLATE: ClassVar[str] = "dashboard/dashboard.html"
    part: LifecyclePart
