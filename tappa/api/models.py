"""The door's own bookkeeping: rate limits and remembered answers."""

from django.db import models

from tappa.kernel.clock import ClockTimestamp


class RateBucket(models.Model):
    """How many calls a token has left on one method and path template. One table for all workers and hosts.

    UNLOGGED in the database (see the first migration): after a crash it starts empty, which is what one wants of it.
    """

    token_id = models.BigIntegerField()
    route = models.TextField()
    level = models.FloatField()
    updated_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_id", "route"], name="api_ratebucket_once")]


class RememberedAnswer(models.Model):
    """What a POST with an Idempotency-Key was answered, kept for a day: the same key gets the same answer."""

    token_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    request_fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_id", "key"], name="api_rememberedanswer_once")]
        indexes = [models.Index(fields=["created_at"], name="api_rememberedanswer_by_age")]
