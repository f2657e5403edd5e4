"""A stage is deleted, and its contacts go where they are sent (L9)."""

from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.contacts.actions.empty_stage import empty_at_once
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.queries import contacts_at
from tappa.core.contacts.rules import OperationState
from tappa.core.lifecycle.actions.close_stage import close_stage
from tappa.core.lifecycle.actions.save_lifecycle import locked_settings
from tappa.core.lifecycle.models import Stage
from tappa.kernel.errors import Invalid

AT_ONCE: Final = 1000  # so many are moved while whoever deletes waits: a second


def delete_stage(stage: Stage, *, move_to: Stage | None, by: Actor) -> Operation:
    """Delete a stage; its contacts go to another stage of either kind, or to none.

    From the moment this commits the stage is no choice any more, and gains nobody. Up to a thousand contacts are moved
    before it returns; of more the worker moves the rest, and the operation says how far it has come. Each contact has
    its own transition, with the cause "stage_deleted", all in one batch.

    Must not run inside a transaction: whoever moves a contact would wait for its end. Raises Conflict for the last
    lifecycle stage (L10), Invalid when the contacts are sent to where they stand, NotFound when a stage is gone.
    """
    if move_to is not None and move_to.id == stage.id:
        raise Invalid(_("move_to must be another stage than the one that is deleted."), field="move_to")
    with transaction.atomic(durable=True):
        operation = _close(stage, move_to, by)
    if operation.total <= AT_ONCE:
        return empty_at_once(operation)
    return operation


def _close(stage: Stage, move_to: Stage | None, by: Actor) -> Operation:
    # The order of locks is the same everywhere: settings, operations, stages, standings.
    locked_settings(by)
    _send_elsewhere(stage, move_to)
    closed = close_stage(stage, to=move_to, contacts=lambda: contacts_at(by.workspace_id, stage.id), by=by)
    return Operation.objects.create(
        workspace_id=by.workspace_id,
        total=closed.contacts,
        stage_id=closed.stage_id,
        stage_name=closed.name,
        to_stage_id=closed.to_stage_id,
        to_name=closed.to_name,
        by_kind=by.by,
        by_id=by.id,
        via=by.via,
        batch=by.batch or uuid4(),
    )


def _send_elsewhere(stage: Stage, move_to: Stage | None) -> None:
    """Contacts that are still on their way to this stage, from another one that was deleted, go where its own go."""
    coming = Operation.objects.filter(workspace_id=stage.workspace_id, to_stage_id=stage.id)
    coming.exclude(state=OperationState.DONE).update(
        to_stage_id=move_to.id if move_to else None, to_name=move_to.name if move_to else ""
    )
