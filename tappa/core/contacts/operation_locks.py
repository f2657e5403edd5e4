"""The lock of an operation: whoever works on it holds it, and so does whoever ends it."""

from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import ENDED
from tappa.core.contacts.refusals import no_operation
from tappa.core.contacts.sql_operation import Turn


def lock_operation(workspace_id: int, operation_id: int) -> Operation:
    """An operation, once the batch that is under way is done, locked until the transaction ends. Raises NotFound."""
    operations = Operation.objects.select_for_update(no_key=True)
    operation = operations.filter(workspace_id=workspace_id, id=operation_id).first()
    if operation is None:
        raise no_operation(operation_id)
    return operation


def held_operation(turn: Turn) -> Operation | None:
    """The operation, locked until the transaction ends; None when it has ended, or another works on it."""
    operations = Operation.objects.select_for_update(skip_locked=True, no_key=True)
    return operations.filter(workspace_id=turn.workspace_id, id=turn.id).exclude(state__in=ENDED).first()
