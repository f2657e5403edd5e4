"""Taking a backup: every row as it stood at one moment, while others go on writing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import psycopg
from psycopg import sql

from tappa.kernel.archive.contents import CONTENTS, FORMAT, SECRETS, Contents, Sequence, Table, part_of
from tappa.kernel.archive.file import Writer
from tappa.kernel.errors import Conflict
from tappa.kernel.secrets import PortableSecrets

PART_BYTES: Final = 4 << 20
# COPY writes values as the connection's settings say.
SETTINGS: Final = """
SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL client_encoding = 'UTF8'; SET LOCAL datestyle = 'ISO, DMY'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 3;
SET LOCAL search_path = public;
"""
# The application may read what is Tappa's and nothing else.
TABLES: Final = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
# CASE, for PostgreSQL may ask for the privilege first, and refuses to where there is no sequence.
SEQUENCES: Final = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace
  AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'SELECT') ELSE false END
ORDER BY c.relname
"""
Connection = psycopg.Connection[Any]


def take_backup(
    application: Connection,
    writer: Writer,
    *,
    version: str,
    secrets: PortableSecrets,
    note: Callable[[int, int], None] = lambda _done, _all: None,
) -> Contents:
    """Write everything that the application can read. `note` is told how many rows of how many are written.

    One transaction that only reads: nobody waits for it, and it holds no reader of the log back.
    """
    application.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    application.execute(SETTINGS)
    tables = _locked_tables(application)
    contents = Contents(
        format=FORMAT,
        tappa=version,
        postgres=application.info.parameter_status("server_version") or "",
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        migrations=_migrations(application),
        tables=[Table(name, columns, _count(application, name)) for name, columns in tables.items()],
    )
    writer.add(CONTENTS, msgspec.json.encode(contents))
    writer.add(SECRETS, msgspec.json.encode(secrets))
    done = 0
    for table in contents.tables:
        for number, (part, rows) in enumerate(_parts(application, table), 1):
            writer.add(part_of(table.name, number), part)
            done += rows
            note(done, contents.rows)
    # Sequences know no snapshot: read last, they are beyond every row above.
    writer.finish(_sequences(application))
    application.execute("COMMIT")
    return contents


def _locked_tables(application: Connection) -> dict[str, list[str]]:
    """The tables with their columns, held so that no migration changes one while it is read.

    They are listed twice: the first list is needed for the locks, and the snapshot begins with the first look.
    """
    before = _tables(application)
    if "django_migrations" not in before:
        raise Conflict("This database holds nothing of Tappa's yet: `tappa serve` makes it.")
    application.execute("COMMIT")
    application.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    application.execute(SETTINGS)
    names = sql.SQL(", ").join(map(sql.Identifier, before))
    application.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
    if _tables(application) != before:
        raise Conflict("The database is just being brought up to date. Try again in a moment.")
    return before


def _tables(application: Connection) -> dict[str, list[str]]:
    return {name: list(columns) for name, columns in application.execute(TABLES)}


def _migrations(application: Connection) -> list[tuple[str, str]]:
    found = application.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return [(str(app), str(name)) for app, name in found]


def _count(application: Connection, table: str) -> int:
    row = application.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None  # noqa: S101  a count has one row
    return int(row[0])


def _parts(application: Connection, table: Table) -> Iterator[tuple[bytearray, int]]:
    """The rows of a table, some megabytes at a time, and how many rows there are in each."""
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    part, rows = bytearray(), 0
    with application.cursor() as cursor, cursor.copy(statement) as copy:
        for line in copy:
            part += line
            rows += 1
            if len(part) >= PART_BYTES:
                yield part, rows
                part, rows = bytearray(), 0
    if rows:
        yield part, rows


def _sequences(application: Connection) -> list[Sequence]:
    found = []
    for (name,) in application.execute(SEQUENCES).fetchall():
        statement = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(str(name)))
        row = application.execute(statement).fetchone()
        assert row is not None  # noqa: S101  a sequence is a table of one row
        found.append(Sequence(str(name), int(row[0]), bool(row[1])))
    return found
