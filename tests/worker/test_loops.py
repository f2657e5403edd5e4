"""Loops that live through everything."""

import logging
import threading

import pytest
from django.db import OperationalError

from tappa.worker import loops
from tappa.worker.loops import Loop, run_loop
from tappa.worker.waker import TOLD_SECONDS, UNTOLD_SECONDS, Waker


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(loops, "LONGEST_PAUSE_SECONDS", 0.004)


def run(*does: Exception | float, finish: list[str] | None = None) -> int:
    """Run a loop whose turns do these things, and count its turns."""
    stop = threading.Event()
    left = list(does)

    def turn() -> float:
        step = left.pop(0)
        if not left:
            stop.set()
        if isinstance(step, Exception):
            raise step
        return step

    run_loop("test", turn, stop, (lambda: finish.append("finished")) if finish is not None else None)
    return len(does) - len(left)


def test_a_database_that_is_away_is_waited_for_ever_longer(caplog: pytest.LogCaptureFixture) -> None:
    away = OperationalError("server closed\nthe connection")
    assert run(away, away, away, away, 0.0, away, 0.0) == 7

    said = [record.getMessage() for record in caplog.records]
    assert [line.rpartition(" in ")[2] for line in said] == [
        "0.001 s",
        "0.002 s",
        "0.004 s",
        "0.004 s",
        "0.001 s",
    ]
    assert "test: the database does not answer (server closed the connection)" in said[0]


def test_a_bug_is_logged_and_not_the_end(caplog: pytest.LogCaptureFixture) -> None:
    assert run(ValueError("a bug"), 0.0) == 2

    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None


def test_what_comes_during_a_turn_ends_the_rest_after_it() -> None:
    """Nobody falls between looking and resting; and a stop ends a rest too."""
    stop, waker = threading.Event(), Waker(longest=3600)
    turns: list[int] = []
    looked_twice = threading.Event()

    def turn() -> float:
        turns.append(1)
        if len(turns) == 1:
            waker.wake()
        else:
            looked_twice.set()
        return 3600

    loop = Loop("test", turn, stop, waker=waker)
    assert looked_twice.wait(10)
    stop.set()
    loop.join()
    assert len(turns) == 2


def test_whoever_is_told_nothing_rests_for_less_long() -> None:
    waker = Waker()
    assert waker.longest == UNTOLD_SECONDS
    waker.note_told(is_told=True)
    assert waker.longest == TOLD_SECONDS > UNTOLD_SECONDS


def test_the_end_finishes_what_was_begun() -> None:
    finished: list[str] = []
    run(0.0, finish=finished)

    assert finished == ["finished"]
