"""kill -9 of those above the server: it stops cleanly, and the next one waits for it."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import psycopg

from tappa.kernel.postgres.binaries import Binaries
from tappa.kernel.postgres.child import children_of
from tappa.kernel.postgres.leftovers import is_postmaster
from tappa.kernel.postgres.server import launch_supervisor, open_server, wait_until_ready
from tests.kernel.postgres.test_kills import postmaster_of, seconds_until
from tests.support.running import is_running


def cluster_state(binaries: Binaries, cluster: Path) -> str:
    """pg_control's word for how the cluster stands."""
    said = subprocess.run(
        [binaries.program("pg_controldata"), str(cluster)],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": "C"},
    ).stdout
    return next(
        line.split(":")[1].strip() for line in said.splitlines() if line.startswith("Database cluster state")
    )


def kill_supervisor(data: Path, password: str, binaries: Binaries) -> float:
    """How long a server goes on whose supervisor is killed; it ends cleanly."""
    # Without fsync, for the second is the server's: the disk of a busy machine takes longer over one file.
    process = launch_supervisor(data, owner_password=password, binaries=binaries, settings={"fsync": "off"})
    server = wait_until_ready(data, process, owner_password=password)
    with psycopg.connect(server.owner_url) as connection:
        connection.execute("create table if not exists kept (n int)")
        connection.execute("insert into kept values (1)")
    postmaster = postmaster_of(server)
    assert cluster_state(binaries, server.cluster) == "in production"
    process.kill()
    process.wait()
    seconds = seconds_until(lambda: not is_postmaster(postmaster, server.cluster))
    assert cluster_state(binaries, server.cluster) == "shut down"
    return seconds


def test_killing_the_supervisor_stops_the_server_cleanly_within_a_second(
    data: Path, password: str, binaries: Binaries
) -> None:
    # Once of three times: a busy machine may take its own second whenever it likes.
    assert any(kill_supervisor(data, password, binaries) <= 1.0 for _ in range(3))
    with open_server(data, owner_password=password, binaries=binaries) as server:
        psycopg.connect(server.owner_url).close()
    assert "automatic recovery" not in server.log_path.read_text()


def test_a_new_supervisor_waits_for_the_server_of_a_killed_one(data: Path, password: str) -> None:
    process = launch_supervisor(data, owner_password=password)
    server = wait_until_ready(data, process, owner_password=password)
    postmaster = postmaster_of(server)
    os.kill(postmaster, signal.SIGSTOP)  # as slow as a server with a long checkpoint
    process.kill()
    process.wait()
    said: list[str] = []

    def go_on() -> None:
        with suppress(ProcessLookupError):
            os.kill(postmaster, signal.SIGCONT)

    def hear(sentence: str) -> None:
        said.append(sentence)
        if f"process {postmaster}" in sentence:
            go_on()

    unheard = threading.Timer(30.0, go_on)
    unheard.start()
    try:
        with open_server(data, owner_password=password, say=hear) as server:
            assert postmaster_of(server) != postmaster
    finally:
        unheard.cancel()
        go_on()
    assert any(f"process {postmaster}" in sentence for sentence in said)


def kill_parent(data: Path, password: str) -> float:
    """How long a supervisor goes on whose parent is killed; its server has ended by then."""
    script = (
        "import sys, time\nfrom pathlib import Path\n"
        "from tappa.kernel.postgres.server import launch_supervisor, wait_until_ready\n"
        "data = Path(sys.argv[1])\n"
        "process = launch_supervisor(data, owner_password=sys.argv[2], settings={'fsync': 'off'})\n"
        "server = wait_until_ready(data, process, owner_password=sys.argv[2])\n"
        "print(process.pid, server.cluster, flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(data), password],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    with parent:
        assert parent.stdout is not None
        supervisor, cluster = parent.stdout.readline().split()
        postmaster = children_of(int(supervisor))[0]
        parent.kill()
    # Its new parent may be a container's first process, which need not collect it.
    seconds = seconds_until(lambda: not is_running(int(supervisor)))
    assert not is_postmaster(postmaster, Path(cluster))
    return seconds


def test_killing_the_parent_leaves_nothing(data: Path, password: str) -> None:
    assert any(kill_parent(data, password) < 2 for _ in range(3))
