"""The ways to a contact: the channels of the workspace, and how the contact is known on each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.fields.json import KT

from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel, ContactChannel
from tappa.core.inbox.queries import all_channels_of
from tappa.core.inbox.rules import ContactIdKind
from tappa.kernel.fixed import Fixed


class Way(NamedTuple):
    """A channel, also one that was disconnected (`removed_at`). `addresses` are what the contact is called there, by id,
    and `times` when the last message came or went by each; `named_by` is what names a contact on it (ContactIdKind), None
    where the channel has names of its own."""

    id: int
    kind: str
    name: str
    removed_at: datetime | None
    named_by: str | None
    addresses: list[int]
    times: list[datetime | None]


def _ways(workspace_id: int, contact_id: int) -> "QuerySet[Channel, tuple[object, ...]]":
    known = ContactChannel.objects.filter(
        workspace_id=OuterRef("workspace_id"), channel_id=OuterRef("id"), contact_id=contact_id
    ).order_by("id")
    ways = Channel.objects.filter(workspace_id=workspace_id).annotate(
        named_by=KT("settings__contact_id"),
        addresses=ArraySubquery(known.values_list("id")),
        times=ArraySubquery(known.values_list("last_message_at")),
    )
    return ways.order_by("id").values_list(*Way._fields)


_WAYS: Final = Fixed(_ways, workspace_id=-1, contact_id=-2)


def ways_to(contact: Contact) -> list[Way]:
    """Every channel of the workspace, whether it leads to the contact or not."""
    return list(map(Way._make, _WAYS.tuples(workspace_id=contact.workspace_id, contact_id=contact.id)))


def open_ways(contact: Contact, ways: Sequence[Way]) -> list[Way]:
    """Those by which the contact can be reached now, the one last used first."""
    last = contact.standing.last_channel_id

    def recency(way: Way) -> tuple[bool, float, int]:
        at = way.times[-1] if way.times else None
        return way.id == last, at.timestamp() if at else 0.0, -way.id

    def reaches(way: Way) -> bool:
        by_phone = way.named_by == ContactIdKind.PHONE
        return way.removed_at is None and (bool(way.addresses) or (by_phone and bool(contact.phone)))

    return sorted(filter(reaches, ways), key=recency, reverse=True)


def known_on(ways: Sequence[Way]) -> list[Way]:
    """Where the contact is known, in the order in which it became so: a way for each address."""
    addresses = sorted((address, way) for way in ways for address in way.addresses)
    return [way for _address, way in addresses]


def kinds_of(ways: Sequence[Way]) -> Mapping[int, tuple[str, str]]:
    """Kind and name of each channel by its id."""
    return {way.id: (way.kind, way.name) for way in ways}


def channels_to(contact: Contact) -> list[Channel]:
    """The connected channels by which a contact can be reached, the one last used first."""
    channels = {channel.id: channel for channel in all_channels_of(contact.workspace_id)}
    return [channels[way.id] for way in open_ways(contact, ways_to(contact)) if way.id in channels]
