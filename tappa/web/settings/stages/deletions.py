"""Deleting a stage: what its dialog asks and says (L9 to L11), and the deletions under way."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from tappa.core.contacts.actions.delete_stage import AT_ONCE
from tappa.core.contacts.filters.uses import stage_uses
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operations import contacts_coming_to
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.core.reports.queries import contacts_at_stages
from tappa.kernel.errors import Conflict
from tappa.web.settings.frame import Place
from tappa.web.shell.uses import ShownUse, shown_uses
from tappa.web.shell.visit import Visit


@dataclass(frozen=True, kw_only=True)
class DeletionDialog:
    """The question. `contacts` stand there, or are on their way from another stage that was deleted; `next_default`
    names the stage that becomes the default, if it changes. `uses` are the filters that ask for the stage (L14)."""

    TEMPLATE: ClassVar[str] = "settings/lifecycle/_deletion.html"
    stage: Stage
    contacts: int
    steps: tuple[Stage, ...]
    lost: tuple[Stage, ...]
    next_default: str
    cancel: str
    to: int
    uses: tuple[ShownUse, ...] = ()
    error: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it goes on by itself, while the page shows how far it is."""
        return self.contacts > AT_ONCE


@dataclass(frozen=True, kw_only=True)
class OperationsPart:
    """The deletions under way."""

    TEMPLATE: ClassVar[str] = "settings/lifecycle/_operations.html"
    operations: tuple[Operation, ...]


def deletion_dialog(visit: Visit, stage: Stage, *, error: str = "") -> DeletionDialog:
    """The question about this stage as it is now. Raises Conflict for the last lifecycle stage (L10)."""
    others = [each for each in stages_of(visit.workspace.id) if each.id != stage.id]
    steps = tuple(each for each in others if each.kind == Kind.LIFECYCLE)
    if not steps:
        raise Conflict(
            _("At least one lifecycle stage must remain: add and save another one first."), field="stage"
        )
    return DeletionDialog(
        stage=stage,
        contacts=contacts_at_stages(visit.workspace.id).get(stage.id, 0)
        + contacts_coming_to(visit.workspace.id, stage.id),
        steps=steps,
        lost=tuple(each for each in others if each.kind == Kind.LOST),
        next_default=f"{steps[0].emoji} {steps[0].name}".strip() if stage.is_default else "",
        cancel=visit.url(Place.LIFECYCLE),
        to=_neighbour(stage, others).id,
        uses=shown_uses(visit, stage_uses(visit.workspace.id).get(stage.id, [])),
        error=error,
    )


def _neighbour(stage: Stage, others: list[Stage]) -> Stage:
    """The likeliest target: the stage after it in its list, else the one before; the first of all where it is alone."""
    own = [each for each in others if each.kind == stage.kind]
    later = [each for each in own if (each.position or 0) > (stage.position or 0)]
    return [*later[:1], *own[-1:], *others][0]
