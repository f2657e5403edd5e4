"""The table of contacts (C1): sorted five ways, page by page, at the same cost on the first page and on the last.

A page begins beyond the row that the last one ended with, never by counting rows from the start. Who sees everybody is
led straight to it by an index per sort. Where few match (a search, an agent who sees only theirs), they are gathered
and sorted. A search that finds more than a few meets them often enough along an index; but the index of names has those
of a name side by side, so that by name more are gathered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tappa.core.accounts.models import Member
from tappa.core.contacts.filters.compile import Clause
from tappa.core.contacts.places import Place, place_of, read_place
from tappa.core.contacts.rules import Sort, fold_text, literal
from tappa.core.contacts.sight import sight_branches, visible_ids
from tappa.core.contacts.sql_table import BEGINS, CONTAINS, COUNT, ESTIMATE, Matching, gather, line_of, walk
from tappa.kernel.sql import fetch_all, fetch_one

PAGE: Final = 50
COUNTED: Final = 10_000  # up to here a count is exact
GATHERED: Final = 200_000  # by name, and at a stage: they are not spread over the index that would be walked
EVERYBODY: Final = Clause("true")
TRIGRAM: Final = 3  # fewer letters are sought at the beginning of names only


@dataclass(frozen=True, slots=True)
class TableRow:
    """A contact as the table shows it. Stage and channel are ids: both lists are short, and known to the page."""

    id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    is_blocked: bool
    created_at: datetime
    sort_name: str
    stage_id: int | None
    stage_since: datetime
    last_channel_id: int | None
    last_incoming_at: datetime | None
    last_outgoing_at: datetime | None
    assignee_id: int | None
    assignee_name: str | None

    @property
    def last_interaction_at(self) -> datetime | None:
        """The last message, in or out."""
        return max(filter(None, (self.last_incoming_at, self.last_outgoing_at)), default=None)


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are: exactly, or about."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class TableQuery:
    """What is asked of the table. `place` is the word of one that a page told, "" the beginning. `stages` keeps those
    who stand at one of them (None: at none); empty keeps all. `where` is a filter besides (filters/compile.py)."""

    sort: Sort = Sort.CREATED
    descending: bool = True
    search: str = ""
    place: str = ""
    limit: int = PAGE
    stages: tuple[int | None, ...] = ()
    where: Clause = EVERYBODY


@dataclass(frozen=True, slots=True)
class TablePage:
    """A page. `first` is the number of its first row, from 1; `before` and `after` are the words of the pages beside it,
    "" where there is none."""

    rows: list[TableRow]
    first: int
    before: str
    after: str
    count: Count


@dataclass(frozen=True, slots=True)
class _Number:
    number: int


@dataclass(frozen=True, slots=True, init=False)
class _Plan:
    rows: int

    def __init__(self, **columns: Any) -> None:
        """The answer of EXPLAIN, whose column has a name that no attribute can have."""
        object.__setattr__(self, "rows", int(columns["QUERY PLAN"][0]["Plan"]["Plan Rows"]))


def count_contacts(member: Member, *, search: str = "") -> Count:
    """How many contacts the member may see, or finds: exactly up to COUNTED, beyond by PostgreSQL's own estimate."""
    return _count(_matching(member, search))


def read_table(member: Member, query: TableQuery, *, stages: Sequence[int]) -> TablePage:
    """A page of the contacts that the member may see and that the search finds; `stages` are all ids, in their order.

    Two statements, however many rows: the count and the page.
    """
    matching = _matching(member, query.search, query.stages, query.where)
    count = _count(matching)
    place = read_place(query.place, query.sort, stages=stages)
    rows = _rows(query, place, matching, count, stages)
    if place and place.backwards and len(rows) <= query.limit:
        # The beginning was reached, and perhaps half a page of it: people expect a whole one.
        place, rows = None, _rows(query, None, matching, count, stages)
    return _page(query, place, rows, count)


def _matching(
    member: Member, search: str, stages: Sequence[int | None] = (), where: Clause = EVERYBODY
) -> Matching:
    sight = () if visible_ids(member) is None else sight_branches(member)
    values: dict[str, Any] = {"workspace": member.workspace_id} | where.values
    kept = "" if where == EVERYBODY else where.sql
    for branch in sight:
        values |= branch.values
    at = tuple(_at(stage, number, values) for number, stage in enumerate(stages))
    wanted = fold_text(search.replace("\x00", ""))
    if not wanted:
        return Matching(sight, "", values, at, kept)
    if len(wanted) < TRIGRAM:
        values |= {"search": wanted, "search_end": wanted + chr(0x10FFFF)}
        return Matching(sight, BEGINS, values, at, kept)
    return Matching(sight, CONTAINS, values | {"search": f"%{literal(wanted)}%"}, at, kept)


def _at(stage: int | None, number: int, values: dict[str, Any]) -> str:
    """The condition of standing at a stage, or at none; its value goes to the others."""
    if stage is None:
        return "standing.stage_id IS NULL"
    values[f"at_{number}"] = stage
    return f"standing.stage_id = %(at_{number})s"


def _count(matching: Matching) -> Count:
    counted = fetch_one(_Number, matching.counting(COUNT), matching.values | {"most": COUNTED})
    if counted and counted.number <= COUNTED:
        return Count(counted.number, exact=True)
    plan = fetch_one(_Plan, matching.counting(ESTIMATE), matching.values)
    expected = plan.rows if plan else 0
    # Two figures of it: more would promise what an estimate does not hold.
    return Count(max(COUNTED, round(expected, 2 - len(str(expected)))), exact=False)


def _rows(
    query: TableQuery, place: Place | None, matching: Matching, count: Count, stages: Sequence[int]
) -> list[TableRow]:
    """The page in the direction of reading, and one row more where there is more."""
    backwards = place is not None and place.backwards
    line = line_of(query.sort, descending=query.descending, backwards=backwards, stages=stages)
    scattered = not matching.stages and (query.sort is not Sort.NAME or matching.search == BEGINS)
    few = count.exact or (not scattered and count.number <= GATHERED)
    gathered = matching.sight or matching.where or ((matching.search or matching.stages) and few)
    build = gather if gathered else walk
    values = matching.values | {f"stage_{number}": stage for number, stage in enumerate(stages)}
    if place:
        values |= {"key": place.key or None, "id": place.id}
    return fetch_all(TableRow, build(line, matching, place), values | {"limit": query.limit + 1})


def _page(query: TableQuery, place: Place | None, rows: list[TableRow], count: Count) -> TablePage:
    more = len(rows) > query.limit
    rows = rows[: query.limit]
    first, before, after = 1 + (place.number if place else 0), place is not None, more
    if place and place.backwards:
        rows.reverse()
        first, before, after = max(1, place.number - len(rows)), more, True
    if not rows:
        return TablePage([], first, "", "", count)
    start = place_of(rows[0], query.sort, number=first, backwards=True)
    end = place_of(rows[-1], query.sort, number=first + len(rows) - 1, backwards=False)
    return TablePage(rows, first, start.word() if before else "", end.word() if after else "", count)
