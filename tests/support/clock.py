"""The clock of a whole Tappa that runs: PostgreSQL's, for all that it is asked, and that of its own processes."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Final, LiteralString

import psycopg
from psycopg import sql

from tests.support.altering import ALTERED

CLOCKS: Final = ("clock_timestamp", "now", "statement_timestamp", "transaction_timestamp")
NOTICED_SECONDS: Final = 0.5
_DEFAULTS: Final[LiteralString] = """
SELECT c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
JOIN pg_class c ON c.oid = d.adrelid JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE c.relnamespace = 'public'::regnamespace AND pg_get_expr(d.adbin, d.adrelid) ~ '^(now|[a-z]+_timestamp)\\(\\)$'
"""


def settings_of_clock(offset: Path) -> dict[str, str]:
    """Settings under which its processes read the seconds that their clock is off from this file."""
    offset.write_text("0")
    return {"PYTHONPATH": ALTERED, "TAPPA_TEST_CLOCK": str(offset)}


class Clock:
    """Its functions stand in a schema before PostgreSQL's own, for every session from now on, and in the columns' defaults.
    They read how much it is off with each statement, so that it is set while everything runs."""

    def __init__(self, owner_url: str, offset: Path) -> None:
        self._owner_url = owner_url
        self._offset = offset
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute("CREATE SCHEMA clock")
            owner.execute("GRANT USAGE ON SCHEMA clock TO PUBLIC")
            owner.execute("CREATE TABLE clock.off AS SELECT interval '0' AS by")
            owner.execute("GRANT SELECT ON clock.off TO PUBLIC")
            for name in CLOCKS:
                owner.execute(
                    sql.SQL(
                        "CREATE FUNCTION clock.{0}() RETURNS timestamptz LANGUAGE sql STABLE "
                        "AS 'SELECT pg_catalog.{0}() + (SELECT by FROM clock.off)'"
                    ).format(sql.Identifier(name))
                )
            for table, column, expression in owner.execute(_DEFAULTS).fetchall():
                owner.execute(
                    sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT clock.{}()").format(
                        *map(sql.Identifier, (table, column, str(expression).removesuffix("()")))
                    )
                )
            for role in ("tappa_app", "tappa_owner"):
                owner.execute(
                    sql.SQL("ALTER ROLE {} SET search_path = clock, pg_catalog, public").format(
                        sql.Identifier(role)
                    )
                )
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tappa_app'"
            )

    def set(self, by: timedelta) -> None:
        """From the true time, everywhere: the processes notice within a moment."""
        self._offset.write_text(str(by.total_seconds()))
        with psycopg.connect(self._owner_url, autocommit=True) as owner:
            owner.execute("UPDATE clock.off SET by = %s", [by])
        time.sleep(NOTICED_SECONDS)
