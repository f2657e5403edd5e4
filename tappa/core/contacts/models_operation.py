"""What takes long is an operation: a row that says how far it has come, and that whoever works on it holds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.operation_rules import ENDED, OperationKind, OperationState, Outcome
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import one_per_workspace


class Operation(models.Model):
    """Many contacts are changed: those of a deleted stage, or those that somebody chose (`OperationKind`).

    `total` is how many there were when it began, `done` how many of them were looked at, `changed` how many were
    changed; `left_alone` counts the others by their `Outcome`. Worked on in batches, each a transaction of its own, by
    whoever comes first and holds the row: nothing else is needed for it to go on after a crash. `reached` is the
    contact up to which the present round has come, `due_at` when the next batch may begin: the operation that waited
    longest has its turn first. `failures` counts bugs in a row.

    Of a deleted stage (`stage_id`) the contacts are whoever stands there: `total` is then a count at that moment,
    those whom somebody else moved meanwhile are not counted as done, and when all is done `total` says how many it
    really was. Of any other kind they are written down beforehand (OperationTarget).

    `to_stage_id`, `member_id`, `team_id` and `tag_ids` say what is done. They are plain ids: the row outlives what it
    names, and `to_name` is what it was called at the time. `undoes` is the operation that this one takes back. The actor is
    whoever began it, and all that it does is one batch.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField(default=OperationKind.EMPTY_STAGE, db_default=OperationKind.EMPTY_STAGE.value)
    state = models.TextField(default=OperationState.QUEUED)
    stopped_for = models.TextField(blank=True, default="", db_default="")
    done = models.IntegerField(default=0)
    changed = models.IntegerField(default=0, db_default=0)
    left_alone = models.JSONField(default=dict, db_default={})
    total = models.IntegerField()
    undoes = models.BigIntegerField(null=True)
    stage_id = models.BigIntegerField(null=True)
    stage_name = models.TextField(blank=True)
    to_stage_id = models.BigIntegerField(null=True)
    to_name = models.TextField(blank=True)
    member_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    tag_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[])
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
            models.UniqueConstraint(
                fields=["workspace", "undoes"],
                condition=Q(undoes__isnull=False) & ~Q(state=OperationState.STOPPED),
                name="contacts_operation_undone_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(state__in=ENDED), name="contacts_operation_due"),
            models.Index(fields=["workspace", "-id"], name="contacts_operation_latest"),
        ]

    @property
    def left(self) -> int:
        """How many contacts are still to be looked at."""
        return max(0, self.total - self.done)

    @property
    def has_ended(self) -> bool:
        """Whether nothing is done any more."""
        return self.state in ENDED


class OperationTarget(models.Model):
    """A contact of a bulk change, written down when it began: the operation works on what its maker saw, each once.

    `outcome` says what became of it (`Outcome`). `made` is what was written for it: the transition of a move, else the
    event. What is needed to take it back: `member_id` and `team_id` are who had it before, `tag_ids` the tags that
    were really put on or taken off. In an operation that takes another back they are copied from there, and `back` is
    what was `made` there. Ids are plain: the row outlives the contact, and a million are written while somebody waits. Kept
    as long as the change can be taken back (actions/forget_targets.py).
    """

    pk = models.CompositePrimaryKey("workspace_id", "operation_id", "contact_id")
    workspace_id = models.BigIntegerField()
    operation_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()
    outcome = models.SmallIntegerField(default=Outcome.WAITING, db_default=Outcome.WAITING.value)
    made = models.BigIntegerField(null=True)
    back = models.BigIntegerField(null=True)
    member_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    tag_ids = ArrayField(models.BigIntegerField(), null=True)
