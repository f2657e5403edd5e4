"""What takes long is done batch by batch, each a transaction that holds the operation's row, does a part, and notes how
far it came. Whoever is killed in between has done nothing, and the next one goes on where the last batch ended."""

from datetime import timedelta
from math import inf
from time import monotonic, sleep
from typing import Final

from django.db import transaction

from tappa.core.activity.bell import Bell, ring
from tappa.core.contacts.actions.change_batch import change_batch
from tappa.core.contacts.actions.empty_stage import empty_batch, end_emptying
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_locks import held_operation
from tappa.core.contacts.operation_rules import PATIENCE_SECONDS, OperationKind, OperationState
from tappa.core.contacts.sql_operation import NEXT_OPERATION, UNTIL_DUE, Turn
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.sql import fetch_one, fetch_tuples

RETRY_SECONDS: Final = 0.1
FAILURES: Final = 5  # in a row, and an operation is called failed
LONGEST_PAUSE: Final = timedelta(minutes=10)


def next_operation() -> Turn | None:
    """The operation whose turn it is; None when none is due. For the worker, who serves all workspaces."""
    return fetch_one(Turn, NEXT_OPERATION, {})


def seconds_until_due() -> float:
    """In how many seconds the next operation is due: none or less where one is, without end where there is none."""
    due = fetch_tuples(UNTIL_DUE, [])
    return float(due[0][0]) if due else inf


def advance(turn: Turn, *, most: int | None = None) -> bool:
    """Do the next batch of an operation (`most` contacts, else as many as its kind has in one), or end it when none is
    left. Returns whether it came any further: not when another is just working on it, nor when all who are left are
    just being changed by others."""
    with transaction.atomic():
        operation = held_operation(turn)
        if operation is None:
            return False
        if operation.kind != OperationKind.EMPTY_STAGE:
            return change_batch(operation, most=most)
        emptied = empty_batch(operation, most=most)
    return emptied or end_emptying(turn)


def note_failure(turn: Turn) -> None:
    """A bug kept an operation from advancing: it is tried again, ever more seldom, and called failed after some."""
    with transaction.atomic():
        operation = held_operation(turn)
        if operation is None:
            return
        operation.failures += 1
        if operation.failures >= FAILURES:
            operation.state = OperationState.FAILED
        pause = min(timedelta(seconds=2**operation.failures), LONGEST_PAUSE)
        operation.due_at = ClockTimestamp() + pause
        operation.save(update_fields=["failures", "state", "due_at"])


def work_at_once(operation: Operation) -> Operation:
    """Do all of an operation now. What somebody else holds for long is left to the worker."""
    turn = Turn(operation.id, operation.workspace_id)
    until = monotonic() + PATIENCE_SECONDS
    while not operation.has_ended and monotonic() < until:
        if not advance(turn):
            sleep(RETRY_SECONDS)
        operation.refresh_from_db()
    return operation


def left_to_worker(operation: Operation) -> Operation:
    """What is not done yet is the worker's. It is told so only now: whoever works on an operation keeps all others away."""
    if not operation.has_ended:
        ring(Bell.OPERATIONS)
    return operation
