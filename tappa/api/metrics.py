"""Where all contacts stand: what the cards of the dashboard show."""

from tappa.api.calls import Call
from tappa.api.registry import endpoint
from tappa.api.shapes import Id
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.reports.queries import Figures as Counted
from tappa.core.reports.queries import lifecycle_figures


class Figures(Shape):
    """How many contacts, and how many of their conversations are open, snoozed, and open without an assignee."""

    contacts: int
    open: int
    snoozed: int
    unassigned: int


class StageFigures(Figures):
    """The figures of one lifecycle stage. `share` is its part of all contacts, from 0 to 1."""

    id: Id
    name: str
    share: float


class Metrics(Shape):
    """The lifecycle stages in order; all lost stages together; those at no stage; and everybody."""

    stages: list[StageFigures]
    lost: Figures
    no_stage: Figures
    total: Figures


@endpoint("GET", "lifecycle/metrics", scope=Scope.CONTACTS_READ)
def show(call: Call[None]) -> Metrics:
    """Where all contacts stand, at this moment.

    Contacts that are just being moved away from a deleted stage count in `total` alone.
    """
    found = lifecycle_figures(call.workspace_id)
    return Metrics(
        stages=[
            StageFigures(
                id=stage.id,
                name=stage.name,
                share=stage.figures.contacts / found.total.contacts if found.total.contacts else 0.0,
                contacts=stage.figures.contacts,
                open=stage.figures.open,
                snoozed=stage.figures.snoozed,
                unassigned=stage.figures.unassigned,
            )
            for stage in found.stages
        ],
        lost=_figures(found.lost),
        no_stage=_figures(found.no_stage),
        total=_figures(found.total),
    )


def _figures(counted: Counted) -> Figures:
    return Figures(
        contacts=counted.contacts,
        open=counted.open,
        snoozed=counted.snoozed,
        unassigned=counted.unassigned,
    )
