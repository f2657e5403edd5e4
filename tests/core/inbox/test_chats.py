"""The website chat in the core: what a visitor reads, who they say they are, what has arrived, what is too much."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor, By, Via, system
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.deliver import delivery_sent, lease_deliveries
from tappa.core.inbox.actions.introduce import introduce
from tappa.core.inbox.actions.limit_chat import ChatLimit, limit_chat, network_of
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.report_seen import report_seen
from tappa.core.inbox.actions.set_up_workspace import set_up_workspace
from tappa.core.inbox.chats import chat_by_public_id, hosted_link, read_chat, visitor_address, website_chats
from tappa.core.inbox.models import Channel, ContactChannel, Conversation, Message, MessageStatus
from tappa.core.inbox.models_chat import ChatBucket
from tappa.core.inbox.rules import Status
from tappa.kernel.errors import Invalid, NotFound, TooMany
from tests.cast import Cast
from tests.core.acts import arrive, message, new_contact, robot, stage_named

VISITOR = "visitor-one"


@pytest.fixture
def chat(workspace: Workspace) -> Channel:
    """A website chat."""
    return create_channel(workspace, kind="webchat", name="Chat", settings={}).channel


@pytest.fixture
def address(chat: Channel) -> ContactChannel:
    """A visitor who has written "Hello"."""
    return written(chat, VISITOR)


def written(chat: Channel, visitor: str, text: str = "Hello") -> ContactChannel:
    """A visitor writes, as the made-up "Visitor 7F3K"."""
    arrive(chat, visitor, message(text), first_name="Visitor", last_name="7F3K")
    known = visitor_address(chat, visitor)
    assert known is not None
    return known


def answer(address: ContactChannel, text: str, by: Actor) -> Message:
    """The team answers."""
    return reply(address.contact, {"type": "text", "text": text}, text=text, by=by)


def as_member(cast: Cast) -> Actor:
    """The agent, on a page."""
    return Actor(workspace_id=cast.agent.workspace_id, by=By.MEMBER, id=cast.agent.id, via=Via.PAGE)


def inbound(workspace: Workspace) -> Actor:
    """The system, by what came in."""
    return system(workspace.id, via=Via.INBOUND)


def test_a_workspace_is_set_up_with_a_chat_in_its_language() -> None:
    workspace = set_up_workspace(name="Studio", slug=f"chat-{VISITOR}", language="en")
    (chat,) = website_chats(workspace.id)
    assert chat.name == "Website chat"
    assert hosted_link(chat) == f"/chat/{chat.public_id}"
    assert chat_by_public_id(chat.public_id or "") == chat


def test_a_chat_that_was_removed_is_not_found(chat: Channel) -> None:
    Channel.objects.filter(workspace_id=chat.workspace_id, id=chat.id).update(removed_at=chat.created_at)
    with pytest.raises(NotFound):
        chat_by_public_id(chat.public_id or "")


def test_a_visitor_reads_messages_and_nothing_else(
    address: ContactChannel, chat: Channel, workspace: Workspace, cast: Cast
) -> None:
    """E2: events stand in the team's thread and never reach the contact."""
    answer(address, "Good morning", as_member(cast))
    move_contact(address.contact, to=stage_named(workspace, "Payment"), by=as_member(cast))
    assert Event.objects.filter(
        workspace_id=workspace.id, contact_id=address.contact_id, kind="contact.moved"
    )

    stretch = read_chat(address)
    assert [(seen.is_own, seen.text, seen.name) for seen in stretch.messages] == [
        (True, "Hello", ""),
        (False, "Good morning", "Ada"),
    ]
    assert not stretch.older


