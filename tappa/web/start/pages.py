"""What the templates of getting started show."""

from dataclasses import dataclass
from typing import ClassVar

from tappa.web.start.steps import Progress


@dataclass(frozen=True, kw_only=True)
class StepsPart:
    """The list: the live part of the page. `may_settle`: the visitor may say that the stages fit."""

    TEMPLATE: ClassVar[str] = "start/_steps.html"
    progress: Progress
    is_hidden: bool
    may_settle: bool


@dataclass(frozen=True, kw_only=True)
class StartPage:
    """The page with the list."""

    TEMPLATE: ClassVar[str] = "start/start.html"
    part: StepsPart


@dataclass(frozen=True, kw_only=True)
class StartLink:
    """The row in the inbox's sidebar; it shows nothing once all is done, or after it was put away."""

    TEMPLATE: ClassVar[str] = "start/_start_link.html"
    progress: Progress | None
