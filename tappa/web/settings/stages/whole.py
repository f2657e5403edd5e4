"""The lifecycle page with everything on it, and where asked a dialog over it."""

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpResponse

from tappa.core.contacts.operations import deletions_under_way
from tappa.core.lifecycle.audit import settings_changes
from tappa.kernel.pages import Place as ListPlace
from tappa.web.settings.frame import Frame, Place, frame
from tappa.web.settings.stages.building import counts_part, showing_part
from tappa.web.settings.stages.deletions import DeletionDialog, OperationsPart
from tappa.web.settings.stages.pages import CountsPart, LastChange, LastPart, ShowingPart, StagesPart
from tappa.web.settings.stages.telling import doer_of
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit


@dataclass(frozen=True, kw_only=True)
class LifecyclePage:
    """The lifecycle page."""

    TEMPLATE: ClassVar[str] = "settings/lifecycle/page.html"
    frame: Frame
    showing: ShowingPart
    stages: StagesPart
    counts: CountsPart
    operations: OperationsPart
    last: LastPart
    dialog: DeletionDialog | None


def last_part(visit: Visit) -> LastPart:
    """Who changed the settings last, and when."""
    found = next(iter(settings_changes(visit.workspace.id, place=ListPlace(limit=1))), None)
    return LastPart(change=LastChange(doer_of(found), found.at) if found else None)


def operations_part(visit: Visit) -> OperationsPart:
    """The deletions under way."""
    return OperationsPart(operations=tuple(deletions_under_way(visit.workspace.id)))


def show_page(
    visit: Visit, stages: StagesPart, *, dialog: DeletionDialog | None = None, status: int = 200
) -> HttpResponse:
    """The whole page."""
    page = LifecyclePage(
        frame=frame(visit, Place.LIFECYCLE),
        showing=showing_part(visit),
        stages=stages,
        counts=counts_part(visit),
        operations=operations_part(visit),
        last=last_part(visit),
        dialog=dialog,
    )
    return render(visit, page, status=status)