def test_a_visitor_reads_only_what_was_said_in_this_chat(
    address: ContactChannel, workspace: Workspace
) -> None:
    """The same contact's messages on other channels are another matter."""
    bridge = create_channel(workspace, kind="custom", name="SMS", settings={"contact_id": "custom"}).channel
    ContactChannel.objects.create(
        workspace=workspace, channel=bridge, contact_id=address.contact_id, external_id="sms-1"
    )
    arrive(bridge, "sms-1", message("by SMS"))
    assert Message.objects.filter(workspace=workspace, contact_id=address.contact_id).count() == 2
    assert [seen.text for seen in read_chat(address).messages] == ["Hello"]


def test_older_messages_are_read_upward(chat: Channel) -> None:
    for number in range(7):
        known = written(chat, VISITOR, f"m{number}")
    newest = read_chat(known, most=3)
    assert [seen.text for seen in newest.messages] == ["m4", "m5", "m6"]
    assert newest.older
    before = read_chat(known, before=newest.messages[0].id, most=4)
    assert [seen.text for seen in before.messages] == ["m0", "m1", "m2", "m3"]
    assert not before.older


def test_a_deleted_contact_leaves_a_visitor_who_begins_anew(address: ContactChannel, chat: Channel) -> None:
    delete_contact(address.contact, by=robot(chat.workspace))
    assert visitor_address(chat, VISITOR) is None
    again = written(chat, VISITOR, "Me again")
    assert again.contact_id != address.contact_id
    assert [seen.text for seen in read_chat(again).messages] == ["Me again"]


def test_name_and_email_are_taken_once(address: ContactChannel, workspace: Workspace) -> None:
    by = inbound(workspace)
    introduce(
        address,
        name=" Ana  de la Vega ",
        email="ana@example.com",
        still_called="7F3K",
        workspace=workspace,
        by=by,
    )
    contact = Contact.objects.get(workspace=workspace, id=address.contact_id)
    assert (contact.first_name, contact.last_name, contact.email) == ("Ana", "de la Vega", "ana@example.com")
    introduce(address, name="Mallory", email="m@example.com", still_called="7F3K", workspace=workspace, by=by)
    contact.refresh_from_db()
    assert contact.first_name == "Ana"
    (event,) = Event.objects.filter(workspace_id=workspace.id, kind="contact.introduced")
    assert event.data == {
        "channel_id": address.channel_id,
        "fields": ["name", "email"],
        "email_is_taken": False,
    }


def test_who_would_rather_not_say_is_not_asked_again(address: ContactChannel, workspace: Workspace) -> None:
    introduce(address, name="", email="", still_called="7F3K", workspace=workspace, by=inbound(workspace))
    address.refresh_from_db()
    assert address.introduced_at is not None
    assert not Event.objects.filter(workspace_id=workspace.id, kind="contact.introduced").exists()


def test_what_the_team_wrote_down_stays(address: ContactChannel, workspace: Workspace) -> None:
    by = inbound(workspace)
    known = {"first_name": "Maria", "last_name": "Known", "email": "maria@example.com"}
    edit_contact(address.contact, known, workspace=workspace, by=by)
    introduce(address, name="Mallory", email="m@example.com", still_called="7F3K", workspace=workspace, by=by)
    contact = Contact.objects.get(workspace=workspace, id=address.contact_id)
    assert (contact.first_name, contact.last_name, contact.email) == ("Maria", "Known", "maria@example.com")
    address.refresh_from_db()
    assert (address.said_name, address.said_email) == ("Mallory", "m@example.com")


def test_somebody_elses_email_changes_neither_and_the_team_is_told(
    address: ContactChannel, workspace: Workspace
) -> None:
    theirs = new_contact(workspace, email="Boss@example.com", first_name="Boss")
    by = inbound(workspace)
    introduce(address, name="Bob", email="boss@example.com", still_called="7F3K", workspace=workspace, by=by)
    contact = Contact.objects.get(workspace=workspace, id=address.contact_id)
    assert (contact.first_name, contact.email) == ("Bob", "")
    theirs.refresh_from_db()
    assert (theirs.first_name, theirs.email) == ("Boss", "Boss@example.com")
    (event,) = Event.objects.filter(workspace_id=workspace.id, kind="contact.introduced")
    assert event.data["email_is_taken"] is True
    assert "boss" not in str(event.data)


