"""How many contacts there are, or match: exactly up to a bound, and about beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tappa.core.accounts.models import Member
from tappa.core.contacts.filters.terms import EVERYONE, Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.matching import Matching, matching_of
from tappa.core.contacts.reading import patient, too_slow
from tappa.core.contacts.sql_table import (
    COUNT,
    COUNT_HELD,
    ESTIMATE,
    GONE,
    TALLIED,
    Plan,
    held_rows,
    matching_rows,
)
from tappa.core.lifecycle.queries import all_stages
from tappa.kernel.errors import TooSlow
from tappa.kernel.sql import fetch_one

COUNTED: Final = 10_000  # up to here a count is exact
SHORT: Final = 1000  # milliseconds
UNITS: Final = 100  # of what PostgreSQL says that a statement costs, in a millisecond of a busy machine


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are: exactly, or about."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class _Number:
    number: int


def count_contacts(
    member: Member,
    *,
    search: str = "",
    where: Filter = EVERYONE,
    reading: Reading | None = None,
    stages: Sequence[int] | None = None,
    milliseconds: int | None = None,
) -> Count:
    """How many contacts the member may see, and a search and a filter find.

    Everybody, and all at some stages, are summed already (D1). Others are counted exactly up to COUNTED, and beyond it
    PostgreSQL's own estimate is told. `stages` are the ids of all, where they are known already. Raises TooSlow after so
    many milliseconds, without them after some seconds; who has less than a second is told at once where it is expected.
    """
    if stages is None:
        stages = [stage.id for stage in all_stages(member.workspace_id)] if where != EVERYONE else []
    matching = matching_of(member, search=search, where=where, reading=reading, stages=stages)
    if not matching.is_sorted_out:
        only = matching.only
        nowhere = only is not None and None in only
        number = _number(TALLIED, matching, everywhere=only is None, nowhere=nowhere)
        return Count(number, exact=True)
    rows, held = matching_rows(matching), held_rows(matching)
    if milliseconds and milliseconds < SHORT and _cost(held or rows, matching) > milliseconds * UNITS:
        raise TooSlow(too_slow())
    statement = COUNT_HELD.format(held=held, rows=rows) if held else COUNT.format(rows=rows)
    with patient(milliseconds):
        number = _number(statement, matching, most=COUNTED, gone=GONE)
    if number <= COUNTED:
        return Count(number, exact=True)
    plan = fetch_one(Plan, ESTIMATE.format(rows=rows), matching.values)
    expected = plan.rows if plan else 0
    # Two figures of it: more would promise what an estimate does not hold.
    return Count(max(COUNTED, round(expected, 2 - len(str(expected)))), exact=False)


def _cost(rows: str, matching: Matching) -> float:
    """What PostgreSQL expects counting to cost, in its own unit."""
    statement = f"EXPLAIN (FORMAT JSON) {COUNT.format(rows=rows)}"
    plan = fetch_one(Plan, statement, matching.values | {"most": COUNTED}, planned_anew=True)
    return plan.cost if plan else 0


def _number(statement: str, matching: Matching, **values: Any) -> int:
    counted = fetch_one(
        _Number, statement, {"only": [], **matching.values, **values}, planned_anew=matching.is_sorted_out
    )
    return counted.number if counted else 0
