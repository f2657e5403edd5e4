"""What takes long is done a batch at a time, each operation in its turn: a deleted stage of a million contacts."""

import logging
from functools import lru_cache
from time import monotonic
from typing import Final

from django.db import DatabaseError, InterfaceError

from tappa.core.contacts.actions.advance import advance, next_operation, note_failure, seconds_until_due

log = logging.getLogger(__name__)

HELD_SECONDS: Final = 0.1
REST: Final = 0.03  # of the time that a batch took: whoever else writes has his turn


class Pace:
    """How many contacts the next batch takes: so many as one of `SECONDS` would, for that long their messages wait, and
    what a batch costs beside its contacts is shared by many."""

    SECONDS: Final = 0.15
    LEAST: Final = 200
    MOST: Final = 4000

    def __init__(self) -> None:
        self.most = 500

    def note(self, seconds: float) -> None:
        """A batch took so long. At most half or twice as many from one to the next: one may be slow by chance."""
        wanted = self.most * min(2.0, max(0.5, self.SECONDS / max(seconds, 0.001)))
        self.most = int(min(self.MOST, max(self.LEAST, wanted)))


@lru_cache(64)  # whose pace is forgotten begins anew
def _pace_of(_operation_id: int) -> Pace:
    """Each has its own: the last batch of one is done in no time, for few are in it, and tells nothing of the next."""
    return Pace()


def turn() -> float:
    """One batch of the operation that waited longest. Returns the seconds until the next turn."""
    rest = seconds_until_due()
    if rest > 0:
        return rest
    due = next_operation()
    if due is None:
        return HELD_SECONDS
    began, pace = monotonic(), _pace_of(due.id)
    try:
        came_further = advance(due, most=pace.most)
    except (DatabaseError, InterfaceError):
        raise  # the loop waits for the database
    except Exception:
        log.exception("operation %d: failed", due.id)
        note_failure(due)
        return 0
    took = monotonic() - began
    if not came_further:
        return HELD_SECONDS
    pace.note(took)
    return took * REST
