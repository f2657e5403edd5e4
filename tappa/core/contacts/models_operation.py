"""What takes long is an operation: a row that says how far it has come, and that whoever works on it holds."""

from django.db import models
from django.db.models import Q

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.rules import OperationState
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import one_per_workspace


class Operation(models.Model):
    """The contacts of a deleted stage are moved to another stage, or to none.

    `total` is how many stood there when it was deleted, `done` how many of them were moved; those whom somebody else
    moved meanwhile are not counted, and when all is done `total` says how many it really was. Worked on in batches,
    each a transaction of its own, by whoever comes first and holds the row: nothing else is needed for it to go on
    after a crash. `reached` is the contact up to which the present round has come, `due_at` when the next batch may
    begin: the operation that waited longest has its turn first. `failures` counts bugs in a row.

    Stages are plain ids with the names of the time: the row outlives both. The actor is whoever deleted the stage, and
    all transitions are one batch.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    state = models.TextField(default=OperationState.QUEUED)
    done = models.IntegerField(default=0)
    total = models.IntegerField()
    stage_id = models.BigIntegerField()
    stage_name = models.TextField()
    to_stage_id = models.BigIntegerField(null=True)
    to_name = models.TextField(blank=True)
    reached = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    by_kind = models.TextField()
    by_id = models.BigIntegerField(null=True)
    via = models.TextField()
    batch = models.UUIDField()
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    due_at = models.DateTimeField(db_default=ClockTimestamp())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("contacts_operation"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OperationState]),
                name="contacts_operation_state_known",
            ),
            models.UniqueConstraint(fields=["workspace", "stage_id"], name="contacts_operation_one_a_stage"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=~Q(state=OperationState.DONE), name="contacts_operation_due"
            ),
        ]

    @property
    def left(self) -> int:
        """How many contacts are still to be moved."""
        return max(0, self.total - self.done)
