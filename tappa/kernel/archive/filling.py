"""Filling an empty database from a backup, in the caller's transaction: all of it, or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import psycopg
from psycopg import sql

from tappa.kernel.archive.contents import CONTENTS, END, SECRETS, Contents, End, Table, table_of
from tappa.kernel.archive.taking import SETTINGS, TABLES
from tappa.kernel.errors import Conflict, Invalid

Owner = psycopg.Connection[Any]

ANYTHING: Final = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname LIMIT 1
"""
REFERENCES: Final = """
SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace ORDER BY 1, 2
"""


def refuse_unless_empty(owner: Owner) -> None:
    """Raise Conflict, naming something that stands in the database and the way out."""
    row = owner.execute(ANYTHING).fetchone()
    if row:
        raise Conflict(
            f"This is no empty place: {row[0]} stands in the database. Restore into a new data directory (--data), or, "
            "with DATABASE_URL, into a new database (CREATE DATABASE)."
        )


def fill_database(
    owner: Owner,
    contents: Contents,
    parts: Iterable[tuple[str, bytes]],
    note: Callable[[int], None] = lambda _: None,
) -> None:
    """Read every row into tables that stand as the backup's stood. `note` is told how many rows are in.

    References are checked when all rows are there, and triggers do not run: what they wrote is in the backup.
    Raises Invalid when the backup does not fit the tables or is not whole; the caller's transaction is then broken.
    """
    owner.execute(SETTINGS)
    _check_tables(owner, contents)
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in contents.tables)
    owner.execute(sql.SQL("TRUNCATE {}").format(names))  # what the migrations themselves wrote
    with _without_triggers(owner, contents), _without_references(owner):
        end = _copy(owner, contents, parts, note)
    for sequence in end.sequences:
        statement = "SELECT setval(quote_ident(%s)::regclass, %s, %s)"
        owner.execute(statement, [sequence.name, sequence.last_value, sequence.is_called])


def _check_tables(owner: Owner, contents: Contents) -> None:
    found = {name: sorted(columns) for name, columns in owner.execute(TABLES).fetchall()}
    given = {table.name: sorted(table.columns) for table in contents.tables}
    different = sorted(name for name in found.keys() | given.keys() if found.get(name) != given.get(name))
    if different:
        raise Invalid(
            f"The backup's tables are not those of its version ({', '.join(different[:3])}): it was taken from a "
            "database that had been changed by hand.",
            field="FILE",
        )


def _copy(
    owner: Owner, contents: Contents, parts: Iterable[tuple[str, bytes]], note: Callable[[int], None]
) -> End:
    tables = {table.name: table for table in contents.tables}
    rows: Counter[str] = Counter()
    end = None
    for name, content in parts:
        if name == END:
            end = msgspec.json.decode(content, type=End)
        elif name not in {CONTENTS, SECRETS}:
            table = tables[table_of(name)]
            rows[table.name] += _copy_part(owner, table, content)
            note(rows.total())
    short = [table.name for table in contents.tables if rows[table.name] != table.rows]
    if end is None or short:
        raise Invalid(f"The backup lacks rows of {', '.join(short) or 'its end'}.", field="FILE")
    return end


def _copy_part(owner: Owner, table: Table, content: bytes) -> int:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    with owner.cursor() as cursor:
        with cursor.copy(statement) as copy:
            copy.write(content)
        return cursor.rowcount


@contextmanager
def _without_triggers(owner: Owner, contents: Contents) -> Iterator[None]:
    def all_tables(verb: str) -> None:
        for table in contents.tables:
            name = sql.Identifier(table.name)
            owner.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(name, sql.SQL(verb)))

    all_tables("DISABLE")
    yield
    all_tables("ENABLE")


@contextmanager
def _without_references(owner: Owner) -> Iterator[None]:
    """Tables refer to each other in circles, and many references cannot be put off: they are taken away and made again,
    which checks them all at once."""
    references = owner.execute(REFERENCES).fetchall()
    for table, name, _ in references:
        owner.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(table), sql.Identifier(name))
        )
    yield
    for table, name, definition in references:
        owner.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.SQL(table), sql.Identifier(name), sql.SQL(definition)
            )
        )
