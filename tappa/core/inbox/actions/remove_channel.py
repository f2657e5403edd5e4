"""A channel is removed: nothing comes or goes through it any more. What was written through it stays."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.actions.edit_channel import lock_channel
from tappa.core.inbox.facts import ChannelRemoved
from tappa.core.inbox.models import Channel
from tappa.kernel.clock import ClockTimestamp


def remove_channel(channel: Channel, *, by: Actor) -> Channel:
    """Remove it, however many contacts write there. Its token opens nothing from now on, its page is gone, and answers
    still on their way fail and say why. Raises NotFound when it was removed already."""
    with transaction.atomic():
        channel = lock_channel(channel)
        channel.removed_at = ClockTimestamp()
        channel.save(update_fields=["removed_at"])
        record([Happening(ChannelRemoved(channel_id=channel.id, kind=channel.kind))], by=by)
    channel.refresh_from_db(fields=["removed_at"])
    return channel
