"""The kept database put aside and a copy of it in its place while is measured, so that the next run finds what this one
found: contacts, messages and moves of a run go with the copy."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from tappa.kernel.postgres.cluster import DATABASE, OWNER
from tappa.kernel.postgres.server import Server, open_server
from tappa.kernel.secrets import load_secrets

ASIDE: Final = "tappa_aside"
MARK: Final = "aside"
SPARE: Final = 2 * 1024**3  # what a run writes, with PostgreSQL's own log
CLONES_FROM: Final = (
    180_000  # the version that has the kernel copy files, which share their blocks where the disk can
)

Owner = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def copied(data: Path, *, in_place: bool = False) -> Iterator[None]:
    """A copy in the kept database's place while the block runs; with `in_place` the kept one itself."""
    if in_place:
        yield
        return
    put_aside(data)
    try:
        yield
    finally:
        put_back(data)


def put_aside(data: Path) -> None:
    """Rename the database and copy it. What ends halfway is put back by the next run, by the mark."""
    with _owner(data) as (server, owner):
        _check_space(server, owner)
        (data / MARK).touch()
        owner.execute(_named("ALTER DATABASE {} RENAME TO {}", DATABASE, ASIDE))
        if owner.info.server_version >= CLONES_FROM:
            owner.execute("SET file_copy_method = clone")
        try:
            owner.execute(_named("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", DATABASE, ASIDE))
        except BaseException:
            _back(owner)
            (data / MARK).unlink()
            raise
    os.sync()  # or what was copied is written out while is measured


def put_back(data: Path) -> None:
    """Throw the copy away, when there is one."""
    if not (data / MARK).exists():
        return
    with _owner(data) as (_server, owner):
        _back(owner)
    (data / MARK).unlink()


def _back(owner: Owner) -> None:
    if not owner.execute("SELECT FROM pg_database WHERE datname = %s", [ASIDE]).rowcount:
        return
    owner.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", DATABASE))
    owner.execute(_named("ALTER DATABASE {} RENAME TO {}", ASIDE, DATABASE))


def _check_space(server: Server, owner: Owner) -> None:
    row = owner.execute("SELECT pg_database_size(%s)", [DATABASE]).fetchone()
    assert row is not None
    needed, free = row[0] + SPARE, shutil.disk_usage(server.cluster).free
    if free < needed:
        sys.exit(
            f"A copy of the data in {server.data} needs {gigabytes(needed)} and {gigabytes(free)} are free: make room, "
            f"or measure with --in-place, which leaves in the data what it writes."
        )


@contextmanager
def _owner(data: Path) -> Iterator[tuple[Server, Owner]]:
    """PostgreSQL running for the moment, and its owner in a database that is not the one in question."""
    password = load_secrets(data).owner_password
    with open_server(data, owner_password=password) as server:
        url = server.url(OWNER, password, "postgres")
        with psycopg.connect(url, autocommit=True) as owner:
            yield server, owner


def _named(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))


def gigabytes(size: int) -> str:
    """As people read it."""
    return f"{size / 1024**3:,.1f} GB"
