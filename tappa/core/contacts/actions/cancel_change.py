"""A bulk change is stopped. What it has done stays, and can be taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.contacts.actions.change_batch import end_change
from tappa.core.contacts.actions.change_many import require_rights
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_locks import lock_operation
from tappa.core.contacts.operation_rules import OperationKind, Stop
from tappa.kernel.errors import Conflict


def cancel_change(operation_id: int, *, by: Actor) -> Operation:
    """Stop it after the batch that is under way.

    Raises NotFound when there is no such operation, Forbidden for who may not, Conflict when it has ended already or is
    the emptying of a deleted stage, which goes on.
    """
    with transaction.atomic():
        operation = lock_operation(by.workspace_id, operation_id)
        require_rights(OperationKind(operation.kind), by=by)
        if operation.kind == OperationKind.EMPTY_STAGE:
            raise Conflict(_("A stage that was deleted is emptied to the end."), field="operation")
        if operation.has_ended:
            raise Conflict(_("This has ended already."), field="operation")
        end_change(operation, stop=Stop.CANCELED)
    return operation
