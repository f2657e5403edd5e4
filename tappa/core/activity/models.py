"""The log and the places of those who read it."""

from django.db import models

from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import one_per_workspace


class CurrentTransaction(models.Func):
    """The number of the running transaction, as a bigint (PostgreSQL's own, never reused within a cluster)."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """One thing that happened: a typed fact with its actor and its time. Never changed, never removed (E5).

    `happened_at` is when it happened, `recorded_at` when we wrote it down: they differ for what was imported.
    `transaction` is the writing transaction's number: readers follow the log in its order, the only one in which
    commits that overtake each other lose nothing. Ids point upward without keys: this room knows none of them.
    """

    APPEND_ONLY = True

    workspace_id = models.BigIntegerField()
    kind = models.TextField()
    contact_id = models.BigIntegerField(null=True)
    conversation_id = models.BigIntegerField(null=True)
    by_kind = models.TextField()
    by_id = models.BigIntegerField(null=True)
    via = models.TextField()
    cause = models.TextField(null=True)  # noqa: DJ001  "no cause" is not an empty one
    batch = models.UUIDField(null=True)
    data = models.JSONField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=ClockTimestamp())
    transaction = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        constraints = [one_per_workspace("activity_event", "workspace_id")]
        indexes = [
            models.Index(fields=["workspace_id", "contact_id", "-id"], name="activity_event_of_contact"),
            models.Index(fields=["transaction", "id"], name="activity_event_in_order"),
        ]


class Reader(models.Model):
    """How far one follower of the log has come: everything up to (`transaction`, `event_id`) has been acted upon.

    `floor` is the highest event id written in an earlier life of the database, before it was restored into another
    cluster whose transaction numbers start anew (see reader.py).
    """

    name = models.TextField(primary_key=True)
    transaction = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)
