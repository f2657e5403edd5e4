"""What an operation can be, how it can stand, and what becomes of each of its contacts: plain values, no database."""

from enum import IntEnum, StrEnum
from typing import Final

from tappa.core.accounts.grants import Permission


class OperationKind(StrEnum):
    """What an operation does with contacts. Whatever a bulk change does can be taken back; that is an operation of the
    same kind, which names the one it takes back."""

    EMPTY_STAGE = "empty_stage"  # the contacts of a deleted stage go elsewhere (L9)
    MOVE = "move"
    TAG = "tag"
    UNTAG = "untag"
    ASSIGN = "assign"
    BLOCK = "block"
    UNBLOCK = "unblock"
    DELETE = "delete"


class OperationState(StrEnum):
    """How an operation stands. A failed one failed several times in a row, and is tried again, ever more seldom. A
    stopped one ended before its end: `Stop` says why, and what it did until then stays."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


ENDED: Final = (OperationState.DONE, OperationState.STOPPED)


AT_ONCE: Final = 200  # so many contacts are changed while whoever asks waits
PATIENCE_SECONDS: Final = 5.0  # what cannot be done at once by then is left to the worker
UNDO_DAYS: Final = 30  # so long a bulk change can be taken back; a deletion until its contacts are erased


class Stop(StrEnum):
    """Why an operation was stopped."""

    CANCELED = "canceled"
    STAGE_GONE = "stage_gone"
    TAG_GONE = "tag_gone"
    ASSIGNEE_GONE = "assignee_gone"
    NOT_ALLOWED = "not_allowed"  # whoever began it has left, or may not do it any more


class Outcome(IntEnum):
    """What became of one contact of a bulk change. All but WAITING and CHANGED were left alone, for this reason."""

    WAITING = 0
    CHANGED = 1
    SAME = 2  # it was so already
    GONE = 3  # deleted since
    CHANGED_SINCE = 4  # not taken back: somebody changed it again
    PLACE_GONE = 5  # not taken back: the stage, member, team or tag of before is gone
    TAKEN = 6  # not brought back: another contact has the phone or e-mail by now


_NEEDS: Final = {
    OperationKind.EMPTY_STAGE: (Permission.CHANGE_SETTINGS,),
    OperationKind.BLOCK: (Permission.CHANGE_IN_BULK, Permission.MERGE_AND_BLOCK),
    OperationKind.UNBLOCK: (Permission.CHANGE_IN_BULK, Permission.MERGE_AND_BLOCK),
    OperationKind.DELETE: (Permission.CHANGE_IN_BULK, Permission.DELETE_CONTACTS),
}


def permissions_for(kind: OperationKind) -> tuple[Permission, ...]:
    """All that a member needs to begin, stop or take back an operation of this kind (product.md, section 8)."""
    return _NEEDS.get(kind, (Permission.CHANGE_IN_BULK,))
