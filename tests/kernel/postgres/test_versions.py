"""A data directory of another major version: refused, and the way out that is named really leads out."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from tappa.kernel.postgres.binaries import Binaries, every_binaries
from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.server import open_server

# No test here cuts the power.
QUICK = {"fsync": "off"}


def test_another_major_version_is_refused_with_the_way_out(
    data: Path, password: str, binaries: Binaries
) -> None:
    with open_server(data, owner_password=password, settings=QUICK, binaries=binaries) as server:
        pass
    (server.cluster / "PG_VERSION").write_text("13\n")
    with (
        pytest.raises(PostgresError) as refused,
        open_server(data, owner_password=password, settings=QUICK, binaries=binaries),
    ):
        pytest.fail("it started")
    for word in ("made by PostgreSQL 13", binaries.version, "TAPPA_POSTGRES_BIN", "pg_dumpall", "psql"):
        assert word in str(refused.value)
    (server.cluster / "PG_VERSION").write_text(f"{binaries.major}\n")
    with open_server(data, owner_password=password, settings=QUICK, binaries=binaries) as server:
        psycopg.connect(server.owner_url).close()


def test_dump_with_the_old_and_restore_with_the_new(data: Path, ground: Path, password: str) -> None:
    new, *_, old = [*every_binaries(), every_binaries()[-1]]
    dump = ground / "tappa.sql"
    with open_server(data, owner_password=password, settings=QUICK, binaries=old) as server:
        with psycopg.connect(server.owner_url) as connection:
            connection.execute("create extension pg_trgm")
            connection.execute("create role tappa_app login password 'app'")
            connection.execute("create table kept (word text)")
            connection.execute("insert into kept values ('però')")
            connection.execute("grant select on kept to tappa_app")
        command = [old.program("pg_dumpall"), f"--dbname={server.owner_url}", f"--file={dump}"]
        # pg_dumpall starts pg_dump once a database, and hands it everything but the password.
        subprocess.run(command, check=True, timeout=60, env={**os.environ, "PGPASSWORD": password})
    (data / "postgres").rename(data / "postgres.old")
    with open_server(data, owner_password=password, settings=QUICK, binaries=new) as server:
        psql = [new.program("psql"), "--quiet", f"--file={dump}", f"--dbname={server.owner_url}"]
        said = subprocess.run(psql, check=True, timeout=60, capture_output=True, text=True).stderr
        errors = [line.partition("ERROR:")[2].strip() for line in said.splitlines() if "ERROR:" in line]
        assert sorted(errors) == ['database "tappa" already exists', 'role "tappa_owner" already exists']
        with psycopg.connect(server.url("tappa_app", "app")) as connection:
            assert connection.execute("select word from kept").fetchall() == [("però",)]
