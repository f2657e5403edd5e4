"""A deleted stage is emptied, batch by batch: its contacts go where the deletion sends them (L9).

Each batch is a transaction that holds the operation's row, moves some contacts, and notes how far it came. Whoever is
killed in between has done nothing, and the next one goes on where the last batch ended.
"""

from datetime import timedelta
from time import monotonic, sleep
from typing import Final

from django.db import transaction

from tappa.core.activity.actor import Actor, By, Cause, Via, actor_columns
from tappa.core.contacts.models import Standing
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.rules import OperationState
from tappa.core.contacts.sql_emptying import (
    EMPTY_DELETED,
    EMPTY_LIVING,
    NEXT_OPERATION,
    Emptied,
    Turn,
)
from tappa.core.lifecycle.actions.remove_stage import remove_stage
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.sql import fetch_one

BATCH: Final = 200  # contacts: a tenth of a second or so during which their messages wait
PATIENCE_SECONDS: Final = 5.0  # what cannot be moved at once by then is left to the worker
RETRY_SECONDS: Final = 0.1
FAILURES: Final = 5  # in a row, and an operation is called failed
LONGEST_PAUSE: Final = timedelta(minutes=10)


def next_operation() -> Turn | None:
    """The operation whose turn it is; None when none is due. For the worker, who serves all workspaces."""
    with transaction.atomic():
        return fetch_one(Turn, NEXT_OPERATION, {})


def advance(turn: Turn, *, most: int = BATCH) -> bool:
    """Move the next contacts of an operation, or end it when none is left. Returns whether it came any further: not
    when another is just working on it, nor when all who are left are just being changed by others."""
    with transaction.atomic():
        operation = _held(turn)
        if operation is None:
            return False
        emptied = _move(operation, most=most)
    if emptied.taken:
        return True
    return _end(turn)


def note_failure(turn: Turn) -> None:
    """A bug kept an operation from advancing: it is tried again, ever more seldom, and called failed after some."""
    with transaction.atomic():
        operation = _held(turn)
        if operation is None:
            return
        operation.failures += 1
        if operation.failures >= FAILURES:
            operation.state = OperationState.FAILED
        pause = min(timedelta(seconds=2**operation.failures), LONGEST_PAUSE)
        operation.due_at = ClockTimestamp() + pause
        operation.save(update_fields=["failures", "state", "due_at"])


def empty_at_once(operation: Operation) -> Operation:
    """Move all contacts of an operation now. What somebody else holds for long is left to the worker."""
    turn = Turn(operation.id, operation.workspace_id)
    until = monotonic() + PATIENCE_SECONDS
    while operation.state != OperationState.DONE and monotonic() < until:
        if not advance(turn):
            sleep(RETRY_SECONDS)
        operation.refresh_from_db()
    return operation


def _held(turn: Turn) -> Operation | None:
    """The operation, locked; None when it is done, or another works on it."""
    operations = Operation.objects.select_for_update(skip_locked=True, no_key=True)
    operations = operations.filter(workspace_id=turn.workspace_id, id=turn.id)
    return operations.exclude(state=OperationState.DONE).first()


def _move(operation: Operation, *, most: int) -> Emptied:
    """One batch. Where none is left beyond the contact reached, it begins anew with those who were held by others, and
    then with deleted contacts, who are no part of the count."""
    emptied = _empty(operation, EMPTY_LIVING, operation.reached, most)
    operation.done += emptied.moved
    if not emptied.taken and operation.reached:
        emptied = _empty(operation, EMPTY_LIVING, 0, most)
        operation.done += emptied.moved
    operation.reached = emptied.reached or 0
    if not emptied.taken:
        emptied = _empty(operation, EMPTY_DELETED, 0, most)
    if emptied.taken != emptied.moved:
        raise AssertionError(f"the stage {operation.to_stage_id} was closed, and the operation not told")
    operation.state, operation.failures = OperationState.RUNNING, 0
    operation.due_at = ClockTimestamp()
    operation.save(update_fields=["state", "failures", "done", "reached", "due_at"])
    return emptied


def _empty(operation: Operation, statement: str, reached: int, most: int) -> Emptied:
    parameters = actor_columns(_actor(operation)) | {
        "stage": operation.stage_id,
        "to": operation.to_stage_id,
        "reached": reached,
        "most": most,
    }
    emptied = fetch_one(Emptied, statement, parameters)
    assert emptied is not None  # noqa: S101  a sum has one row
    return emptied


def _end(turn: Turn) -> bool:
    """Nobody is left that could be taken: remove the stage, and the operation is done. Returns False where somebody
    stands there still, whom another holds."""
    seen = Operation.objects.get(workspace_id=turn.workspace_id, id=turn.id)
    left = Standing.objects.filter(workspace_id=turn.workspace_id, stage_id=seen.stage_id, is_deleted=False)
    if left.exists():  # asked before the settings are locked: the foreign key would wait for him
        return False
    seen.refresh_from_db(fields=["done"])  # another may have moved the last ones since it was read
    with transaction.atomic():
        # The settings' lock comes before the operation's, as when another stage is deleted.
        gone = remove_stage(seen.stage_id, name=seen.stage_name, contacts=seen.done, by=_actor(seen))
        operation = _held(turn)
        if gone and operation is not None:
            operation.state, operation.total = OperationState.DONE, operation.done
            operation.ended_at = ClockTimestamp()
            operation.save(update_fields=["state", "total", "ended_at"])
    return gone


def _actor(operation: Operation) -> Actor:
    """Whoever deleted the stage, acting because of it."""
    return Actor(
        workspace_id=operation.workspace_id,
        by=By(operation.by_kind),
        id=operation.by_id,
        via=Via(operation.via),
        cause=Cause.STAGE_DELETED,
        batch=operation.batch,
    )
