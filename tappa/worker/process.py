"""The background worker: four loops, each in its own thread.

The postman delivers, the reactions follow the log, operations do what takes long, the schedule keeps house. SIGTERM or
SIGINT ends them after what is in hand is sent; whoever started the process sees to it that it does not outlive them.
"""

import logging
import signal
import threading
from functools import partial
from types import FrameType

from django.conf import settings

from tappa.kernel import outbound
from tappa.kernel.logs import set_up_logs
from tappa.worker import operations, reactions, schedule
from tappa.worker.deliver import Postman
from tappa.worker.loops import start_loop

log = logging.getLogger("tappa.worker")


def main() -> None:
    """Work until told to stop."""
    set_up_logs()
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    log.info("worker: started")
    work(stop)
    log.info("worker: stopped")


def work(stop: threading.Event, *, time_limit: float = outbound.TIME_LIMIT_SECONDS) -> None:
    """Run all loops until `stop` is set. `time_limit` is how many seconds a bridge has to answer."""
    post_out = partial(
        outbound.post_json, allow_private=settings.ALLOW_PRIVATE_ADDRESSES, time_limit=time_limit
    )
    postman = Postman(post_out)
    loops = [
        start_loop("postman", postman.turn, stop, postman.close),
        start_loop("reactions", reactions.turn, stop),
        start_loop("operations", operations.turn, stop),
        start_loop("schedule", schedule.turn, stop),
    ]
    stop.wait()
    for loop in loops:
        loop.join()
