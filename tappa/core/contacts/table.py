"""The table of contacts (C1): sorted five ways, page by page, at the same cost on the first page and on the last.

A page begins beyond the row that the last one ended with, never by counting rows from the start. Two steps: who stands
on the page (reading.py), and what their rows show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tappa.core.accounts.models import Member
from tappa.core.contacts.filters.terms import EVERYONE, Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.matching import Matching, matching_of
from tappa.core.contacts.places import Place, read_place
from tappa.core.contacts.reading import Found, find_contacts, place_of
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.sorts import Line, line_of
from tappa.core.contacts.sql_rows import ROWS, TableRow
from tappa.kernel.sql import fetch_all

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class TableQuery:
    """What is asked of the table. `place` is the word of one that a page told, "" the beginning. `where` is a filter, read
    as of `reading`: without it now, in the workspace's time zone."""

    sort: Sort = Sort.CREATED
    descending: bool = True
    search: str = ""
    place: str = ""
    limit: int = PAGE
    where: Filter = EVERYONE
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class TablePage:
    """A page. `first` is the number of its first row, from 1; `before` and `after` are the words of the pages beside it,
    "" where there is none."""

    rows: list[TableRow]
    first: int
    before: str
    after: str


def read_table(member: Member, query: TableQuery, *, stages: Sequence[int]) -> TablePage:
    """A page of the contacts that the member may see and that match; `stages` are the ids of all, in their order.

    As many statements however many rows: who stands on the page, and what the rows show. Raises TooSlow.
    """
    matching = matching_of(
        member, search=query.search, where=query.where, reading=query.reading, stages=stages
    )
    place = read_place(query.place, query.sort, stages=stages)
    if place and _line(query, place, matching, stages).index_of(place.part) is None:
        place = None
    found = _found(query, place, matching, stages)
    if place and place.backwards and len(found) <= query.limit:
        # The beginning was reached, and perhaps half a page of it: people expect a whole one.
        place, found = None, _found(query, None, matching, stages)
    return _page(member, query, place, found)


def _found(query: TableQuery, place: Place | None, matching: Matching, stages: Sequence[int]) -> list[Found]:
    """The page in the direction of reading, and one contact more where there is more."""
    line = _line(query, place, matching, stages)
    return find_contacts(line, matching, place=place, limit=query.limit + 1, stages=stages)


def _line(query: TableQuery, place: Place | None, matching: Matching, stages: Sequence[int]) -> Line:
    return line_of(
        query.sort,
        descending=query.descending,
        backwards=place is not None and place.backwards,
        stages=stages,
        only=matching.only,
    )


def _page(member: Member, query: TableQuery, place: Place | None, found: list[Found]) -> TablePage:
    more = len(found) > query.limit
    found = found[: query.limit]
    first, before, after = 1 + (place.number if place else 0), place is not None, more
    if place and place.backwards:
        found.reverse()
        first, before, after = max(1, place.number - len(found)), more, True
    if not found:
        return TablePage([], first, "", "")
    start = place_of(found[0], number=first, backwards=True)
    end = place_of(found[-1], number=first + len(found) - 1, backwards=False)
    rows = fetch_all(
        TableRow, ROWS, {"workspace": member.workspace_id, "ids": [contact.id for contact in found]}
    )
    return TablePage(rows, first, start.word() if before else "", end.word() if after else "")
