"""The worker's own bookkeeping."""

from django.db import models


class ScheduledRun(models.Model):
    """When a scheduled task last began, so that it runs once in its interval however many workers there are."""

    name = models.TextField(primary_key=True)
    last_run_at = models.DateTimeField(null=True)
