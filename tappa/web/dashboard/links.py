"""Each figure leads to the list that it counts (D1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tappa.web.contacts.addresses import NO_STAGE, contacts_at, query_of
from tappa.web.shell.visit import Visit

NOBODY: Final = "none"
_OPEN: Final = ("status", "open")
_SNOOZED: Final = ("status", "snoozed")


@dataclass(frozen=True, slots=True)
class Links:
    """The lists behind four figures."""

    contacts: str
    open: str
    snoozed: str
    unassigned: str


def links_to_stage(visit: Visit, stage_id: int) -> Links:
    """One lifecycle stage: it has an inbox of its own."""
    return _links(visit, f"stage-{stage_id}", [stage_id], [])


def links_to_stages(visit: Visit, stages: Sequence[int | None]) -> Links:
    """Several stages, or none at all (None): they have no inbox of their own, and are a filter of all."""
    words = [("stage", NO_STAGE if stage is None else stage) for stage in stages]
    return _links(visit, "all", stages, words)


def links_to_all(visit: Visit) -> Links:
    """Everybody."""
    return _links(visit, "all", [], [])


def _links(
    visit: Visit, inbox: str, stages: Sequence[int | None], chosen: Sequence[tuple[str, object]]
) -> Links:
    inbox_address = f"{visit.url('inbox')}/{inbox}"
    return Links(
        contacts=contacts_at(visit, stages),
        open=inbox_address + query_of([_OPEN, *chosen]),
        snoozed=inbox_address + query_of([_SNOOZED, *chosen]),
        unassigned=inbox_address + query_of([_OPEN, ("assignee", NOBODY), *chosen]),
    )
