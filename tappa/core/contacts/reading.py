"""Pages of contacts out of a million, at the same cost wherever they begin and whatever is filtered by.

First along the line: an index leads to where the page begins, and the next few thousand contacts are looked at one by
one. A filter that keeps one in a hundred has filled its page by then. Where it has not, those who match are few, or stand
elsewhere along the line; then they are gathered by what leads to them, and sorted. Nobody has to know beforehand how
many match: what is expected of a filter is wrong just where its parts have to do with each other.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from tappa.core.contacts.matching import Matching
from tappa.core.contacts.places import Place
from tappa.core.contacts.sorts import Line, Part, stage_values
from tappa.core.contacts.sql_table import Plan, gather, walk
from tappa.kernel.patience import patience
from tappa.kernel.sql import fetch_all, fetch_one

WALKED: Final = 6000  # contacts looked at along a line, where so many are expected to fill the page
WALKED_FIRST: Final = 1000  # after so many it is seen how many more it takes
WALKED_MOST: Final = 100_000
LOOK: Final = 5.0  # what PostgreSQL says that to look at one contact costs
# The same where the row that is read along tells by itself.
WALKED_ROWS: Final = 40_000
LOOK_AT_ROW: Final = 0.05
SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A contact on a page, with the part of the line where it stands, and its key there. `is_last`: the last one that was
    looked at, which is told whether it `matches` or not."""

    id: int
    part: int
    key: datetime | str | None
    matches: bool
    is_last: bool


def find_contacts(
    line: Line, matching: Matching, *, place: Place | None, limit: int, stages: Sequence[int]
) -> list[Found]:
    """At most `limit` contacts beyond the place, in the direction of the line, which was made with these stages.

    Raises TooSlow when that cannot be told within a few seconds.
    """
    values = {**matching.values, **stage_values(stages), "limit": limit}
    with patient() if matching.asks_along(line) else nullcontext():
        walked = _walked(line, matching, place, values)
        if walked is not None:
            return walked
        statement = gather(line, matching, place)
        return fetch_all(Found, statement, values | _beginning(place), planned_anew=True)


def patient(milliseconds: int | None = None) -> AbstractContextManager[None]:
    """For statements that a filter may make long."""
    return patience(milliseconds or SECONDS * 1000, too_slow())


def too_slow() -> str:
    """What a person reads who asked for too much."""
    return _(
        "To answer this takes more than %(seconds)d seconds. Narrow it: add a stage, a tag, "
        "an assignee or a time within which contacts were created."
    ) % {"seconds": SECONDS}


def _walked(
    line: Line, matching: Matching, place: Place | None, values: dict[str, Any]
) -> list[Found] | None:
    """The page, read along the line; None where to gather is less work."""
    contacts: list[Found] = []
    begin, limit, looked_at, most = place, values["limit"], 0, WALKED_FIRST
    least, look = (WALKED_ROWS, LOOK_AT_ROW) if matching.asks_rows_alone(line) else (WALKED, LOOK)
    for part in line.parts[(place and line.index_of(place.part)) or 0 :]:
        while not _is_empty(line, part, matching):
            asked = values | {"limit": limit - len(contacts), "bound": most - looked_at} | _beginning(place)
            rows = fetch_all(Found, walk(line, part, matching, place), asked)
            contacts += [row for row in rows if row.matches]
            if len(contacts) == limit:
                return contacts
            if not rows or not rows[-1].is_last:
                break
            if most > WALKED_FIRST:
                return None
            worth = int(_cost_of_gathering(line, matching, begin, values) / look)
            looked_at, most, place = most, min(max(least, worth), WALKED_MOST), place_of(rows[-1])
            if len(contacts) * most < limit * looked_at and most == least:
                return None
        place = None
    return contacts


def _cost_of_gathering(line: Line, matching: Matching, place: Place | None, values: dict[str, Any]) -> float:
    """What PostgreSQL expects it to cost, in its own unit."""
    plan = fetch_one(
        Plan, f"EXPLAIN (FORMAT JSON) {gather(line, matching, place)}", values | _beginning(place)
    )
    return plan.cost if plan else 0.0


def place_of(contact: Found, *, number: int = 0, backwards: bool = False) -> Place:
    """The place beyond this contact, which is the one with this number."""
    key = contact.key.isoformat() if isinstance(contact.key, datetime) else contact.key or ""
    return Place(backwards, contact.part, key, contact.id, number)


def _beginning(place: Place | None) -> dict[str, Any]:
    return {"key": place.key or None, "id": place.id} if place else {}


def _is_empty(line: Line, part: Part, matching: Matching) -> bool:
    """Whether nobody in this part can match: nobody at all, or only those without what the bounds are about."""
    bounded = not part.key and any(other.key in matching.bounds for other in line.parts if other.key)
    return bounded or not part.branches
