"""What contacts can be filtered by that this room knows: the channels they write through."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tappa.core.contacts.filters.fields import Choice, Field, Kind, register
from tappa.core.inbox.models import Channel


def _channels(workspace_id: int) -> Mapping[str | int, Choice]:
    channels = Channel.objects.filter(workspace_id=workspace_id, removed_at=None).order_by("name", "id")
    return {id_: Choice(name) for id_, name in channels.values_list("id", "name")}


register(
    Field(
        "channel",
        _("Channel"),
        Kind.CHANNEL,
        "reached.channel_id",
        source="""inbox_contactchannel reached WHERE reached.workspace_id = %(workspace)s
    AND reached.contact_id = contact.id""",
        offers=_channels,
    )
)
register(Field("last_channel", _("Last channel"), Kind.CHANNEL, "standing.last_channel_id", offers=_channels))
