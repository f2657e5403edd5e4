"""What contacts had of deleted custom fields and tags is cleared away, a batch at a time.

In batches, for a transaction of a million rows would keep every reader of the log waiting for its end.
"""

from time import monotonic
from typing import Final

from tappa.core.contacts.sql_labels import CLEAR_TAGS, CLEAR_VALUES, LABELS_DUE, Cleared
from tappa.kernel.sql import fetch_one, fetch_truth

BATCH: Final = 2000
SECONDS: Final = 0.5  # of each run: what else the schedule does has its turn


def labels_are_due() -> bool:
    """Whether a field or a tag was deleted and is not cleared away yet."""
    return fetch_truth(LABELS_DUE)


def clear_labels() -> int:
    """Clear some of it, over all workspaces; returns how many rows went. For the schedule."""
    until = monotonic() + SECONDS
    rows = 0
    for statement in (CLEAR_VALUES, CLEAR_TAGS):
        while monotonic() < until:
            cleared = fetch_one(Cleared, statement, {"most": BATCH})
            if cleared is None or not cleared.rows:
                break
            rows += cleared.rows
    return rows
