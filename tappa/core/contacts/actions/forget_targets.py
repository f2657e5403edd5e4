"""Which contacts a bulk change was about is forgotten once it can be taken back no more."""

from typing import Final

from tappa.core.contacts.operation_rules import UNDO_DAYS
from tappa.core.contacts.sql_operation import FORGET_TARGETS, Forgotten
from tappa.kernel.sql import fetch_one

BATCH: Final = 20_000


def forget_targets() -> int:
    """Forget some, across all workspaces; returns how many. For the schedule."""
    forgotten = fetch_one(Forgotten, FORGET_TARGETS, {"days": UNDO_DAYS, "most": BATCH})
    return forgotten.contacts if forgotten else 0
