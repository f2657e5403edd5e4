"""`python -m tappa.command.fill FILE`: an empty database is filled from a backup. Started by preparation.py.

Tables, rows and sequences come in one transaction: cut off at any moment, the database is empty as before. The tables
are made as the backup's version had them; what is newer comes afterwards, as in any upgrade.
"""

import sys
from pathlib import Path
from typing import cast

import django
import msgspec
import psycopg
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tappa.command.migrate import LOCK, refuse
from tappa.command.preparation import ANSWER, REFUSED
from tappa.command.progress import Progress
from tappa.kernel.archive.contents import CONTENTS, Contents
from tappa.kernel.archive.file import read_parts
from tappa.kernel.archive.filling import fill_database, refuse_unless_empty
from tappa.kernel.errors import DomainError


def main(words: list[str]) -> int:
    """In the process of its own: fill the database that the settings name."""
    django.setup()
    try:
        _fill(Path(words[0]))
    except DomainError as error:
        refuse(error.message)
        return REFUSED
    except (Error, psycopg.Error) as error:
        refuse(f"The database refused, and is as it was: {error}")
        return REFUSED
    print(f"{ANSWER}filled")
    return 0


def _fill(file: Path) -> None:
    parts = read_parts(file)
    contents = msgspec.json.decode(
        next(content for name, content in parts if name == CONTENTS), type=Contents
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        owner = cast("psycopg.Connection", connection.connection)
        refuse_unless_empty(owner)
        _make_tables(contents)
        fill_database(owner, contents, parts, Progress(contents.rows, "rows").show)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # or the first hours would be planned as if there were nothing


def _make_tables(contents: Contents) -> None:
    """Bring the empty database to where the backup's stood: of each app, the last of its migrations."""
    executor = MigrationExecutor(connection)
    given, graph = set(contents.migrations), executor.loader.graph
    targets = [
        key
        for key in sorted(given & set(graph.nodes))
        if not any(child.key in given and child.key[0] == key[0] for child in graph.node_map[key].children)
    ]
    print(f"making the tables of {len(given)} migrations", flush=True)
    executor.migrate(targets)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
