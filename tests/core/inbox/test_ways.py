"""The ways to a contact: every channel, and which of them lead there (I5)."""

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel, ContactChannel
from tappa.core.inbox.ways import channels_to, kinds_of, known_on, open_ways, ways_to
from tests.core.acts import arrive, message, new_channel


def test_a_way_tells_what_the_channel_and_its_addresses_tell(workspace: Workspace) -> None:
    first, second, third = (new_channel(workspace) for _each in range(3))
    received = arrive(second, "anna", message("Hello"))
    contact = Contact.objects.get(workspace=workspace, id=received.contact_id or 0)
    for channel, name in ((first, "anna"), (second, "anna again")):
        ContactChannel.objects.create(workspace=workspace, contact=contact, channel=channel, external_id=name)
    ways = ways_to(contact)
    assert [(way.id, way.kind, way.name, way.removed_at) for way in ways] == [
        (channel.id, channel.kind, channel.name, None) for channel in (first, second, third)
    ]
    addresses = ContactChannel.objects.filter(workspace=workspace, contact=contact).order_by("id")
    assert [way.id for way in known_on(ways)] == [address.channel_id for address in addresses]
    for way in ways:
        there = [address for address in addresses if address.channel_id == way.id]
        assert way.addresses == [address.id for address in there]
        assert way.times == [address.last_message_at for address in there]
    assert kinds_of(ways)[third.id] == (third.kind, third.name)


def test_only_connected_channels_lead_to_a_contact_and_the_last_used_comes_first(
    workspace: Workspace,
) -> None:
    first, second, third = (new_channel(workspace) for _each in range(3))
    received = arrive(first, "anna", message("Hello"))
    contact = Contact.objects.get(workspace=workspace, id=received.contact_id or 0)
    ContactChannel.objects.create(workspace=workspace, contact=contact, channel=second, external_id="anna")
    assert channels_to(contact) == [first, second]
    third.settings["contact_id"] = "phone"
    third.save()
    assert third not in channels_to(contact), "there is no phone"
    contact.phone = "+393331234567"
    assert channels_to(contact) == [first, second, third]
    Channel.objects.filter(id=first.id, workspace=workspace).update(removed_at=contact.created_at)
    assert first not in channels_to(contact)
    assert [way.id for way in open_ways(contact, ways_to(contact))] == [
        channel.id for channel in channels_to(contact)
    ]
