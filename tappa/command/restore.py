"""`tappa restore FILE`: a backup becomes an installation, in an empty place."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psycopg
from django.db.migrations.loader import MigrationLoader

from tappa import __version__
from tappa.command.database import LOCK, OWNER_SETTING
from tappa.command.preparation import prepare_database, read_in
from tappa.command.progress import Progress
from tappa.kernel.archive.contents import CONTENTS, FORMAT, SECRETS, Contents
from tappa.kernel.archive.file import read_parts
from tappa.kernel.archive.filling import refuse_unless_empty
from tappa.kernel.database_url import plain_url, read_database_url
from tappa.kernel.errors import DomainError, Invalid
from tappa.kernel.locks import awaited
from tappa.kernel.places import data_directory
from tappa.kernel.postgres.server import open_server
from tappa.kernel.roles import SETTING
from tappa.kernel.secrets import PortableSecrets, adopt_secrets


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup, written by `tappa backup`")


def run(arguments: argparse.Namespace) -> None:
    """Check the whole file, then the place, and only then write. What is cut off in between can be done again."""
    data = data_directory(arguments.data)
    file = arguments.file.absolute()
    contents, brought = _checked(file)
    given, own = os.environ.get(SETTING, ""), os.environ.get(OWNER_SETTING, "")
    if given and not own:
        raise DomainError(
            f"{SETTING} alone cannot restore: making tables takes the owner's address in {OWNER_SETTING}."
        )
    if own:
        _check_empty(own)
    secrets = adopt_secrets(data, brought)
    with _owner_address(data, secrets.owner_password, own) as url:
        read_in(url, file, say=_tell)
        prepare_database(url, application_password=secrets.application_password, given_url=given, say=_tell)
    where = f"the database of {OWNER_SETTING}" if own else str(data)
    print(f"{where}: {contents.rows:,} rows of {len(contents.tables)} tables, as of {contents.made_at}")


def _checked(file: Path) -> tuple[Contents, PortableSecrets]:
    """What the file holds, once it is known to be whole and of a version that we understand."""
    if not file.is_file():
        raise Invalid(f"There is no file {file}.", field="FILE")
    progress = Progress(file.stat().st_size, "bytes checked")
    found: dict[str, bytes] = {}
    for name, content in read_parts(file, progress.show):
        if name == CONTENTS:
            _check_format(content)
        if name in {CONTENTS, SECRETS}:
            found[name] = content
    try:
        contents = msgspec.json.decode(found[CONTENTS], type=Contents)
        brought = msgspec.json.decode(found[SECRETS], type=PortableSecrets)
    except (KeyError, msgspec.MsgspecError) as error:
        raise Invalid(f"{file} is no backup of Tappa: {error}.", field="FILE") from error
    _check_migrations(contents)
    return contents, brought


class _Format(msgspec.Struct):
    format: int
    tappa: str


def _check_format(content: bytes) -> None:
    """Before the rest is understood: another format may have other things in it."""
    found = msgspec.json.decode(content, type=_Format)
    if found.format != FORMAT:
        raise _newer(found.tappa)


def _check_migrations(contents: Contents) -> None:
    known = MigrationLoader(None).disk_migrations
    if any((app, name) not in known for app, name in contents.migrations):
        raise _newer(contents.tappa)


def _newer(version: str) -> Invalid:
    return Invalid(
        f"The backup was taken by Tappa {version}, which is newer than this one ({__version__}). "
        f"Restore it with version {version} or later.",
        field="FILE",
    )


def _check_empty(own: str) -> None:
    """Before the data directory is made. Whoever fills it looks again, with the database locked."""
    read_database_url(plain_url(own))
    try:
        with psycopg.connect(plain_url(own), connect_timeout=5) as owner:
            refuse_unless_empty(owner)
    except psycopg.OperationalError as error:
        raise DomainError(f"The database of {OWNER_SETTING} cannot be reached: {error}") from error


@contextmanager
def _owner_address(data: Path, owner_password: str, own: str) -> Iterator[str]:
    """The owner's address: of the operator's server, or of the embedded one, which is made and started for the moment."""
    if own:
        yield own
        return
    waiting = "waiting for another command that has the database"
    with (
        awaited(data / LOCK, lambda: _tell(waiting)),
        open_server(data, owner_password=owner_password, say=_tell) as server,
    ):
        yield server.owner_url


def _tell(line: str) -> None:
    print(line, file=sys.stderr)
