"""The database's clock."""

from django.db import models


class ClockTimestamp(models.Func):
    """The time at which the row is written, not the start of its transaction: a transaction that waited for a lock
    would otherwise date its change before the one it waited for."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()
