"""What takes long, and how far it has come."""

from typing import Literal

from django.utils.translation import gettext as _

from tappa.api.calls import Call
from tappa.api.registry import endpoint
from tappa.api.shapes import Id
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.models_operation import Operation as Row
from tappa.core.contacts.operation_rules import OperationState, Stop
from tappa.core.contacts.operations import operation_by_id


class Operation(Shape):
    """`done` of `total` contacts were looked at. A failed one that has no `message` is tried again by itself, ever more
    seldom; one that has ended before its end, and the message says why."""

    id: Id
    state: Literal["queued", "running", "done", "failed"]
    done: int
    total: int
    message: str | None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.state == "done" or self.message is not None


@endpoint("GET", "operation/{operationId}", scope=Scope.WORKSPACE_READ, refusals=(404,))
def show(call: Call[None]) -> Operation:
    """How far an operation has come."""
    return operation_shape(operation_by_id(call.workspace_id, call.id_in_path("operationId")))


def operation_shape(row: Row) -> Operation:
    """An operation as it is read."""
    return Operation(
        id=row.id, state=_state(row), done=row.done, total=row.total, message=_message(row.stopped_for)
    )


def _state(row: Row) -> Literal["queued", "running", "done", "failed"]:
    match OperationState(row.state):
        case OperationState.QUEUED:
            return "queued"
        case OperationState.RUNNING:
            return "running"
        case OperationState.DONE:
            return "done"
    return "failed"


def _message(stopped_for: str) -> str | None:
    """Why it ended before its end."""
    match stopped_for:
        case "":
            return None
        case Stop.STAGE_GONE:
            return _("The stage was deleted meanwhile.")
        case Stop.TAG_GONE:
            return _("The tag was deleted meanwhile.")
        case Stop.ASSIGNEE_GONE:
            return _("The member or team is gone meanwhile.")
        case Stop.NOT_ALLOWED:
            return _("Whoever began it may not do it any more.")
    return _("It was canceled.")
