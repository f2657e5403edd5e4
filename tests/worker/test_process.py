"""`python -m tappa.worker`, as its own process on this test's database, and its stop when there is none."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tappa.core.inbox.models import Delivery
from tappa.core.inbox.rules import DeliveryState
from tappa.kernel.processes import Process, launch
from tappa.worker import process as worker_process
from tappa.worker.listen import Listener
from tests.support.bridge import Bridge, Say
from tests.support.correspondence import Correspondence, delivery_of, statuses
from tests.support.postmen import wait_until

Owner = "psycopg.Connection[tuple[object, ...]]"


@contextmanager
def worker(log: Path) -> Iterator[Process]:
    """A worker process, ended with the block."""
    with log.open("ab") as output:
        process = launch([sys.executable, "-m", "tappa.worker"], environment=os.environ, output=output)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def test_it_delivers_and_ends_gracefully(post: Correspondence, bridge: Bridge, tmp_path: Path) -> None:
    """SIGTERM in the midst of a delivery: the bridge's answer is waited for and written down."""
    bridge.answer = lambda _got, _place: Say(200, {"mId": "in-hand"}, seconds=1)
    message = post.answer(post.contact())
    with worker(tmp_path / "log") as process:
        bridge.wait_for(1, 30)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0

    assert statuses(message)[-1] == ("sent", "")
    said = (tmp_path / "log").read_text()
    assert "worker: started" in said
    assert "worker: stopped" in said
    assert "Traceback" not in said
    assert post.token not in said


def test_it_lives_through_a_database_that_throws_it_out(
    post: Correspondence,
    bridge: Bridge,
    tmp_path: Path,
    owner_connection: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    mine = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = 'tappa_app'"
    before = {row[0] for row in owner_connection.execute(mine)}

    def theirs() -> list[object]:
        return [row[0] for row in owner_connection.execute(mine) if row[0] not in before]

    contact = post.contact()
    with worker(tmp_path / "log") as process:
        first = post.answer(contact)
        wait_until(lambda: delivery_of(first).state == DeliveryState.SENT, 30)
        wait_until(lambda: len(theirs()) == 5, 30)  # one for each loop
        owner_connection.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS pid", [theirs()])
        second = post.answer(contact)
        wait_until(lambda: delivery_of(second).state == DeliveryState.SENT, 10)
        assert process.poll() is None

    assert "the database does not answer" in (tmp_path / "log").read_text()


def test_killed_in_the_midst_another_takes_over(post: Correspondence, bridge: Bridge, tmp_path: Path) -> None:
    bridge.answer = lambda _got, place: Say(200, {"mId": f"m{place}"}, seconds=5 if place == 0 else 0)
    message = post.answer(post.contact())
    with worker(tmp_path / "log") as process:
        bridge.wait_for(1, 30)
        process.kill()
    Delivery.objects.filter(message=message).update(
        leased_until="2026-01-01T00:00:00Z"
    )  # rather than wait a minute
    began = time.monotonic()
    with worker(tmp_path / "log"):
        wait_until(lambda: delivery_of(message).state == DeliveryState.SENT, 30)

    assert time.monotonic() - began < 30
    first, second = bridge.got
    assert first.headers["x-tappa-message-id"] == second.headers["x-tappa-message-id"] == str(message.id)
    assert [got.headers["x-tappa-attempt"] for got in bridge.got] == ["1", "2"]


def test_a_stop_ends_the_worker_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its listener waits for the database then and not for us: it may have ended before it is told to stop."""
    away = {"host": "127.0.0.1", "port": 1, "dbname": "nothing"}
    monkeypatch.setattr(worker_process, "connection_parameters", lambda *_given, **_named: away)
    failed, stopped = threading.Event(), threading.Event()
    turn, stop_listening = Listener.turn, Listener.stop

    def fail(self: Listener) -> float:
        failed.set()
        return turn(self)

    def stop_late(self: Listener) -> None:
        wait_until(lambda: "bells" not in {thread.name for thread in threading.enumerate()})
        stop_listening(self)
        stopped.set()

    monkeypatch.setattr(Listener, "turn", fail)
    monkeypatch.setattr(Listener, "stop", stop_late)
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        at_work = pool.submit(worker_process.work, stop)
        assert failed.wait(10)
        stop.set()
        at_work.result(30)
    assert stopped.is_set()