@pytest.mark.parametrize(("name", "email", "field"), [("x" * 256, "", "name"), ("", "no address", "email")])
def test_what_is_no_name_or_email_is_refused(
    address: ContactChannel, workspace: Workspace, name: str, email: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        introduce(
            address, name=name, email=email, still_called="7F3K", workspace=workspace, by=inbound(workspace)
        )
    assert refusal.value.field == field
    address.refresh_from_db()
    assert address.introduced_at is None


def steps(answer: Message) -> list[str]:
    """A message's way so far."""
    statuses = MessageStatus.objects.filter(workspace_id=answer.workspace_id, message=answer)
    return list(statuses.order_by("id").values_list("value", flat=True))


def test_what_the_visitor_has_seen_is_sent_delivered_and_read(
    address: ContactChannel, workspace: Workspace
) -> None:
    by = inbound(workspace)
    first, second = (answer(address, text, robot(workspace)) for text in ("one", "two"))
    assert report_seen(address, up_to=first.id, status=Status.DELIVERED, by=by) == 1
    assert (steps(first), steps(second)) == (["pending", "sent", "delivered"], ["pending"])
    assert report_seen(address, up_to=second.id, status=Status.READ, by=by) == 2
    assert report_seen(address, up_to=second.id, status=Status.READ, by=by) == 0
    assert report_seen(address, up_to=second.id, status=Status.DELIVERED, by=by) == 0
    assert steps(first) == ["pending", "sent", "delivered", "read"]
    assert steps(second) == ["pending", "sent", "read"]


@pytest.mark.usefixtures("empty_line")
def test_a_worker_that_comes_later_finds_it_sent(address: ContactChannel, workspace: Workspace) -> None:
    told = answer(address, "one", robot(workspace))
    (parcel,) = lease_deliveries(most=5, per_channel=5)
    report_seen(address, up_to=told.id, status=Status.READ, by=inbound(workspace))
    assert not delivery_sent(parcel, channel_message_id=None)
    assert steps(told) == ["pending", "sent", "read"]


def test_nobody_hears_of_a_blocked_contact(
    address: ContactChannel, chat: Channel, workspace: Workspace
) -> None:
    """Their message is answered like any other, and opens, stores and tells nothing."""
    Contact.objects.filter(workspace=workspace, id=address.contact_id).update(is_blocked=True)
    events = Event.objects.filter(workspace_id=workspace.id).count()
    received = arrive(chat, VISITOR, message("Listen!"))
    assert (received.contact_id, received.message_ids) == (address.contact_id, ())
    assert Event.objects.filter(workspace_id=workspace.id).count() == events
    assert Conversation.objects.filter(workspace=workspace).count() == 1
    Contact.objects.filter(workspace=workspace, id=address.contact_id).update(is_blocked=False)
    assert arrive(chat, VISITOR, message("Sorry.")).message_ids


def test_a_limit_says_when_there_is_room_again(chat: Channel) -> None:
    for _ in range(ChatLimit.FIRST_MESSAGES_OF_ADDRESS.value.burst):
        limit_chat(chat, ChatLimit.FIRST_MESSAGES_OF_ADDRESS, "192.0.2.1")
    with pytest.raises(TooMany, match="minutes") as refusal:
        limit_chat(chat, ChatLimit.FIRST_MESSAGES_OF_ADDRESS, "192.0.2.1")
    assert 0 < refusal.value.retry_after <= 180
    limit_chat(chat, ChatLimit.FIRST_MESSAGES_OF_ADDRESS, "192.0.2.2")
    limit_chat(chat, ChatLimit.DETAILS_OF_ADDRESS, "192.0.2.1")
    assert not ChatBucket.objects.filter(key__contains="192.0.2").exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("no address", "unknown"),
    ],
)
def test_an_address_stands_for_one_customer(address: str, network: str) -> None:
    assert network_of(address) == network
