"""Pages of contacts out of a million, at the same cost wherever they begin and whatever is filtered by.

First along the line: an index leads to where the page begins, and the next few thousand contacts are looked at one by
one. A filter that keeps one in a hundred has filled its page by then. Where it has not, those who match are few, or stand
elsewhere along the line; then they are gathered by what leads to them, and sorted. Nobody has to know beforehand how
many match: what is expected of a filter is wrong just where its parts have to do with each other.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from tappa.core.contacts.matching import Matching
from tappa.core.contacts.places import Place
from tappa.core.contacts.sorts import Line, Part, stage_values
from tappa.core.contacts.sql_table import Plan, gather, walk
from tappa.kernel.patience import patience
from tappa.kernel.sql import Row, fetch_all, fetch_one

WALKED: Final = 6000  # contacts looked at along a line, where so many are expected to fill the page, whatever else it costs
WALKED_FIRST: Final = 1000  # after so many of a part it is seen how many more it takes
WALKED_MOST: Final = 100_000
LOOK: Final = 5.0  # what PostgreSQL says that to look at one contact costs
# The same where the row that is read along tells by itself.
WALKED_ROWS: Final = 10_000
LOOK_AT_ROW: Final = 0.2
SECONDS: Final = 5


class Found(Row, frozen=True):
    """A contact on a page, with the part of the line where it stands, and its key there. `is_last`: the last one that was
    looked at, which is told whether it `matches` or not."""

    id: int
    part: int
    key: datetime | str | None
    matches: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class _Walked:
    """Who was found along a line among so many that were looked at, and where it was given up: None where the page is full,
    or these are all."""

    contacts: list[Found]
    looked_at: int
    end: Place | None

    def fills(self, limit: int, *, within: int) -> bool:
        """Whether so many are found within so many looked at, if it goes on like this. None is taken for one: the next may come
        right behind."""
        return max(len(self.contacts), 1) * within >= limit * self.looked_at


def find_contacts(
    line: Line, matching: Matching, *, place: Place | None, limit: int, stages: Sequence[int]
) -> list[Found]:
    """At most `limit` contacts beyond the place, in the direction of the line, which was made with these stages.

    Raises TooSlow when that cannot be told within a few seconds.
    """
    page = _Page(line, matching, place, {**matching.values, **stage_values(stages), "limit": limit})
    if not matching.asks_along(line):
        return page.walk(limit).contacts
    if not matching.asks_rows_alone(line):
        with patient():
            found = page.walk(WALKED_FIRST)
            return found.contacts if found.end is None else page.rest(found, WALKED, LOOK)
    # So many rows are passed in less time than it takes to bound it.
    found = page.walk(WALKED_FIRST)
    if found.end and found.fills(limit, within=WALKED_ROWS):
        found = page.walk_on(found, WALKED_ROWS)
    if found.end is None:
        return found.contacts
    with patient():
        return page.rest(found, WALKED_ROWS, LOOK_AT_ROW)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page that is asked for."""

    line: Line
    matching: Matching
    place: Place | None
    values: dict[str, Any]

    def walk(self, most: int) -> _Walked:
        """Those found among the first so many of each part."""
        return _walked(self.line, self.matching, self.place, self.values, most)

    def walk_on(self, found: _Walked, most: int) -> _Walked:
        """The same among so many, where fewer did not fill the page."""
        rest = self.values | {"limit": self.values["limit"] - len(found.contacts)}
        more = _walked(self.line, self.matching, found.end, rest, most - found.looked_at)
        return _Walked([*found.contacts, *more.contacts], most, more.end)

    def rest(self, found: _Walked, least: int, look: float) -> list[Found]:
        """The whole page, where those did not fill it: by walking on where that looks like less work than to gather."""
        most = min(max(least, int(self._cost_of_gathering() / look)), WALKED_MOST)
        if most > found.looked_at and found.fills(self.values["limit"], within=most):
            found = self.walk_on(found, most)
            if found.end is None:
                return found.contacts
        statement = gather(self.line, self.matching, self.place)
        return fetch_all(Found, statement, self.values | _beginning(self.place), planned_anew=True)

    def _cost_of_gathering(self) -> float:
        """What PostgreSQL expects it to cost, in its own unit."""
        statement = gather(self.line, self.matching, self.place)
        plan = fetch_one(Plan, f"EXPLAIN (FORMAT JSON) {statement}", self.values | _beginning(self.place))
        return plan.cost if plan else 0.0


def _walked(
    line: Line, matching: Matching, place: Place | None, values: dict[str, Any], most: int
) -> _Walked:
    """Those who match among so many of each part of a line, from the place on."""
    contacts: list[Found] = []
    limit = values["limit"]
    for part in line.parts[(place and line.index_of(place.part)) or 0 :]:
        if not _is_empty(line, part, matching):
            asked = values | {"limit": limit - len(contacts), "bound": most} | _beginning(place)
            rows = fetch_all(Found, walk(line, part, matching, place), asked)
            contacts += [row for row in rows if row.matches]
            if len(contacts) == limit:
                break
            if rows and rows[-1].is_last:
                return _Walked(contacts, most, place_of(rows[-1]))
        place = None
    return _Walked(contacts, most, None)


def patient(milliseconds: int | None = None) -> AbstractContextManager[None]:
    """For statements that a filter may make long."""
    return patience(milliseconds or SECONDS * 1000, too_slow())


def too_slow() -> str:
    """What a person reads who asked for too much."""
    return _(
        "To answer this takes more than %(seconds)d seconds. Narrow it: add a stage, a tag, "
        "an assignee or a time within which contacts were created."
    ) % {"seconds": SECONDS}


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
