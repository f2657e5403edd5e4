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
from tappa.core.contacts.sql_table import gather, walk
from tappa.kernel.patience import patience
from tappa.kernel.sql import fetch_all

WALKED: Final = 5000  # contacts looked at along a line; of each further part half as many
WALKED_LEAST: Final = 100
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
    if place:
        values |= {"key": place.key or None, "id": place.id}
    with patient() if matching.asks_along(line) else nullcontext():
        walked = _walked(line, matching, place, values)
        return walked if walked is not None else fetch_all(Found, gather(line, matching, place), values)


def patient(milliseconds: int = SECONDS * 1000) -> AbstractContextManager[None]:
    """For statements that a filter may make long."""
    return patience(
        milliseconds,
        _(
            "To answer this takes more than %(seconds)d seconds. Narrow it: add a stage, a tag, "
            "an assignee or a time within which contacts were created."
        )
        % {"seconds": SECONDS},
    )


def _walked(
    line: Line, matching: Matching, place: Place | None, values: dict[str, Any]
) -> list[Found] | None:
    """The page, read along the line; None where too many would have to be looked at."""
    contacts: list[Found] = []
    limit, bound = values["limit"], WALKED
    begin = line.index_of(place.part) if place else 0
    for number, part in enumerate(line.parts[begin or 0 :]):
        if _is_empty(line, part, matching):
            continue
        statement = walk(line, part, matching, None if number else place)
        rows = fetch_all(Found, statement, values | {"limit": limit - len(contacts), "bound": bound})
        contacts += [row for row in rows if row.matches]
        if len(contacts) == limit:
            return contacts
        if rows and rows[-1].is_last:
            return None
        bound = max(bound // 2, WALKED_LEAST)
    return contacts


def _is_empty(line: Line, part: Part, matching: Matching) -> bool:
    """Whether nobody in this part can match: nobody at all, or only those without what the bounds are about."""
    bounded = not part.key and any(other.key in matching.bounds for other in line.parts if other.key)
    return bounded or not part.branches
