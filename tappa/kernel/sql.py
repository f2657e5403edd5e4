"""Hand-written SQL for the hot paths, on the same connection and in the same transaction as the ORM.

Django's own cursor neither prepares statements nor lets psycopg load timestamps in C, and the ORM builds each statement
anew (docs/architecture.md says what that costs). Each room keeps such statements in its one `sql.py`.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, LiteralString, TypeVar

import msgspec
import psycopg
from django.db import (
    DEFAULT_DB_ALIAS,
    IntegrityError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)
from psycopg.types.datetime import TimestamptzBinaryLoader, TimestamptzLoader

R = TypeVar("R")

KEPT: Final = "tappa_cursor"  # under this name Django's wrapper of a connection has it
STATEMENTS: Final = 1000  # are kept: those of lists are as many as there are kinds of filters
# A filter of many values makes a statement of a hundred thousand characters, and no second one like it.
KEPT_LENGTH: Final = 8192
_PLACE: Final = re.compile(r"%(?:\((?P<name>\w+)\))?(?P<kind>.?)", re.DOTALL)


class Row(msgspec.Struct, frozen=True):
    """A row of an answer of many, or of one that every call asks for: to make a frozen dataclass takes eight times as long."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A statement as it is written and as PostgreSQL wants it, with $1 for the first place, and its places' names, each once:
    "1" and so on where they have none. `in_order` are the rows whose attributes are the answer's columns, one for one: seen
    once and held for true, so that a statement names its columns (no `SELECT *`)."""

    written: LiteralString
    text: LiteralString
    names: tuple[str, ...]
    in_order: set[type] = field(default_factory=set)


def fetch_all(
    row: type[R], statement: LiteralString, parameters: Mapping[str, Any], *, planned_anew: bool = False
) -> list[R]:
    """Run a statement and return its rows, each as `row(**columns)`. Errors are Django's, as the ORM raises them.

    `planned_anew`: for its very values each time, where one plan does not fit all.
    """
    numbered = _number(statement)
    found, result = _fetch(numbered, parameters, planned_anew=planned_anew)
    if row in numbered.in_order:
        return [row(*values) for values in found]
    names = tuple((result.fname(number) or b"").decode() for number in range(result.nfields))
    if names == getattr(row, "__match_args__", None):
        numbered.in_order.add(row)
    return [row(**dict(zip(names, values, strict=True))) for values in found]


def fetch_tuples(statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement as they come."""
    found, _result = _fetch(_number(statement), parameters)
    return found


def fetch_truth(statement: LiteralString, parameters: Mapping[str, Any] | None = None) -> bool:
    """What a statement of one truth value says, as SELECT EXISTS is."""
    [(is_true,)], _result = _fetch(_number(statement), parameters or {})
    return bool(is_true)


def _fetch(
    statement: Numbered,
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
        names = statement.names
        values = [parameters[name] for name in names] if isinstance(parameters, Mapping) else parameters
        if len(values) != len(names):
            raise ProgrammingError(f"{len(names)} values have a place, {len(values)} are given")
        cursor.execute(statement.text, values, prepare=False if planned_anew else None)
        found, result = cursor.fetchall(), cursor.pgresult
    if wrapper.force_debug_cursor:  # somebody counts statements: these count like the ORM's
        asked = psycopg.ClientCursor(wrapper.connection).mogrify(statement.written, parameters)
        wrapper.queries_log.append({"sql": asked})
    return found, result


def _number(statement: LiteralString) -> Numbered:
    return (_kept if len(statement) <= KEPT_LENGTH else _numbered)(statement)


def _numbered(statement: LiteralString) -> Numbered:
    """Number the places of a statement. psycopg does the same, but each time anew for one of more than 4,096 characters, which
    was a quarter of what a message cost."""
    names: dict[str, int] = {}

    def number(place: re.Match[str]) -> str:
        name, kind = place["name"], place["kind"]
        if kind == "%" and not name:
            return "%"
        if kind != "s":
            raise ProgrammingError(f"{place[0]} is no place for a value; a percent sign is written %%")
        return f"${names.setdefault(name or str(len(names) + 1), len(names) + 1)}"

    text = _PLACE.sub(number, statement)
    return Numbered(statement, text, tuple(names))


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
    row: type[R], statement: LiteralString, parameters: Mapping[str, Any], *, planned_anew: bool = False
) -> R | None:
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
