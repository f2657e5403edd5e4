"""A channel gets another name or other settings. Its token, its id and its page's address stay."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.checks import checked_name
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.facts import ChannelEdited
from tappa.core.inbox.models import Channel
from tappa.kernel.errors import NotFound


def edit_channel(channel: Channel, *, name: str, settings: Mapping[str, Any], by: Actor) -> Channel:
    """Set both; nothing is logged when nothing is new. `settings` are those of its kind, checked by its folder in
    tappa/channels. Raises Invalid for a bad name, NotFound when the channel was removed."""
    name = checked_name(name)
    with transaction.atomic():
        channel = lock_channel(channel)
        before = channel.name
        if (before, channel.settings) == (name, dict(settings)):
            return channel
        channel.name, channel.settings = name, dict(settings)
        channel.save(update_fields=["name", "settings"])
        record([Happening(ChannelEdited(channel_id=channel.id, name_before=before, name=name))], by=by)
    return channel


def lock_channel(channel: Channel) -> Channel:
    """The connected channel as it is now, locked. Raises NotFound when it was removed."""
    channels = Channel.objects.select_for_update(no_key=True)
    found = channels.filter(workspace_id=channel.workspace_id, id=channel.id, removed_at=None).first()
    if found is None:
        raise NotFound(_("This channel does not exist any more."), field="channel")
    return found
