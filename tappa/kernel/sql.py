"""Hand-written SQL for the hot paths, on the same connection and in the same transaction as the ORM.

Django's own cursor neither prepares statements nor lets psycopg load timestamps in C, and the ORM builds each statement
anew (docs/architecture.md says what that costs). Each room keeps such statements in its one `sql.py`.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any, Final, LiteralString, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction
from psycopg.types.datetime import TimestamptzBinaryLoader, TimestamptzLoader

Row = TypeVar("Row")

KEPT: Final = "tappa_cursor"  # under this name Django's wrapper of a connection has it
STATEMENTS: Final = 1000  # are kept: those of lists are as many as there are kinds of filters
# A filter of many values makes a statement of a hundred thousand characters, and no second one like it.
KEPT_LENGTH: Final = 8192
_PLACE: Final = re.compile(r"%(?:\((?P<name>\w+)\))?(?P<kind>.?)", re.DOTALL)


def fetch_all(
    row: type[Row], statement: LiteralString, parameters: Mapping[str, Any], *, planned_anew: bool = False
) -> list[Row]:
    """Run a statement and return its rows, each as `row(**columns)`. Errors are Django's, as the ORM raises them.

    `planned_anew`: for its very values each time, where one plan does not fit all.
    """
    found, result = _fetch(statement, parameters, planned_anew=planned_anew)
    names = tuple((result.fname(number) or b"").decode() for number in range(result.nfields))
    if names == getattr(row, "__match_args__", None):  # in the order of the class: half as dear as by name
        return [row(*values) for values in found]
    return [row(**dict(zip(names, values, strict=True))) for values in found]


def fetch_tuples(statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement as they come."""
    found, _result = _fetch(statement, parameters)
    return found


def fetch_truth(statement: LiteralString, parameters: Mapping[str, Any] | None = None) -> bool:
    """What a statement of one truth value says, as SELECT EXISTS is."""
    [(is_true,)], _result = _fetch(statement, parameters or {})
    return bool(is_true)


def _fetch(
    statement: LiteralString,
    parameters: Mapping[str, Any] | Sequence[Any],
    *,
    planned_anew: bool = False,
) -> tuple[list[tuple[Any, ...]], Any]:
    """The rows, and libpq's own answer, which has the names of their columns."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]  # `connection` would look for the thread's with each word
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    with wrapper.wrap_database_errors:
        cursor = _cursor_of(wrapper)
        numbered, names = (_kept if len(statement) <= KEPT_LENGTH else _numbered)(statement)
        values = [parameters[name] for name in names] if isinstance(parameters, Mapping) else parameters
        if len(values) != len(names):
            raise psycopg.ProgrammingError(f"{len(names)} values have a place, {len(values)} are given")
        cursor.execute(numbered, values, prepare=False if planned_anew else None)
        found, result = cursor.fetchall(), cursor.pgresult
    if wrapper.queries_logged:  # somebody counts statements: these count like the ORM's
        asked = psycopg.ClientCursor(wrapper.connection).mogrify(statement, parameters)
        wrapper.queries_log.append({"sql": asked})
    return found, result


def _numbered(statement: LiteralString) -> tuple[LiteralString, tuple[str, ...]]:
    """A statement as PostgreSQL wants it, with $1 for the first place, and its places' names, each once: "1" and so on
    where they have none. psycopg does the same, but each time anew for a statement of more than 4,096 characters, which
    was a quarter of what a message cost."""
    names: dict[str, int] = {}

    def number(place: re.Match[str]) -> str:
        name, kind = place["name"], place["kind"]
        if kind == "%" and not name:
            return "%"
        if kind != "s":
            raise psycopg.ProgrammingError(
                f"{place[0]} is no place for a value; a percent sign is written %%"
            )
        return f"${names.setdefault(name or str(len(names) + 1), len(names) + 1)}"

    return _PLACE.sub(number, statement), tuple(names)


_kept: Final = lru_cache(STATEMENTS)(_numbered)


def _cursor_of(wrapper: Any) -> psycopg.RawCursor[Any]:
    """The connection's one cursor for such statements, with psycopg's own loaders: making one takes as long as asking.
    Each answer is read whole, so that it is free again; it holds the last one until the next is asked for."""
    cursor: psycopg.RawCursor[Any] | None = getattr(wrapper, KEPT, None)
    if cursor is None or cursor.connection is not wrapper.connection:
        cursor = psycopg.RawCursor(wrapper.connection)
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.adapters.register_loader("timestamptz", TimestamptzBinaryLoader)
        setattr(wrapper, KEPT, cursor)
    return cursor


def fetch_one(
    row: type[Row], statement: LiteralString, parameters: Mapping[str, Any], *, planned_anew: bool = False
) -> Row | None:
    """The first row of `fetch_all`, or None."""
    rows = fetch_all(row, statement, parameters, planned_anew=planned_anew)
    return rows[0] if rows else None


def part_of_transaction() -> AbstractContextManager[object]:
    """Guard one statement that may be refused: inside a transaction a savepoint, so that the refusal does not break
    what surrounds it; outside nothing, for a single statement is a transaction of its own and a BEGIN costs a trip."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def violated_constraint(error: IntegrityError) -> str:
    """The name of the constraint that refused a statement, or ""."""
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, psycopg.Error) else ""
