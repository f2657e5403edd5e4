"""A channel is connected."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings as installation
from django.db import transaction

from tappa.core.accounts.checks import checked_name
from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor, Via, system
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.facts import ChannelCreated
from tappa.core.inbox.models import Channel
from tappa.core.inbox.rules import WEBSITE_CHAT
from tappa.kernel.secrets import fingerprint, new_public_id, new_secret, seal, unseal

PURPOSE = "channel token"


@dataclass(frozen=True, slots=True)
class IssuedChannel:
    """A channel with the token by which its provider and we know each other."""

    channel: Channel
    token: str


def create_channel(
    workspace: Workspace, *, kind: str, name: str, settings: Mapping[str, object], by: Actor | None = None
) -> IssuedChannel:
    """Connect a channel. `settings` are those of its kind, checked by its folder in tappa/channels. Raises Invalid."""
    name = checked_name(name)
    token = new_secret()
    with transaction.atomic():
        channel = Channel.objects.create(
            workspace=workspace,
            kind=kind,
            name=name,
            settings=dict(settings),
            token_fingerprint=fingerprint(token),
            token_sealed=seal(token, key=installation.SEALING_KEY, purpose=PURPOSE),
            public_id=new_public_id() if kind == WEBSITE_CHAT else None,
        )
        record(
            [Happening(ChannelCreated(channel_id=channel.id, kind=kind))],
            by=by or system(workspace.id, via=Via.COMMAND),
        )
    return IssuedChannel(channel, token)


def channel_token(channel: Channel) -> str:
    """The channel's token in the clear, to be sent to its own provider and shown to those who manage channels."""
    return unseal(bytes(channel.token_sealed), key=installation.SEALING_KEY, purpose=PURPOSE)
