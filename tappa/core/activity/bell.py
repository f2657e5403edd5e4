"""What tells the worker that there is something to do, so that it need not look every moment.

A bell may be lost: the worker looks by itself besides (worker/waker.py). It travels by PostgreSQL's NOTIFY.
"""

from enum import StrEnum
from typing import Final

from tappa.core.activity.notify import notify_after_commit

CHANNEL: Final = "tappa_bell"


class Bell(StrEnum):
    """For whom."""

    DELIVERIES = "deliveries"
    OPERATIONS = "operations"


def ring(bell: Bell) -> None:
    """Tell all workers, after the commit. Where this fails the worker finds it a little later."""
    notify_after_commit(CHANNEL, bell.value)
