"""What the templates of bulk changes show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tappa.core.contacts.models import Tag
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind
from tappa.web.shell.mates import Crew, Mate
from tappa.web.stage.choices import Stages


@dataclass(frozen=True, kw_only=True)
class BulkDialog:
    """The question of what exactly to do with the chosen contacts."""

    TEMPLATE: ClassVar[str] = "contacts/bulk/dialog.html"
    kind: OperationKind
    back: str
    stages: Stages | None = None
    tags: Sequence[Tag] = ()
    mates: Sequence[Mate] = ()
    teams: Sequence[Crew] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A bulk change that is under way, or ended a while ago. `undo` and `cancel` are addresses, "" where there is nothing
    to press."""

    operation: Operation
    words: str
    undo: str
    cancel: str


@dataclass(frozen=True)
class JobsFragment:
    """The jobs of the sidebar."""

    TEMPLATE: ClassVar[str] = "contacts/bulk/_jobs.html"
    jobs: list[Job]
