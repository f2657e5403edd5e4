"""Questions about operations: what takes long, and how far it has come."""

from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import ENDED, OperationKind
from tappa.core.contacts.refusals import no_operation


def operation_by_id(workspace_id: int, operation_id: int) -> Operation:
    """One operation, done ones too. Raises NotFound."""
    operation = Operation.objects.filter(workspace_id=workspace_id, id=operation_id).first()
    if operation is None:
        raise no_operation(operation_id)
    return operation


def deletions_under_way(workspace_id: int) -> list[Operation]:
    """The deleted stages that are not empty yet, oldest first."""
    operations = Operation.objects.filter(workspace_id=workspace_id, kind=OperationKind.EMPTY_STAGE)
    return list(operations.exclude(state__in=ENDED).order_by("id"))


def contacts_coming_to(workspace_id: int, stage_id: int) -> int:
    """How many contacts of deleted stages are still on their way to this one."""
    return sum(
        operation.left for operation in deletions_under_way(workspace_id) if operation.to_stage_id == stage_id
    )
