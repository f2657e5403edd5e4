"""Loops that live through everything: each in a thread of its own, with its own connection to the database."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, InterfaceError, connection

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 15.0

# One turn of a loop: does what there is to do and returns the seconds until the next turn, 0 for at once.
Turn = Callable[[], float]
# What a loop does once after its last turn.
Finish = Callable[[], object]


def run_loop(name: str, turn: Turn, stop: threading.Event, finish: Finish | None = None) -> None:
    """Turn until `stop` is set, then `finish`. A failing turn is logged and tried again, ever more slowly: a database that restarts
    must not end the worker, nor one bad row stop the mail."""
    pause = FIRST_PAUSE_SECONDS
    while not stop.is_set():
        try:
            wait = turn()
            pause = FIRST_PAUSE_SECONDS
        except (DatabaseError, InterfaceError) as error:
            log.warning(
                "%s: the database does not answer (%s); trying again in %g s", name, _line(error), pause
            )
            wait, pause = pause, min(pause * 2, LONGEST_PAUSE_SECONDS)
            connection.close()
        except Exception:
            log.exception("%s: failed; trying again in %g s", name, pause)
            wait, pause = pause, min(pause * 2, LONGEST_PAUSE_SECONDS)
        if wait > 0:
            stop.wait(wait)
    try:
        if finish is not None:
            finish()
    except (DatabaseError, InterfaceError) as error:
        log.warning("%s: the database does not answer (%s); ending without it", name, _line(error))
    finally:
        connection.close()


def start_loop(
    name: str, turn: Turn, stop: threading.Event, finish: Finish | None = None
) -> threading.Thread:
    """`run_loop` in a thread of this name, started."""
    thread = threading.Thread(target=run_loop, args=(name, turn, stop, finish), name=name)
    thread.start()
    return thread


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
