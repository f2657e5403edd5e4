"""Postmen at work, in this process."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from tappa.kernel import outbound
from tappa.worker.deliver import Postman
from tappa.worker.loops import Loop


@contextmanager
def postmen(
    count: int = 1, *, time_limit: float = 10, lease_seconds: float = 60, allow_private: bool = True
) -> Iterator[None]:
    """Postmen at work in threads of their own, until the block ends; each then finishes what it has in hand."""
    stop = threading.Event()
    post_out = partial(outbound.post_json, allow_private=allow_private, time_limit=time_limit)
    loops = []
    for _ in range(count):
        postman = Postman(post_out, lease_seconds=lease_seconds)
        loops.append(Loop("postman", postman.turn, stop, postman.close, waker=postman.waker))
    try:
        yield
    finally:
        stop.set()
        for loop in loops:
            loop.join()


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something to become true."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not become true in time"
        time.sleep(0.01)
