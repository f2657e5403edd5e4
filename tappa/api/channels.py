"""The channels of the workspace, and those on which a contact is known."""

from typing import Any

from tappa.api.calls import Call
from tappa.api.paging import Page, page, read_place
from tappa.api.registry import endpoint
from tappa.api.shapes import Id, Seconds, seconds
from tappa.api.spelling import Shape
from tappa.channels.registry import kind_of
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.queries import find_contact
from tappa.core.inbox.models import Channel as StoredChannel
from tappa.core.inbox.models import ContactChannel as StoredContactChannel
from tappa.core.inbox.queries import addresses_of, channels_of
from tappa.kernel.pages import read_page


class Channel(Shape):
    """A way by which contacts reach the workspace."""

    id: Id
    name: str
    source: str
    created_at: Seconds


class ContactChannel(Shape):
    """A channel on which a contact is known. `meta.contactId` is what they are called there."""

    id: Id
    name: str
    source: str
    meta: dict[str, Any]
    last_message_time: Seconds | None
    last_incoming_message_time: Seconds | None
    created_at: Seconds


@endpoint("GET", "space/channel", scope=Scope.WORKSPACE_READ)
def list_all(call: Call[None]) -> Page[Channel]:
    """The channels of the workspace."""
    place = read_place(call.query)
    return page(
        read_page(channels_of(call.workspace_id), place),
        place=place,
        address=call.address,
        id_of=lambda channel: channel.id,
        shape=_channel_shape,
    )


@endpoint("GET", "contact/{identifier}/channels", scope=Scope.CONTACTS_READ, refusals=(404,))
def of_contact(call: Call[None]) -> Page[ContactChannel]:
    """The channels on which a contact is known."""
    contact = find_contact(call.workspace_id, call.identifier)
    place = read_place(call.query)
    return page(
        read_page(addresses_of(contact), place, key="channel_id"),
        place=place,
        address=call.address,
        id_of=lambda address: address.channel_id,
        shape=_contact_channel_shape,
    )


def _channel_shape(channel: StoredChannel) -> Channel:
    return Channel(
        id=channel.id,
        name=channel.name,
        source=kind_of(channel.kind).source,
        created_at=seconds(channel.created_at),
    )


def _contact_channel_shape(address: StoredContactChannel) -> ContactChannel:
    last, incoming = address.last_message_at, address.last_incoming_at
    return ContactChannel(
        id=address.channel_id,
        name=address.channel.name,
        source=kind_of(address.channel.kind).source,
        meta={"contactId": address.external_id},
        last_message_time=seconds(last) if last else None,
        last_incoming_message_time=seconds(incoming) if incoming else None,
        created_at=seconds(address.created_at),
    )
