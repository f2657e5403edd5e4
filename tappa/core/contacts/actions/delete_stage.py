"""A stage is deleted, and its contacts go where they are sent (L9)."""

from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.core.activity.actor import Actor
from tappa.core.contacts.actions.advance import left_to_worker, work_at_once
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import ENDED, OperationKind
from tappa.core.contacts.queries import contacts_at
from tappa.core.lifecycle.actions.close_stage import close_stage
from tappa.core.lifecycle.actions.save_lifecycle import locked_settings
from tappa.core.lifecycle.models import Stage
from tappa.kernel.errors import Conflict, Invalid

AT_ONCE: Final = 1000  # so many are moved while whoever deletes waits: a second


class NotEmpty(Conflict):
    """Contacts stand at the stage, and nobody said where they go. `contacts` is how many."""

    def __init__(self, contacts: int) -> None:
        super().__init__(
            ngettext(
                "%(count)d contact stands at this stage: say in move_to where it goes, or null for no stage.",
                "%(count)d contacts stand at this stage: say in move_to where they go, or null for no stage.",
                contacts,
            )
            % {"count": contacts},
            field="move_to",
        )
        self.contacts = contacts


def delete_stage(stage: Stage, *, move_to: Stage | None, only_empty: bool = False, by: Actor) -> Operation:
    """Delete a stage; its contacts go to another stage of either kind, or to none. With `only_empty` there may be none:
    NotEmpty is raised where there are some.

    From the moment this commits the stage is no choice any more, and gains nobody. Up to a thousand contacts are moved
    before it returns; of more the worker moves the rest, and the operation says how far it has come. Each contact has
    its own transition, with the cause "stage_deleted", all in one batch.

    Not for use inside a transaction: whoever moves a contact would wait for its end. Raises Conflict for the last
    lifecycle stage (L10), Invalid when the contacts are sent to where they stand, NotFound when a stage is gone.
    """
    if move_to is not None and move_to.id == stage.id:
        raise Invalid(_("move_to must be another stage than the one that is deleted."), field="move_to")
    with transaction.atomic():
        operation = _close(stage, move_to, only_empty=only_empty, by=by)
    return left_to_worker(work_at_once(operation) if operation.total <= AT_ONCE else operation)


def _close(stage: Stage, move_to: Stage | None, *, only_empty: bool, by: Actor) -> Operation:
    # The order of locks is the same everywhere: settings, operations, stages, standings.
    locked_settings(by)
    coming = _send_elsewhere(stage, move_to)

    def contacts() -> int:
        count = contacts_at(by.workspace_id, stage.id)
        if only_empty and count + coming:
            raise NotEmpty(count + coming)
        return count

    closed = close_stage(stage, to=move_to, contacts=contacts, by=by)
    return Operation.objects.create(
        workspace_id=by.workspace_id,
        kind=OperationKind.EMPTY_STAGE,
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


def _send_elsewhere(stage: Stage, move_to: Stage | None) -> int:
    """Contacts that are still on their way to this stage, from another one that was deleted, go where its own go.
    Returns how many are left of them."""
    operations = Operation.objects.filter(workspace_id=stage.workspace_id, to_stage_id=stage.id)
    coming = list(
        operations.filter(kind=OperationKind.EMPTY_STAGE)
        .exclude(state__in=ENDED)
        .select_for_update(no_key=True)
    )
    for operation in coming:
        operation.to_stage_id, operation.to_name = (move_to.id, move_to.name) if move_to else (None, "")
        operation.save(update_fields=["to_stage_id", "to_name"])
    return sum(operation.left for operation in coming)
