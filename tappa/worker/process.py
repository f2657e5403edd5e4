"""The background worker: five loops, each in its own thread.

The postman delivers, the reactions follow the log, operations do what takes long, the schedule keeps house; and one hears
when there is something to do. With nothing to do they rest (docs/decisions/0036-how-the-worker-waits.md). SIGTERM or
SIGINT ends them after what is in hand is sent; whoever started the process sees to it that it does not outlive them.
"""

import logging
import signal
import threading
from functools import partial
from types import FrameType

from django.conf import settings

from tappa.core.activity.bell import Bell
from tappa.kernel import outbound
from tappa.kernel.database_url import connection_parameters
from tappa.kernel.logs import set_up_logs
from tappa.worker import operations, reactions
from tappa.worker.deliver import Postman
from tappa.worker.listen import Listener
from tappa.worker.loops import Loop
from tappa.worker.schedule import LONGEST_SECONDS, Schedule
from tappa.worker.waker import Waker

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
    postman, operating = Postman(post_out), Waker()
    database = connection_parameters(settings.DATABASES["default"], name="tappa worker")
    listener = Listener(database, {Bell.DELIVERIES: postman.waker, Bell.OPERATIONS: operating})
    loops = [
        Loop("bells", listener.turn, stop),
        Loop("postman", postman.turn, stop, postman.close, waker=postman.waker),
        Loop("reactions", reactions.turn, stop, reactions.keep_up, waker=Waker(reactions.PASSING_SECONDS)),
        Loop("operations", operations.turn, stop, waker=operating),
        Loop("schedule", Schedule().turn, stop, waker=Waker(LONGEST_SECONDS)),
    ]
    stop.wait()
    for loop in loops:
        loop.wake()
    listener.stop()
    for loop in loops:
        loop.join()
    listener.close()  # not by its own loop: that may have ended before it is told to stop
