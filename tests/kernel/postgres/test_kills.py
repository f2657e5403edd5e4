"""kill -9 at every bad moment: the server stops cleanly, comes back, and loses nothing committed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tappa.kernel.postgres.binaries import Binaries
from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.leftovers import is_postmaster, postmaster_pid
from tappa.kernel.postgres.server import (
    Server,
    launch_supervisor,
    open_server,
    stop_supervisor,
    wait_until_ready,
)


def seconds_until(true: Callable[[], bool], limit: float = 20.0) -> float:
    """How long it takes until `true()`; fails after `limit` seconds."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < limit, "it did not happen"
        time.sleep(0.005)
    return time.monotonic() - began


def postmaster_of(server: Server) -> int:
    pid = postmaster_pid(server.cluster)
    assert pid is not None
    assert is_postmaster(pid, server.cluster)
    return pid


def test_killing_the_postmaster_loses_nothing_committed(
    data: Path, password: str, binaries: Binaries
) -> None:
    with open_server(data, owner_password=password, binaries=binaries) as server:
        with psycopg.connect(server.owner_url, autocommit=True) as connection:
            assert connection.execute("show fsync").fetchone() == ("on",)
            connection.execute("create table kept (writer int, n int)")
        committed: list[tuple[int, int]] = []
        enough = threading.Event()

        def write(writer: int) -> None:
            # The server may be killed while a slow one still connects.
            with (
                suppress(psycopg.OperationalError),
                psycopg.connect(server.owner_url, autocommit=True) as mine,
            ):
                for n in range(1_000_000):
                    mine.execute("insert into kept values (%s, %s)", (writer, n))
                    committed.append((writer, n))
                    if n == 50:
                        enough.set()

        writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for writer in writers:
            writer.start()
        assert enough.wait(20)
        killed = postmaster_of(server)
        os.kill(killed, signal.SIGKILL)
        for writer in writers:
            writer.join(20)
        seconds_until(lambda: postmaster_pid(server.cluster) not in {killed, None})
        assert server.process is not None
        again = wait_until_ready(data, server.process, owner_password=password)
        with psycopg.connect(again.owner_url) as connection:
            found = set(connection.execute("select writer, n from kept").fetchall())
        assert len(committed) > 50
        assert set(committed) <= found


def test_a_backend_deep_in_a_query_does_not_keep_the_server_down(data: Path, password: str) -> None:
    with open_server(data, owner_password=password) as server:
        with psycopg.connect(server.owner_url, autocommit=True) as connection:
            connection.execute(
                "create function spin() returns void language plpgsql as "
                "$$begin for i in 1..2000000000 loop null; end loop; end$$"
            )

        def spin() -> None:
            with pytest.raises(psycopg.OperationalError), psycopg.connect(server.owner_url) as busy:
                busy.execute("select spin()")

        spinner = threading.Thread(target=spin)
        spinner.start()
        time.sleep(0.3)
        killed = postmaster_of(server)
        os.kill(killed, signal.SIGKILL)
        seconds_until(lambda: postmaster_pid(server.cluster) not in {killed, None}, 10)
        spinner.join(10)
        assert not spinner.is_alive()
        assert server.process is not None
        psycopg.connect(wait_until_ready(data, server.process, owner_password=password).owner_url).close()


def test_one_that_is_stopping_is_waited_for(data: Path, password: str) -> None:
    """As after kill -9 of `tappa serve`, when the next one comes at once."""
    old = launch_supervisor(data, owner_password=password)
    server = wait_until_ready(data, old, owner_password=password)
    postmaster = postmaster_of(server)
    os.kill(postmaster, signal.SIGSTOP)  # as slow as a server with a long checkpoint
    old.terminate()
    seconds_until(lambda: (data / "postgres.json").read_text().count('"stopping"') == 1)
    threading.Timer(2.0, os.kill, (postmaster, signal.SIGCONT)).start()
    new = launch_supervisor(data, owner_password=password)
    psycopg.connect(wait_until_ready(data, new, owner_password=password).owner_url).close()
    assert old.wait() == 0
    stop_supervisor(new)


def test_a_visitor_of_a_stopping_server_starts_his_own(data: Path, password: str) -> None:
    old = launch_supervisor(data, owner_password=password)
    postmaster = postmaster_of(wait_until_ready(data, old, owner_password=password))
    os.kill(postmaster, signal.SIGSTOP)
    old.terminate()
    seconds_until(lambda: (data / "postgres.json").read_text().count('"stopping"') == 1)
    threading.Timer(1.0, os.kill, (postmaster, signal.SIGCONT)).start()
    with open_server(data, owner_password=password) as server:
        assert server.process is not None
        psycopg.connect(server.owner_url).close()
    assert old.wait() == 0


def test_two_starters_at_once_share_one_server(data: Path, password: str) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nimport psycopg\n"
        "from tappa.kernel.postgres.server import open_server\n"
        "with open_server(Path(sys.argv[1]), owner_password=sys.argv[2]) as server:\n"
        "    psycopg.connect(server.owner_url).close()\n    print(server.process is None, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(data), password],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        )
        for _ in range(2)
    ]
    with starters[0], starters[1]:
        shared = sorted(starter.stdout.readline().strip() for starter in starters if starter.stdout)
        assert shared == ["False", "True"]


def test_initdb_killed_midway_begins_anew(data: Path, password: str, binaries: Binaries) -> None:
    process = launch_supervisor(data, owner_password=password, binaries=binaries)
    seconds_until(lambda: any(data.glob("postgres.new-*/cluster/base")))
    process.kill()
    process.wait()
    assert not (data / "postgres").exists()
    with (
        open_server(data, owner_password=password, binaries=binaries) as server,
        psycopg.connect(server.owner_url) as connection,
    ):
        assert connection.execute("select current_database()").fetchone() == ("tappa",)
    assert list(data.glob("postgres.new-*")) == []


def test_a_stop_during_initdb_is_heeded(data: Path, password: str) -> None:
    process = launch_supervisor(data, owner_password=password)
    seconds_until(lambda: any(data.glob("postgres.new-*/cluster/base")))
    stop_supervisor(process, 5.0)
    assert process.returncode == 0
    assert list(data.glob("postgres*/")) == []


def test_a_server_that_cannot_start_is_given_up_with_its_log(data: Path, password: str) -> None:
    with open_server(data, owner_password=password) as server:
        pass
    (server.cluster / "local.conf").write_text("shared_buffers = 'plenty'\n")
    with (
        pytest.raises(PostgresError, match=r"(?s)ended 6 times in a row.*invalid value for parameter"),
        open_server(data, owner_password=password),
    ):
        pytest.fail("it started")


def test_a_number_taken_over_by_another_program_is_no_running_server(data: Path, password: str) -> None:
    with open_server(data, owner_password=password) as server:
        pid = postmaster_of(server)
        left = (server.cluster / "postmaster.pid").read_text()
        owner = (server.cluster / "postmaster.pid").stat()
    # A program of the same user that has the old postmaster's id, as after a container's new start.
    stranger = subprocess.Popen(
        ["sleep", "60"],
        user=owner.st_uid if os.geteuid() == 0 else None,
        group=owner.st_gid if os.geteuid() == 0 else None,
    )
    try:
        stale = server.cluster / "postmaster.pid"
        stale.write_text(left.replace(str(pid), str(stranger.pid), 1))
        os.chown(stale, owner.st_uid, owner.st_gid)
        with open_server(data, owner_password=password) as server:
            assert postmaster_of(server) != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
