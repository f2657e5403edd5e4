"""What PostgreSQL does for the hand-written statements of a question, by EXPLAIN."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from psycopg import sql

from tappa.kernel import sql as kernel_sql

Node = Mapping[str, Any]
Statement = tuple[str, Mapping[str, Any]]


@contextmanager
def statements() -> Iterator[list[Statement]]:
    """Those that are run meanwhile, with their values."""
    taken: list[Statement] = []
    real = kernel_sql._fetch

    def noted(statement: Any, values: Any, **asked: Any) -> Any:
        if isinstance(values, Mapping):  # by hand they name their values, by the ORM they do not
            taken.append((statement.written, dict(values)))
        return real(statement, values, **asked)

    with patch.object(kernel_sql, "_fetch", noted):
        yield taken


def explained(text: str, values: Mapping[str, Any], mode: str) -> Node:
    """The statement, prepared and run."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", text)))
    statement = re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", text).replace("%%", "%")
    given = sql.SQL(", ").join(sql.Literal(values[name]) for name in names)
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = " + mode)
        cursor.execute(f"PREPARE asked AS {statement}".replace("%", "%%"), [])
        try:
            asked = sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE asked ({})").format(given)
            cursor.execute(asked.as_string(cursor.connection).replace("%", "%%"), [])
            plan: Node = cursor.fetchone()[0][0]["Plan"]
        finally:
            cursor.execute("DEALLOCATE asked")
            cursor.execute("RESET plan_cache_mode")
    return plan


def nodes(plan: Node) -> Iterator[Node]:
    """All nodes of a plan."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)
