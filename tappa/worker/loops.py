"""Loops that live through everything: each in a thread of its own, with its own connection to the database."""

import logging
import threading
from collections.abc import Callable
from typing import Final

import psycopg
from django.db import DatabaseError, InterfaceError, connection

from tappa.worker.waker import Waker

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 15.0

# One turn of a loop: does what there is to do and returns the seconds until the next turn, 0 for at once.
Turn = Callable[[], float]
# What a loop does once after its last turn.
Finish = Callable[[], object]


def run_loop(
    name: str, turn: Turn, stop: threading.Event, finish: Finish | None = None, *, waker: Waker | None = None
) -> None:
    """Turn until `stop` is set, then `finish`. A failing turn is logged and tried again, ever more slowly: a database that restarts
    must not end the worker, nor one bad row stop the mail. Between turns it rests as `waker` has it."""
    waker = waker or Waker()
    pause = FIRST_PAUSE_SECONDS
    while True:
        waker.begin()
        if stop.is_set():
            break
        wait = _turn(name, turn, pause)
        if wait is None:
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            continue
        pause = FIRST_PAUSE_SECONDS
        if wait > 0:
            waker.rest(wait)
    try:
        if finish is not None:
            finish()
    except (DatabaseError, InterfaceError) as error:
        log.warning("%s: the database does not answer (%s); ending without it", name, _line(error))
    finally:
        connection.close()


def _turn(name: str, turn: Turn, pause: float) -> float | None:
    """One turn; None when it failed, which the log tells."""
    try:
        return turn()
    except (DatabaseError, InterfaceError, psycopg.Error) as error:
        log.warning("%s: the database does not answer (%s); trying again in %g s", name, _line(error), pause)
        connection.close()
    except Exception:
        log.exception("%s: failed; trying again in %g s", name, pause)
    return None


class Loop:
    """`run_loop` in a thread of this name, started."""

    def __init__(
        self,
        name: str,
        turn: Turn,
        stop: threading.Event,
        finish: Finish | None = None,
        *,
        waker: Waker | None = None,
    ) -> None:
        self._waker = waker or Waker()
        self._thread = threading.Thread(
            target=run_loop, args=(name, turn, stop, finish), kwargs={"waker": self._waker}, name=name
        )
        self._thread.start()

    def wake(self) -> None:
        """End its rest: it sees whether to stop."""
        self._waker.wake()

    def join(self) -> None:
        """Wait for its end, once `stop` is set."""
        self.wake()
        self._thread.join()


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
