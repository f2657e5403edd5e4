"""What takes long is done a batch at a time, each operation in its turn: a deleted stage of a million contacts."""

import logging
from time import monotonic
from typing import Final

from django.db import DatabaseError, InterfaceError

from tappa.core.contacts.actions.advance import advance, next_operation, note_failure

log = logging.getLogger(__name__)

IDLE_SECONDS: Final = 0.5
HELD_SECONDS: Final = 0.1
REST: Final = 0.25  # of the time that a batch took: whoever else writes has his turn


def turn() -> float:
    """One batch of the operation that waited longest. Returns the seconds until the next turn."""
    due = next_operation()
    if due is None:
        return IDLE_SECONDS
    began = monotonic()
    try:
        came_further = advance(due)
    except (DatabaseError, InterfaceError):
        raise  # the loop waits for the database
    except Exception:
        log.exception("operation %d: failed", due.id)
        note_failure(due)
        return 0
    return (monotonic() - began) * REST if came_further else HELD_SECONDS
