"""What the pages remember for a while: how often somebody has tried. Everything else stands in the core."""

from django.db import models


class CacheEntry(models.Model):
    """A row of Django's database cache, shared by all web processes: the limits of signing in hold over all of them.

    Not in the write-ahead log: after a crash everybody may try again.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
