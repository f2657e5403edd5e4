"""The noun of the website chat alone: ChatBucket."""

from django.db import models

from tappa.kernel.clock import ClockTimestamp


class ChatBucket(models.Model):
    """How much a visitor, or all who come from one address, may still write in a website chat (kernel/buckets.py).

    `key` says what is counted and for whom, whose address stands there only as a keyed hash. UNLOGGED in the database.
    """

    channel_id = models.BigIntegerField()
    key = models.TextField()
    level = models.FloatField()
    updated_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel_id", "key"], name="inbox_chatbucket_once")]
        indexes = [models.Index(fields=["updated_at"], name="inbox_chatbucket_by_age")]
