"""Questions about operations: what takes long, and how far it has come."""

from django.utils.translation import gettext as _

from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.rules import OperationState
from tappa.kernel.errors import NotFound


def operation_by_id(workspace_id: int, operation_id: int) -> Operation:
    """One operation, done ones too. Raises NotFound."""
    operation = Operation.objects.filter(workspace_id=workspace_id, id=operation_id).first()
    if operation is None:
        raise NotFound(
            _("There is no operation with the id %(id)s.") % {"id": operation_id}, field="operation"
        )
    return operation


def operations_under_way(workspace_id: int) -> list[Operation]:
    """The operations that are not done yet, oldest first."""
    operations = Operation.objects.filter(workspace_id=workspace_id).exclude(state=OperationState.DONE)
    return list(operations.order_by("id"))


def contacts_coming_to(workspace_id: int, stage_id: int) -> int:
    """How many contacts of deleted stages are still on their way to this one."""
    return sum(
        operation.left
        for operation in operations_under_way(workspace_id)
        if operation.to_stage_id == stage_id
    )
