"""Somebody has looked at the stages that a workspace was given, and found them good."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.lifecycle.facts import StagesSettled
from tappa.core.lifecycle.models import Lifecycle
from tappa.kernel.clock import ClockTimestamp


def settle_stages(*, by: Actor) -> bool:
    """Note that the stages fit, for the list of first steps. Returns False when that was known."""
    with transaction.atomic():
        lifecycle = Lifecycle.objects.select_for_update().get(workspace_id=by.workspace_id)
        if lifecycle.settled_at is not None:
            return False
        lifecycle.settled_at = ClockTimestamp()
        lifecycle.save(update_fields=["settled_at"])
        record([Happening(StagesSettled())], by=by)
    return True
