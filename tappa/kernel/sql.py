"""Hand-written SQL for the hot paths, on the same connection and in the same transaction as the ORM.

Django's own cursor neither prepares statements nor lets psycopg load timestamps in C, and the ORM builds each statement
anew (docs/architecture.md says what that costs). Each room keeps such statements in its one `sql.py`.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, LiteralString, TypeVar

import psycopg
from django.db import IntegrityError, connection, transaction
from psycopg.rows import RowFactory, class_row, tuple_row
from psycopg.types.datetime import TimestamptzBinaryLoader, TimestamptzLoader

Row = TypeVar("Row")


def fetch_all(
    row: type[Row], statement: LiteralString, parameters: Mapping[str, Any], *, planned_anew: bool = False
) -> list[Row]:
    """Run a statement and return its rows, each as `row(**columns)`. Errors are Django's, as the ORM raises them.

    `planned_anew`: for its very values each time, where one plan does not fit all.
    """
    return _fetch(statement, parameters, class_row(row), planned_anew=planned_anew)


def fetch_tuples(statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement as they come."""
    return _fetch(statement, parameters, tuple_row)


def _fetch(
    statement: LiteralString,
    parameters: Mapping[str, Any] | Sequence[Any],
    rows: RowFactory[Row],
    *,
    planned_anew: bool = False,
) -> list[Row]:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection, row_factory=rows) as cursor,
    ):
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.adapters.register_loader("timestamptz", TimestamptzBinaryLoader)
        cursor.execute(statement, parameters, prepare=False if planned_anew else None)
        found = cursor.fetchall()
    if connection.queries_logged:  # somebody counts statements: these count like the ORM's
        asked = psycopg.ClientCursor(connection.connection).mogrify(statement, parameters)
        connection.queries_log.append({"sql": asked})
    return found


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
