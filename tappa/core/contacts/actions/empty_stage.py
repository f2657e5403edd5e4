"""A deleted stage is emptied, batch by batch: its contacts go where the deletion sends them (L9).

How batches follow each other is said in advance.py.
"""

from typing import Final

from django.db import transaction

from tappa.core.activity.actor import Actor, By, Cause, Via, actor_columns
from tappa.core.contacts.models import Standing
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_locks import held_operation
from tappa.core.contacts.operation_rules import OperationState
from tappa.core.contacts.sql_emptying import EMPTY_DELETED, EMPTY_LIVING, Emptied
from tappa.core.contacts.sql_operation import TALLIED, UNSYNCED, Ready, Turn
from tappa.core.lifecycle.actions.remove_stage import remove_stage
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.sql import fetch_one

BATCH: Final = 200  # contacts: a tenth of a second or so during which their messages wait


def empty_batch(operation: Operation, *, most: int | None = None) -> bool:
    """One batch of an operation that is held. Returns whether anybody was left that could be taken.

    Where none is left beyond the contact reached, it begins anew with those who were held by others, and
    then with deleted contacts, who are no part of the count."""
    most = most or BATCH
    fetch_one(Ready, TALLIED, {})
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
    fetch_one(Ready, UNSYNCED, {})
    return emptied.taken > 0


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


def end_emptying(turn: Turn) -> bool:
    """Nobody is left that could be taken: remove the stage, and the operation is done. Returns False where somebody
    stands there still, whom another holds."""
    seen = Operation.objects.get(workspace_id=turn.workspace_id, id=turn.id)
    assert seen.stage_id is not None  # noqa: S101  operations of this kind have one
    left = Standing.objects.filter(workspace_id=turn.workspace_id, stage_id=seen.stage_id, is_deleted=False)
    if left.exists():  # asked before the settings are locked: the foreign key would wait for him
        return False
    seen.refresh_from_db(fields=["done"])  # another may have moved the last ones since it was read
    with transaction.atomic():
        # The settings' lock comes before the operation's, as when another stage is deleted.
        gone = remove_stage(seen.stage_id, name=seen.stage_name, contacts=seen.done, by=_actor(seen))
        operation = held_operation(turn)
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
