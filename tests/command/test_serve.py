"""`tappa serve`: starting, starting again, stopping, being killed."""

import concurrent.futures
import errno
import os
import signal
import socket
from pathlib import Path

import httpx
import pytest

from tests.support.running import command_line, descendants, eventually, is_running
from tests.support.whole import Whole, whole_tappa


def test_first_and_second_start(whole: Whole) -> None:
    whole.start("--empty")
    assert "making a PostgreSQL" in whole.said()
    assert "migrations" in whole.said()
    with whole.client() as client:
        assert client.get("/healthz").json() == {"status": "ok"}
    assert (whole.data / "address").read_text().strip() == whole.url
    made = whole.command("workspace", "create", "--name", "Kept", "--slug", "kept")
    assert made.returncode == 0, made.stderr
    assert whole.stop() == 0
    assert not (whole.data / "address").exists()

    before = len(whole.said())
    whole.start("--empty")
    again = whole.said()[before:]
    # What takes a first start its time is not done again. Seconds are for a quiet machine, not for a test.
    assert "making a PostgreSQL" not in again
    assert "migrations" not in again
    token = whole.command("token", "create", "--workspace", "kept", "--name", "Bridge")
    assert token.returncode == 0, token.stderr
    assert whole.stop() == 0


def test_stop_answers_the_request_in_flight_and_leaves_nothing(whole: Whole) -> None:
    whole.start("--empty")
    assert whole.process is not None
    processes = [whole.process.pid, *descendants(whole.process.pid)]
    assert any("postgres" in command_line(pid) for pid in processes)
    port = httpx.URL(whole.url).port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(
            b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
        )
        assert slow.recv(4096).startswith(b"HTTP/1.1 100 "), "the worker has not begun with it"
        slow.sendall(b"ab")
        whole.process.terminate()
        assert eventually(lambda: _refuses(port)), "a request is taken that nobody will answer"
        slow.sendall(b"cd")
        answer = slow.recv(4096)
    assert answer.startswith(b"HTTP/1.1 405 ")
    assert whole.process.wait(60) == 0
    assert [pid for pid in processes if is_running(pid)] == []


def _refuses(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED


def test_kill_9_leaves_nothing_and_the_next_start_works(whole: Whole) -> None:
    whole.start("--empty")
    assert whole.process is not None
    below = descendants(whole.process.pid)
    database = {pid for pid in below if "postgres" in command_line(pid)}
    ours = set(below) - database
    assert len(ours) >= 3, "web workers and the background worker"
    whole.kill()
    assert eventually(lambda: not any(map(is_running, ours)), seconds=5)
    # PostgreSQL brings all that a first start wrote to the disk, which other tests may keep busy.
    assert eventually(lambda: not any(map(is_running, database)), seconds=60)
    whole.start("--empty")
    assert whole.stop() == 0


def test_a_web_worker_that_dies_is_started_again(whole: Whole) -> None:
    whole.start("--empty", "--workers", "1")
    assert whole.process is not None
    parent = whole.process.pid

    def web_workers() -> list[int]:
        return [pid for pid in descendants(parent) if "tappa.config.serving" in command_line(pid)]

    (before,) = web_workers()
    os.kill(before, signal.SIGKILL)
    assert eventually(lambda: [pid for pid in web_workers() if pid != before] != [])
    with whole.client() as client:
        assert client.get("/healthz").status_code == 200
    assert "web worker 1" in whole.said()


@pytest.mark.parametrize(
    ("owner", "application", "named"),
    [
        ("mysql://u:p@127.0.0.1/d", "", "DATABASE_URL"),
        ("postgresql://u:p@127.0.0.1:1", "", "must end with the database's name"),
        ("postgresql://u:p@127.0.0.1:1/d", "", "cannot be reached"),
        ("", "nonsense", "TAPPA_APPLICATION_DATABASE_URL"),
    ],
)
def test_an_address_of_no_database_is_one_sentence(
    tmp_path: Path, owner: str, application: str, named: str
) -> None:
    settings = {"DATABASE_URL": owner, "TAPPA_APPLICATION_DATABASE_URL": application}
    with whole_tappa(tmp_path / "data", **settings) as whole:
        done = whole.command("serve", "--port", "0", "--empty")
    assert done.returncode == 1
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_taken_port_names_the_port_and_the_option(whole: Whole) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = whole.command("serve", "--port", str(port), "--empty")
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_second_server_of_one_data_directory_is_refused(whole: Whole) -> None:
    whole.start("--empty")
    done = whole.command("serve", "--port", "0", "--empty")
    assert done.returncode == 1
    assert whole.url in done.stderr
    assert "--data" in done.stderr


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--port", "65536"], "--port"),
        (["--port", "http"], "--port"),
        (["--workers", "0"], "--workers"),
        (["--wokers", "2"], "--wokers"),
    ],
)
def test_wrong_usage_names_the_option(whole: Whole, words: list[str], named: str) -> None:
    done = whole.command("serve", *words)
    assert done.returncode == 2
    assert named in done.stderr


def test_host_that_is_none(whole: Whole) -> None:
    done = whole.command("serve", "--host", "no such host", "--empty")
    assert done.returncode == 1
    assert "--host" in done.stderr


def test_commands_wait_for_a_starting_server(whole: Whole) -> None:
    """Two processes must not both start the data directory's PostgreSQL."""
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        made = threads.submit(whole.command, "workspace", "create", "--name", "One", "--slug", "one")
        whole.start("--empty")
        assert made.result().returncode == 0, made.result().stderr
    assert whole.command("token", "create", "--workspace", "one", "--name", "x").returncode == 0
