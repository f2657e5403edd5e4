"""A batch of a bulk change: its next contacts are judged, changed, and what became of them is written down."""

from collections import Counter
from typing import Any, Final, LiteralString

from tappa.core.accounts.authority import may_still
from tappa.core.accounts.grants import Scope
from tappa.core.accounts.locks import hold_member
from tappa.core.accounts.models import Member, Team
from tappa.core.activity.actor import Actor, By, Cause, Via, actor_columns
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import BulkEnded
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import (
    OperationKind,
    OperationState,
    Outcome,
    Stop,
    permissions_for,
)
from tappa.core.contacts.sql_assigning import ASSIGN_MANY, UNDO_ASSIGNMENTS
from tappa.core.contacts.sql_blocking import BLOCK_MANY, UNBLOCK_MANY, UNDO_BLOCKS, UNDO_UNBLOCKS
from tappa.core.contacts.sql_bulk import Settled
from tappa.core.contacts.sql_hiding import DELETE_MANY, UNDO_DELETIONS
from tappa.core.contacts.sql_moving import MOVE_MANY, UNDO_MOVES
from tappa.core.contacts.sql_operation import HOLD_STAGE, NEXT, READY, UNSYNCED, HeldStage, Next, Ready
from tappa.core.contacts.sql_tagging import TAG_MANY, UNDO_TAGS, UNDO_UNTAGS, UNTAG_MANY
from tappa.core.contacts.tags import tags_in
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.sql import fetch_all, fetch_one

BATCH: Final = 500  # contacts: some hundredths of a second during which their messages wait


# What a batch of each kind does, and what one does that takes it back.
STATEMENTS: Final[dict[OperationKind, tuple[LiteralString, LiteralString]]] = {
    OperationKind.MOVE: (MOVE_MANY, UNDO_MOVES),
    OperationKind.TAG: (TAG_MANY, UNDO_TAGS),
    OperationKind.UNTAG: (UNTAG_MANY, UNDO_UNTAGS),
    OperationKind.ASSIGN: (ASSIGN_MANY, UNDO_ASSIGNMENTS),
    OperationKind.BLOCK: (BLOCK_MANY, UNDO_BLOCKS),
    OperationKind.UNBLOCK: (UNBLOCK_MANY, UNDO_UNBLOCKS),
    OperationKind.DELETE: (DELETE_MANY, UNDO_DELETIONS),
}


def change_batch(operation: Operation, *, most: int | None = None) -> bool:
    """One batch of an operation that is held; the last one ends it, as does what makes it impossible to go on. Returns
    whether it came any further: not when all who are left are just being changed by others."""
    fetch_one(Ready, READY, {})
    kind = OperationKind(operation.kind)
    by = actor_of_operation(operation)
    if not may_still(by, permissions_for(kind), scope=Scope.CONTACTS_WRITE):
        end_change(operation, stop=Stop.NOT_ALLOWED)
        return True
    given, stop = _held(operation, kind)
    if stop is not None:
        end_change(operation, stop=stop)
        return True
    batch = _next(operation, most or BATCH)
    if not batch.due:
        end_change(operation)
        return True
    parameters = actor_columns(by) | given
    parameters |= {"operation": operation.id, "locked": batch.locked, "missing": batch.missing}
    settled = fetch_all(Settled, STATEMENTS[kind][operation.undoes is not None], parameters)
    _note(operation, settled, reached=batch.reached)
    fetch_one(Ready, UNSYNCED, {})
    return bool(settled)


def end_change(operation: Operation, *, stop: Stop | None = None) -> None:
    """Nothing is left to do, or it cannot go on. The operation is held."""
    operation.state = OperationState.DONE if stop is None else OperationState.STOPPED
    operation.stopped_for = stop or ""
    operation.ended_at = ClockTimestamp()
    operation.save(update_fields=["state", "stopped_for", "ended_at"])
    fact = BulkEnded(
        operation_id=operation.id,
        change=operation.kind,
        contacts=operation.changed,
        stopped_for=operation.stopped_for,
    )
    record([Happening(fact)], by=actor_of_operation(operation))


def actor_of_operation(operation: Operation) -> Actor:
    """Whoever began it."""
    return Actor(
        workspace_id=operation.workspace_id,
        by=By(operation.by_kind),
        id=operation.by_id,
        via=Via(operation.via),
        cause=Cause.UNDO if operation.undoes is not None else None,
        batch=operation.batch,
    )


def _held(operation: Operation, kind: OperationKind) -> tuple[dict[str, Any], Stop | None]:
    """What the statement needs beyond the contacts, kept from going until the batch is done; or why there is none. What
    is taken back needs nothing but what was before, contact by contact."""
    given: dict[str, Any] = {"workspace": operation.workspace_id, "to": operation.to_stage_id}
    given |= {"member": operation.member_id, "team": operation.team_id, "tags": operation.tag_ids}
    given |= {"to_name": "", "to_kind": ""}
    stop = None
    if operation.undoes is not None:
        return given, None
    if kind is OperationKind.MOVE and operation.to_stage_id is not None:
        stage = fetch_one(HeldStage, HOLD_STAGE, given)
        stop = None if stage else Stop.STAGE_GONE
        given |= {"to_name": stage.name, "to_kind": stage.kind} if stage else {}
    elif kind is OperationKind.ASSIGN:
        stop = None if _assignee_is_there(operation) else Stop.ASSIGNEE_GONE
    elif kind in {OperationKind.TAG, OperationKind.UNTAG}:
        tags = tags_in(operation.workspace_id).filter(id__in=operation.tag_ids)
        given["tags"] = [tag.id for tag in tags.order_by("id").select_for_update(no_key=True)]
        stop = None if given["tags"] else Stop.TAG_GONE
    return given, stop


def _assignee_is_there(operation: Operation) -> bool:
    if operation.member_id is not None:
        return hold_member(Member(id=operation.member_id, workspace_id=operation.workspace_id))
    if operation.team_id is None:
        return True
    teams = Team.objects.filter(workspace_id=operation.workspace_id, deleted_at=None)
    return teams.filter(id=operation.team_id).exists()


def _next(operation: Operation, most: int) -> Next:
    """The contacts of the batch, locked. Where none is left beyond the one reached, it begins anew with those who were
    held by others."""
    given = {"workspace": operation.workspace_id, "operation": operation.id, "most": most}
    batch = fetch_one(Next, NEXT, given | {"reached": operation.reached})
    assert batch is not None  # noqa: S101  a sum has one row
    if batch.due or not operation.reached:
        return batch
    operation.reached = 0
    return _next(operation, most)


def _note(operation: Operation, settled: list[Settled], *, reached: int | None) -> None:
    """Write down how far it came."""
    outcomes = {Outcome(row.outcome): row.contacts for row in settled}
    operation.done += sum(outcomes.values())
    operation.changed += outcomes.pop(Outcome.CHANGED, 0)
    left = Counter(operation.left_alone) + Counter({str(int(key)): count for key, count in outcomes.items()})
    operation.left_alone = dict(left)
    operation.reached = reached or 0
    operation.state, operation.failures = OperationState.RUNNING, 0
    operation.due_at = ClockTimestamp()
    operation.save(update_fields=["state", "failures", "done", "changed", "left_alone", "reached", "due_at"])
