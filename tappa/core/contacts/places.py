"""Where a page of the table begins: the row before it, as one word for an address."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from tappa.core.contacts.rules import Sort
from tappa.kernel.cursors import read_cursor, write_cursor

HIGHEST_ID = 2**53


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The row beyond which a page is read, and in which direction.

    `part` is the part of the sort where the row stands: a stage's id (0 for none), else 1 for rows with a key and 2 for
    those without. `number` counts the row from 1, as the list was when it was read.
    """

    backwards: bool
    part: int
    key: str
    id: int
    number: int

    def word(self) -> str:
        """As it stands in an address."""
        return write_cursor(self)


def read_place(word: str, sort: Sort, *, stages: Sequence[int]) -> Place | None:
    """The place that an address names. None for none, and for one that does not fit any more: addresses are kept, cut
    and retyped, and stages are deleted."""
    place = read_cursor(Place, word)
    if place is None or abs(place.id) >= HIGHEST_ID or not 0 <= place.number < HIGHEST_ID:
        return None
    return place if _fits(place, sort, stages) else None


def _fits(place: Place, sort: Sort, stages: Sequence[int]) -> bool:
    match sort:
        case Sort.STAGE:
            return place.part in {0, *stages}
        case Sort.NAME:
            return place.part in {1, 2} and "\x00" not in place.key
        case Sort.CREATED:
            return place.part == 1 and _is_time(place.key)
        case _:
            return place.part == 2 or (place.part == 1 and _is_time(place.key))


def _is_time(text: str) -> bool:
    """Whether this is a time as we write it. Python reads more than PostgreSQL does: weeks, stranger offsets."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return False
    return at.utcoffset() == timedelta() and at.isoformat() == text
