"""Questions about operations: what takes long, and how far it has come."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import (
    AT_ONCE,
    ENDED,
    PATIENCE_SECONDS,
    OperationKind,
    OperationState,
)
from tappa.core.contacts.refusals import no_operation
from tappa.kernel.fixed import Fixed

RECENT_MINUTES: Final = 10
MOST: Final = 10


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


def changes_of_late(workspace_id: int) -> list[Operation]:
    """The bulk changes under way, and those that were not done at once and ended within some minutes, the latest first."""
    return _OF_LATE.all(workspace_id=workspace_id)


def _of_late(workspace_id: int) -> "QuerySet[Operation]":
    changes = Operation.objects.filter(workspace_id=workspace_id).exclude(kind=OperationKind.EMPTY_STAGE)
    at_once = Q(total__lte=AT_ONCE, ended_at__lte=F("created_at") + timedelta(seconds=PATIENCE_SECONDS))
    recent = Q(ended_at__gt=Now() - timedelta(minutes=RECENT_MINUTES)) & ~at_once
    return changes.filter(~Q(state__in=ENDED) | recent).order_by("-id")[:MOST]


_OF_LATE: Final = Fixed(_of_late, workspace_id=-1)  # each page of contacts asks


def was_taken_back(workspace_id: int, ids: Collection[int]) -> set[int]:
    """Which of these changes were taken back, or are just being."""
    if not ids:
        return set()
    undoing = Operation.objects.filter(workspace_id=workspace_id, undoes__in=list(ids))
    living = undoing.exclude(state=OperationState.STOPPED).values_list("undoes", flat=True)
    return {id_ for id_ in living if id_ is not None}
