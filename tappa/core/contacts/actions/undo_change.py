"""A bulk change is taken back as one (S7): an operation of its own, over the contacts that it changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor, Cause, Via
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.advance import left_to_worker
from tappa.core.contacts.actions.change_many import at_once, require_rights
from tappa.core.contacts.facts import BulkBegan
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import UNDO_DAYS, OperationKind
from tappa.core.contacts.operations import operation_by_id
from tappa.core.contacts.sql_operation import UNKNOWN, WRITE_UNDO_TARGETS, Ready, Written
from tappa.kernel.errors import Conflict
from tappa.kernel.sql import fetch_one, violated_constraint

_ONCE: Final = "contacts_operation_undone_once"


def undo_change(operation_id: int, *, by: Actor) -> Operation:
    """Take back what a bulk change has done; whatever was changed again since is left alone, and counted. Both stay in
    the history. Little is done before it returns, as in change_many.

    Raises NotFound when there is no such operation, Forbidden for who may not, Conflict when it is still at work, was
    taken back already, changed nothing, or is too old.
    """
    made = operation_by_id(by.workspace_id, operation_id)
    require_rights(OperationKind(made.kind), by=by)
    _require_undoable(made)
    by = replace(by, via=Via.BULK, cause=Cause.UNDO)
    try:
        with transaction.atomic():
            undoing = _write_down(made, by=by)
    except IntegrityError as error:
        if violated_constraint(error) != _ONCE:
            raise
        raise Conflict(_("This was taken back already."), field="operation") from error
    return left_to_worker(undoing if connection.in_atomic_block else at_once(undoing))


def _require_undoable(made: Operation) -> None:
    if made.kind == OperationKind.EMPTY_STAGE or made.undoes is not None:
        raise Conflict(_("This cannot be taken back."), field="operation")
    if not made.has_ended or made.ended_at is None:
        raise Conflict(_("This is still at work: stop it first."), field="operation")
    if made.ended_at < timezone.now() - timedelta(days=UNDO_DAYS):
        raise Conflict(
            _("This is too long ago: it can be taken back for %(days)d days.") % {"days": UNDO_DAYS},
            field="operation",
        )


def _write_down(made: Operation, *, by: Actor) -> Operation:
    undoing = Operation.objects.create(
        workspace_id=by.workspace_id,
        kind=made.kind,
        undoes=made.id,
        total=0,
        to_stage_id=made.to_stage_id,
        to_name=made.to_name,
        member_id=made.member_id,
        team_id=made.team_id,
        tag_ids=made.tag_ids,
        by_kind=by.by,
        by_id=by.id,
        via=by.via,
        batch=uuid4(),
    )
    given = {"workspace": by.workspace_id, "operation": undoing.id, "undoes": made.id}
    fetch_one(Ready, UNKNOWN, {})
    written = fetch_one(Written, WRITE_UNDO_TARGETS, given)
    if not written or not written.contacts:
        raise Conflict(_("There is nothing to take back."), field="operation")
    undoing.total = written.contacts
    undoing.save(update_fields=["total"])
    fact = BulkBegan(operation_id=undoing.id, change=undoing.kind, contacts=undoing.total)
    record([Happening(fact)], by=replace(by, batch=undoing.batch))
    return undoing
