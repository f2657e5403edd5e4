"""What takes long, and how far it has come."""

from tappa.api.calls import Call
from tappa.api.registry import endpoint
from tappa.api.shapes import Id
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.models_operation import Operation as Row
from tappa.core.contacts.operation_rules import OperationState
from tappa.core.contacts.operations import operation_by_id


class Operation(Shape):
    """`done` of `total` contacts. A failed one is tried again by itself, ever more seldom."""

    id: Id
    state: OperationState
    done: int
    total: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.state is OperationState.DONE


@endpoint("GET", "operation/{operationId}", scope=Scope.WORKSPACE_READ, refusals=(404,))
def show(call: Call[None]) -> Operation:
    """How far an operation has come."""
    return operation_shape(operation_by_id(call.workspace_id, call.id_in_path("operationId")))


def operation_shape(row: Row) -> Operation:
    """An operation as it is read."""
    return Operation(id=row.id, state=OperationState(row.state), done=row.done, total=row.total)
