"""pgbouncer before a database, set as docs/self-hosting.md says: transactions are pooled, and nothing else passes."""

import os
import secrets
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tappa.kernel.postgres.account import choose_account
from tappa.kernel.processes import launch
from tests.support.running import eventually
from tests.support.web import end

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
CONNECTIONS = 4  # far fewer than an installation's threads

SETTINGS = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listens}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
default_pool_size = {connections}
max_client_conn = 500
pool_mode = transaction
"""


@dataclass(frozen=True)
class Pooled:
    """A new database: the owner's address, and the application's, which leads through the pooler."""

    owner: str
    application: str
    role: str


@contextmanager
def pooled_database(server_url: str, folder: Path) -> Iterator[Pooled]:
    """A database of its own on the server that this owner owns, behind a pgbouncer whose files stand in `folder`."""
    role = f"pooled_{secrets.token_hex(4)}"
    password = secrets.token_hex(16)
    named = sql.Identifier(role)
    with psycopg.connect(server_url, dbname="postgres", autocommit=True) as administrator:
        administrator.execute(sql.SQL("CREATE DATABASE {}").format(named))
        administrator.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(named, sql.Literal(password))
        )
        # docs/self-hosting.md has the administrator do so, for the limit does not pass the pooler.
        administrator.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '30s'").format(named))
        try:
            users = folder / "users.txt"
            users.write_text(f'"{role}" "{password}"\n')
            with _running(conninfo_to_dict(server_url), folder, users) as port:
                application = f"postgresql://{role}:{password}@127.0.0.1:{port}/{role}?tappa_prepare=0"
                yield Pooled(urlunsplit(urlsplit(server_url)._replace(path=f"/{role}")), application, role)
        finally:
            administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))
            administrator.execute(sql.SQL("DROP ROLE {}").format(named))


@contextmanager
def _running(server: Mapping[str, Any], folder: Path, users: Path) -> Iterator[int]:
    """The pooler; gives the port that it listens on."""
    assert PROGRAM is not None
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        listens = free.getsockname()[1]
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        SETTINGS.format(
            host=server["host"], port=server["port"], listens=listens, users=users, connections=CONNECTIONS
        )
    )
    account = choose_account(None)
    with (folder / "pgbouncer.log").open("wb") as said:
        process = launch([PROGRAM, *(["-u", account.name] if account else []), str(settings)], output=said)
    try:
        assert eventually(lambda: _is_listening(listens)), (folder / "pgbouncer.log").read_text()
        yield listens
    finally:
        end([process])


def _is_listening(port: int) -> bool:
    try:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
            return True
    except OSError:
        return False
