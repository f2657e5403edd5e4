"""Messages that were new when the clock was set back go out now: nobody has refused them, and they would wait until it has
caught up, and with them all that is written to the same person since."""

from django.db import transaction

from tappa.core.activity.bell import Bell, ring
from tappa.core.inbox.sql_due import HASTEN_DELIVERIES, NEW_DELIVERIES_WAIT
from tappa.kernel.sql import fetch_truth, fetch_tuples


def new_deliveries_wait() -> bool:
    """Whether there is one."""
    return fetch_truth(NEW_DELIVERIES_WAIT)


def hasten_deliveries() -> int:
    """Let all of them be due, across all workspaces; returns how many. What was tried waits on: its time may lie ahead for
    that reason alone."""
    with transaction.atomic():
        hastened = len(fetch_tuples(HASTEN_DELIVERIES, []))
        if hastened:
            ring(Bell.DELIVERIES)
    return hastened
