"""Raw inbound posts are removed after a week: they hold people's words, and are kept only to mend our own bugs."""

from datetime import timedelta
from typing import Final

from django.db.models.functions import Now

from tappa.core.inbox.models import InboundPost
from tappa.core.inbox.rules import RAW_POST_DAYS

AT_ONCE: Final = 20_000


def purge_posts() -> int:
    """Remove the oldest posts that are past their time, at most twenty thousand of them. Returns how many."""
    old = InboundPost.objects.filter(received_at__lt=Now() - timedelta(days=RAW_POST_DAYS))
    removed, _by_model = InboundPost.objects.filter(
        id__in=old.order_by("received_at").values("id")[:AT_ONCE]
    ).delete()
    return removed
