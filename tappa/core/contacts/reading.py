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

WALKED_FIRST: Final = 1000  # after so many of a part of the line it is seen how many more it takes
WALKED_MOST: Final = 100_000
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
class Pace:
    """How contacts are looked at along a line: `least` of each part, where so many are expected to fill the page, whatever else
    it costs; and what it costs to look at one, as PostgreSQL counts."""

    least: int
    look: float


PACE: Final = Pace(6000, 5.0)
ROWS_PACE: Final = Pace(10_000, 0.2)  # where the row that is read along tells by itself


@dataclass(frozen=True, slots=True)
class _Walked:
    """Who was found along a line among so many of each part that were looked at, and where it was given up: None where the
    page is full, or these are all."""

    contacts: list[Found]
    looked_at: int
    end: Place | None

    def fills(self, limit: int, *, within: int) -> bool:
        """Whether so many are found within so many looked at, if it goes on like this."""
        return len(self.contacts) * within >= limit * self.looked_at


def find_contacts(
    line: Line, matching: Matching, *, place: Place | None, limit: int, stages: Sequence[int]
) -> list[Found]:
    """At most `limit` contacts beyond the place, in the direction of the line, which was made with these stages.

    Raises TooSlow when that cannot be told within a few seconds.
    """
    page = _Page(line, matching, place, {**matching.values, **stage_values(stages)}, limit)
    if not matching.asks_along(line):
        return page.walk(limit).contacts
    pace = ROWS_PACE if matching.asks_rows_alone(line) else PACE
    if not matching.is_search_alone:
        with patient():
            return page.read(pace)
    # Some letters are sought in ten thousand short texts within the time at the worst, and mostly in less than it takes to set it.
    found = page.walk_surely(pace)
    if found.end is None:
        return found.contacts
    with patient():
        return page.go_on(found, pace)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page that is asked for."""

    line: Line
    matching: Matching
    place: Place | None
    values: dict[str, Any]
    limit: int

    def read(self, pace: Pace) -> list[Found]:
        """The contacts on it."""
        found = self.walk_surely(pace)
        return found.contacts if found.end is None else self.go_on(found, pace)

    def walk_surely(self, pace: Pace) -> _Walked:
        """Those found among the first thousand, or among a few more where these promise a full page."""
        found = self.walk(WALKED_FIRST)
        is_promising = found.end and found.fills(self.limit, within=pace.least)
        return self._walk_on(found, pace.least) if is_promising else found

    def go_on(self, found: _Walked, pace: Pace) -> list[Found]:
        """The whole page, where those do not fill it: by walking on where that looks like less work than to gather. Where nobody
        was found yet, nothing is known but that it may be soon: then only where to gather is as dear as the longest walk."""
        most = min(max(pace.least, int(self._cost_of_gathering() / pace.look)), WALKED_MOST)
        looks_less = found.fills(self.limit, within=most) if found.contacts else most == WALKED_MOST
        if looks_less and most > found.looked_at:
            found = self._walk_on(found, most)
            if found.end is None:
                return found.contacts
        return fetch_all(Found, self._gathering, self._asked(self.place), planned_anew=True)

    def walk(self, most: int) -> _Walked:
        """Those found among the first so many of each part."""
        return self._along(self.place, self.limit, most)

    def _walk_on(self, found: _Walked, most: int) -> _Walked:
        more = self._along(found.end, self.limit - len(found.contacts), most - found.looked_at)
        return _Walked([*found.contacts, *more.contacts], most, more.end)

    def _along(self, place: Place | None, limit: int, most: int) -> _Walked:
        contacts: list[Found] = []
        for part in self.line.parts[(place and self.line.index_of(place.part)) or 0 :]:
            if not _is_empty(self.line, part, self.matching):
                asked = self._asked(place) | {"limit": limit - len(contacts), "bound": most}
                rows = fetch_all(Found, walk(self.line, part, self.matching, place), asked)
                contacts += [row for row in rows if row.matches]
                if len(contacts) == limit:
                    break
                if rows and rows[-1].is_last:
                    return _Walked(contacts, most, place_of(rows[-1]))
            place = None
        return _Walked(contacts, most, None)

    @property
    def _gathering(self) -> str:
        return gather(self.line, self.matching, self.place)

    def _cost_of_gathering(self) -> float:
        """What PostgreSQL expects it to cost, in its own unit."""
        plan = fetch_one(Plan, f"EXPLAIN (FORMAT JSON) {self._gathering}", self._asked(self.place))
        return plan.cost if plan else 0.0

    def _asked(self, place: Place | None) -> dict[str, Any]:
        beginning = {"key": place.key or None, "id": place.id} if place else {}
        return {**self.values, "limit": self.limit, **beginning}


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


def _is_empty(line: Line, part: Part, matching: Matching) -> bool:
    """Whether nobody in this part can match: nobody at all, or only those without what the bounds are about."""
    bounded = not part.key and any(other.key in matching.bounds for other in line.parts if other.key)
    return bounded or not part.branches
