"""The embedded PostgreSQL starts, serves, keeps its data, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tappa.kernel.postgres.binaries import Binaries
from tappa.kernel.postgres.child import children_of
from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.leftovers import is_postmaster, postmaster_pid
from tappa.kernel.postgres.place import SOCKET_LIMIT, SOCKET_NAME
from tappa.kernel.postgres.server import find_server, open_server

# No test here cuts the power.
QUICK = {"fsync": "off"}


def tcp_sockets_of(pid: int) -> set[str]:
    """The inodes of the process's sockets that are TCP."""
    held = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        target = str(handle.readlink())
        if target.startswith("socket:["):
            held.add(target[8:-1])
    tables = [Path(f"/proc/{pid}/net/{kind}") for kind in ("tcp", "tcp6")]
    known = {
        line.split()[9] for table in tables if table.exists() for line in table.read_text().splitlines()[1:]
    }
    return held & known


def test_it_serves_and_keeps_its_data_and_leaves_no_process(
    data: Path, password: str, binaries: Binaries
) -> None:
    said: list[str] = []
    with open_server(
        data, owner_password=password, settings=QUICK, binaries=binaries, say=said.append
    ) as server:
        assert server.process is not None
        supervisor = server.process.pid
        postmaster = postmaster_pid(server.cluster)
        assert postmaster in children_of(supervisor)
        with psycopg.connect(server.owner_url) as connection:
            connection.execute("create table kept (word text)")
            connection.execute("insert into kept values ('è')")
    assert any("making a PostgreSQL" in sentence for sentence in said)
    assert postmaster is not None
    assert not is_postmaster(postmaster, server.cluster)
    assert not Path(f"/proc/{supervisor}").exists()

    said.clear()
    with (
        open_server(
            data, owner_password=password, settings=QUICK, binaries=binaries, say=said.append
        ) as server,
        psycopg.connect(server.owner_url) as connection,
    ):
        assert connection.execute("select word from kept").fetchall() == [("è",)]
    assert not any("making" in sentence for sentence in said)


def test_every_version_sorts_and_folds_letters_alike(data: Path, password: str, binaries: Binaries) -> None:
    with (
        open_server(data, owner_password=password, settings=QUICK, binaries=binaries) as server,
        psycopg.connect(server.owner_url) as connection,
    ):
        connection.execute("create extension pg_trgm")
        row = connection.execute(
            "select array(select w from unnest(array['b', 'B', 'é', 'a', 'Z']) w order by w), lower('ÀÉÑ'), "
            "upper('straße'), 'Ñandú' ilike 'ñANDÚ', array_length(show_trgm('ñé'), 1), "
            "current_setting('server_encoding'), current_setting('timezone'), current_setting('data_checksums'), "
            "current_setting('jit')"
        ).fetchone()
    assert row == (["B", "Z", "a", "b", "é"], "àéñ", "STRAßE", True, 3, "UTF8", "UTC", "on", "off")


def test_no_tcp_and_no_role_without_its_password(data: Path, password: str, binaries: Binaries) -> None:
    with open_server(data, owner_password=password, settings=QUICK, binaries=binaries) as server:
        postmaster = postmaster_pid(server.cluster)
        assert postmaster is not None
        assert tcp_sockets_of(postmaster) == set()
        assert (server.socket_dir / SOCKET_NAME).is_socket()
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.url("tappa_owner", "wrong"))
        with (
            pytest.raises(PostgresError, match=r"secrets\.json"),
            open_server(data, owner_password="wrong", settings=QUICK, binaries=binaries),
        ):
            pytest.fail("a wrong password opened the server")


def test_a_running_server_is_shared_and_left_running(data: Path, password: str) -> None:
    assert find_server(data, owner_password=password) is None
    with open_server(data, owner_password=password, settings=QUICK) as first:
        with open_server(data, owner_password=password, settings=QUICK) as second:
            assert second.process is None
            assert second.owner_url == first.owner_url
        found = find_server(data, owner_password=password)
        assert found is not None
        psycopg.connect(found.owner_url).close()
    assert find_server(data, owner_password=password) is None


def test_a_second_supervisor_is_refused_by_name(data: Path, password: str) -> None:
    with open_server(data, owner_password=password, settings=QUICK) as server:
        assert server.process is not None
        second = subprocess.run(
            [sys.executable, "-m", "tappa.kernel.postgres", "--data", str(data)],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        )
        assert second.returncode == 3
        assert f"already run by process {server.process.pid}" in second.stderr
        psycopg.connect(server.owner_url).close()


def test_a_long_path_gets_a_short_socket(ground: Path, password: str) -> None:
    data = ground / ("long" * 40)
    data.mkdir()
    assert len(os.fsencode(data)) > 150
    with open_server(data, owner_password=password, settings=QUICK) as server:
        assert len(os.fsencode(server.socket_dir / SOCKET_NAME)) < SOCKET_LIMIT
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700
        psycopg.connect(server.owner_url).close()
    if not server.socket_dir.is_relative_to(ground):
        server.socket_dir.rmdir()


@pytest.mark.parametrize("name", ["two words", 'it\'s "100%"', "a,b", "perché"])
def test_odd_characters_in_the_path(ground: Path, password: str, name: str) -> None:
    data = ground / name
    data.mkdir()
    with open_server(data, owner_password=password, settings=QUICK) as server:
        with psycopg.connect(server.owner_url) as connection:
            assert connection.execute("select current_database(), current_user").fetchone() == (
                "tappa",
                "tappa_owner",
            )
        if "," not in name:
            assert server.socket_dir == data / "run"
    if not server.socket_dir.is_relative_to(ground):
        server.socket_dir.rmdir()


def test_a_cluster_on_another_disk_behind_a_link(data: Path, ground: Path, password: str) -> None:
    with open_server(data, owner_password=password, settings=QUICK) as server:
        pass
    server.cluster.rename(ground / "disk")
    (data / "postgres").symlink_to(ground / "disk")
    with open_server(data, owner_password=password, settings=QUICK) as server:
        assert server.cluster == ground / "disk"
        assert server.socket_dir == data / "run"
        psycopg.connect(server.owner_url).close()


def test_a_persons_own_settings_win_but_do_not_open_tcp(data: Path, password: str) -> None:
    with open_server(data, owner_password=password, settings=QUICK) as server:
        pass
    (server.cluster / "local.conf").write_text("work_mem = '9MB'\nlisten_addresses = '*'\n")
    with (
        open_server(data, owner_password=password, settings={"fsync": "off"}) as server,
        psycopg.connect(server.owner_url) as connection,
    ):
        row = connection.execute(
            "select current_setting('work_mem'), current_setting('listen_addresses'), current_setting('fsync')"
        ).fetchone()
        assert row == ("9MB", "", "off")
