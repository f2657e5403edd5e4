"""Each figure leads to the list that it counts (D1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from tappa.web.shell.visit import Visit

NO_STAGE: Final = "none"
NOBODY: Final = "none"
_OPEN: Final = ("status", "open")
_SNOOZED: Final = ("status", "snoozed")

Query = Iterable[tuple[str, object]]


@dataclass(frozen=True, slots=True)
class Links:
    """The lists behind four figures."""

    contacts: str
    open: str
    snoozed: str
    unassigned: str


def links_to_stage(visit: Visit, stage_id: int) -> Links:
    """One lifecycle stage: it has an inbox of its own."""
    return _links(visit, f"stage-{stage_id}", [("stage", stage_id)], [])


def links_to_stages(visit: Visit, stages: Iterable[object]) -> Links:
    """Several stages, or none at all (NO_STAGE): they have no inbox of their own, and are a filter of all."""
    wanted = [("stage", stage) for stage in stages]
    return _links(visit, "all", wanted, wanted)


def links_to_all(visit: Visit) -> Links:
    """Everybody."""
    return _links(visit, "all", [], [])


def _links(visit: Visit, inbox: str, contacts: Query, conversations: Query) -> Links:
    inbox_address, chosen = f"{visit.url('inbox')}/{inbox}", list(conversations)
    return Links(
        contacts=_address(visit.url("contacts"), contacts),
        open=_address(inbox_address, [_OPEN, *chosen]),
        snoozed=_address(inbox_address, [_SNOOZED, *chosen]),
        unassigned=_address(inbox_address, [_OPEN, ("assignee", NOBODY), *chosen]),
    )


def _address(path: str, query: Query) -> str:
    words = urlencode(list(query))
    return f"{path}?{words}" if words else path
