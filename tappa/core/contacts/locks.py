"""The one lock of a contact: whatever changes its stage, tags, assignee or conversations takes it first. And that of an
operation, which whoever works on it holds."""

from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import ENDED
from tappa.core.contacts.refusals import no_operation
from tappa.core.contacts.sql_operation import Turn
from tappa.kernel.errors import NotFound


def lock_standing(contact: Contact) -> Standing:
    """The contact's standing, locked until the transaction ends. Raises NotFound when the contact is deleted."""
    standings = Standing.objects.select_for_update(no_key=True)
    standing = standings.filter(
        workspace_id=contact.workspace_id, contact_id=contact.id, is_deleted=False
    ).first()
    if standing is None:
        raise NotFound(_("This contact does not exist any more."), field="contact")
    return standing


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
