"""Statements written by hand: one cursor for all of them, whatever happens to one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, LiteralString

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from tappa.kernel.sql import KEPT_LENGTH, Row, _kept, fetch_all, fetch_one, fetch_tuples
from tests.support.together import elsewhere


@dataclass(frozen=True)
class Pair:
    one: int
    other: str


def test_columns_find_their_place_by_name_in_whatever_order() -> None:
    for statement in ("SELECT 1 AS one, 'b' AS other", "SELECT 'b' AS other, 1 AS one"):
        assert fetch_all(Pair, statement, {}) == [Pair(1, "b")]
    with pytest.raises(TypeError):
        fetch_all(Pair, "SELECT 1 AS one, 'b' AS another", {})
    assert fetch_one(Pair, "SELECT 1 AS one, 'b' AS other WHERE false", {}) is None


def test_one_statement_fills_rows_of_several_classes_again_and_again() -> None:
    """Whether its columns stand in a class's order is seen once for each."""

    class Turned(Row, frozen=True):
        other: str
        one: int

    statement = "SELECT 7 AS one, 'b' AS other"
    for _ in range(3):
        assert fetch_all(Pair, statement, {}) == [Pair(7, "b")]
        assert fetch_all(Turned, statement, {}) == [Turned("b", 7)]


def test_rows_stay_what_they_were_when_the_next_statement_is_asked() -> None:
    first = fetch_tuples("SELECT generate_series(1, 3)", [])
    assert fetch_tuples("SELECT 4", []) == [(4,)]
    assert first == [(1,), (2,), (3,)]
    found = [fetch_tuples("SELECT %s::bigint + 1", [number]) for (number,) in first]
    assert found == [[(2,)], [(3,)], [(4,)]], "one within the other"


def test_places_are_named_or_stand_in_a_row() -> None:
    named = "SELECT %(one)s::int AS one, %(other)s::text || '%%' || %(other)s || %(one)s::int AS other"
    assert fetch_all(Pair, named, {"other": "b", "one": 1, "unasked": None}) == [Pair(1, "b%b1")]
    assert fetch_tuples("SELECT %s::int, %s::text, '100%%'", [1, "b"]) == [(1, "b", "100%")]
    with pytest.raises(KeyError):
        fetch_all(Pair, named, {"one": 1})


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("SELECT %s::int", []),
        ("SELECT %s::int", [1, 2]),
        ("SELECT %(one)s::int, %s::int", [1]),
        ("SELECT 'a' LIKE 'a%'", []),
        ("SELECT 5 % 3", []),
        ("SELECT %b::bytea", [b""]),
    ],
)
def test_a_statement_that_is_written_wrong_is_a_mistake_of_ours(
    statement: LiteralString, values: list[object]
) -> None:
    """Not the database's trouble, which would be told as something that passes."""
    with pytest.raises(ProgrammingError):
        fetch_tuples(statement, values)


def test_a_long_statement_is_not_kept() -> None:
    """A filter of a thousand values makes one that never comes again."""
    long: Any = f"SELECT %s::int -- {'x' * KEPT_LENGTH}"
    short: Any = f"SELECT %s::int -- {token_hex(8)}"
    before = _kept.cache_info()
    for statement in (long, short, long, short):
        assert fetch_tuples(statement, [1]) == [(1,)]
    after = _kept.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 1), (
        "the short one was made, and found again"
    )


def test_after_an_error_the_same_statement_is_asked_again() -> None:
    statement = "SELECT 1 / %s::int"
    for divisor in (1, 0, 1, 0, 1):
        if divisor:
            assert fetch_tuples(statement, [divisor]) == [(1,)]
        else:
            with pytest.raises(DatabaseError), transaction.atomic():
                fetch_tuples(statement, [divisor])
    with pytest.raises(ProgrammingError), transaction.atomic():
        fetch_tuples("SELECT nothing", [])
    assert fetch_tuples(statement, [1]) == [(1,)]


def test_another_connection_has_another_cursor() -> None:
    """A server that has ended takes the cursor with it; the next connection has its own, and so has each thread."""
    mine = fetch_tuples("SELECT pg_backend_pid()", [])
    theirs, after_that = elsewhere(_two_connections)
    assert len({mine[0], theirs[0], after_that[0]}) == 3
    assert fetch_tuples("SELECT pg_backend_pid()", []) == mine


def _two_connections() -> tuple[list[tuple[int]], list[tuple[int]]]:
    first = fetch_tuples("SELECT pg_backend_pid()", [])
    with pytest.raises(DatabaseError):
        fetch_tuples("SELECT pg_terminate_backend(pg_backend_pid())", [])
    connection.close()
    return first, fetch_tuples("SELECT pg_backend_pid()", [])


def test_times_are_whole_and_know_their_zone() -> None:
    ((at,),) = fetch_tuples("SELECT '2026-03-04 05:06:07.08+00'::timestamptz", [])
    assert at == datetime(2026, 3, 4, 5, 6, 7, 80_000, tzinfo=UTC)
