"""Where a page of the table begins: the row before it, as one word for an address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from tappa.core.contacts.rules import Sort
from tappa.kernel.cursors import read_cursor, write_cursor

HIGHEST_ID = 2**53


class Sorted(Protocol):
    """What a sort looks at in a row."""

    @property
    def id(self) -> int:
        """The contact's."""

    @property
    def sort_name(self) -> str:
        """The beginning of the name as it is sorted."""

    @property
    def created_at(self) -> datetime:
        """When the contact came into being."""

    @property
    def stage_id(self) -> int | None:
        """Where the contact stands."""

    @property
    def stage_since(self) -> datetime:
        """Since when."""

    @property
    def last_interaction_at(self) -> datetime | None:
        """The last message, in or out."""


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


def place_of(row: Sorted, sort: Sort, *, number: int, backwards: bool) -> Place:
    """The place beyond this row."""
    part, key = _part_and_key(row, sort)
    return Place(backwards, part, key, row.id, number)


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


def _part_and_key(row: Sorted, sort: Sort) -> tuple[int, str]:
    match sort:
        case Sort.STAGE:
            return row.stage_id or 0, ""
        case Sort.NAME:
            return (1, row.sort_name) if row.sort_name else (2, "")
        case Sort.CREATED:
            return 1, row.created_at.isoformat()
        case Sort.LAST_INTERACTION:
            return (1, row.last_interaction_at.isoformat()) if row.last_interaction_at else (2, "")
        case Sort.TIME_AT_STAGE:
            return (1, row.stage_since.isoformat()) if row.stage_id else (2, "")
