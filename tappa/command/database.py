"""The database for a command: the running server's, or the embedded one started for the moment."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from django.db import connections

from tappa.command.preparation import prepare_database
from tappa.kernel.database_url import django_database
from tappa.kernel.errors import DomainError
from tappa.kernel.locks import awaited
from tappa.kernel.postgres.server import find_server, open_server
from tappa.kernel.roles import SETTING, application_url
from tappa.kernel.secrets import load_secrets

OWNER_SETTING: Final = "DATABASE_URL"
# Who starts the embedded PostgreSQL holds it: a command for as long as it runs, `serve` until the database is ready.
LOCK: Final = "database.lock"

Say = Callable[[str], None]


@contextmanager
def opened_database(data: Path, say: Say) -> Iterator[None]:
    """Give Django the application's connection while the block runs."""
    with application_address(data, say) as url:
        connections.databases["default"].update(django_database(url))
        try:
            yield
        finally:
            connections.close_all()


@contextmanager
def application_address(data: Path, say: Say) -> Iterator[str]:
    """The application's address of the database, which is up to date while the block runs.

    DATABASE_URL names a server of the operator's. TAPPA_APPLICATION_DATABASE_URL without it names one that somebody
    else prepares, as `serve` does for its own processes. With neither it is the embedded one.
    """
    ready, own = os.environ.get(SETTING, ""), os.environ.get(OWNER_SETTING, "")
    if ready and not own:
        yield ready
        return
    password = load_secrets(data).application_password
    if own:
        yield prepare_database(own, application_password=password, given_url=ready, say=say).url
        return
    with _embedded(data, password, say) as url:
        yield url


@contextmanager
def present_address(data: Path) -> Iterator[str]:
    """The application's address of the database as it is: nothing is migrated and nothing granted.

    The embedded database is started for the moment where it does not run. Raises DomainError where there is none.
    """
    given, own = os.environ.get(SETTING, ""), os.environ.get(OWNER_SETTING, "")
    if given:
        yield given
        return
    secrets = load_secrets(data)
    if own:
        yield application_url(own, secrets.application_password)
        return
    if not (data / "postgres").exists():
        raise DomainError(f"There is no database in {data} yet: `tappa serve` makes it.")
    with ExitStack() as stack:
        lock = stack.enter_context(ExitStack())
        lock.enter_context(awaited(data / LOCK, lambda: None))
        running = find_server(data, owner_password=secrets.owner_password)
        if running is not None:
            lock.close()
        else:
            running = stack.enter_context(open_server(data, owner_password=secrets.owner_password))
        yield application_url(running.owner_url, secrets.application_password)


@contextmanager
def _embedded(data: Path, password: str, say: Say) -> Iterator[str]:
    owner_password = load_secrets(data).owner_password
    with ExitStack() as stack:
        stack.enter_context(
            awaited(data / LOCK, lambda: say("waiting for another command that has the database"))
        )
        running = find_server(data, owner_password=owner_password)
        if running is not None:  # `serve` keeps it running and has brought it up to date
            stack.close()
            yield application_url(running.owner_url, password)
            return
        server = stack.enter_context(open_server(data, owner_password=owner_password, say=say))
        yield prepare_database(server.owner_url, application_password=password, say=say).url
