"""What a contact writes is taken: S1, I5, and what providers do to us."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.arrivals import ArrivedMessage, StatusReport
from tappa.core.inbox.models import ContactChannel, Conversation, Message, MessageStatus
from tappa.core.inbox.rules import Status, Traffic
from tappa.kernel.errors import Invalid
from tests.core.acts import arrive, message, new_channel, new_contact, robot, stage_named
from tests.support.together import meanwhile, together


def only_contact(workspace: Workspace) -> Contact:
    return Contact.objects.get(workspace=workspace, deleted_at=None)


def test_s1_a_first_message_makes_a_contact_at_its_stage_with_one_open_conversation(
    workspace: Workspace,
) -> None:
    channel = new_channel(workspace)
    received = arrive(channel, "anna-1", message("Ciao! 👋"), first_name="Anna")
    contact = only_contact(workspace)
    assert received.contact_id == contact.id
    assert contact.first_name == "Anna"
    assert contact.standing.stage == stage_named(workspace, "New Lead")
    assert contact.standing.last_channel_id == channel.id
    (transition,) = Transition.objects.filter(contact_id=contact.id)
    assert (transition.via, transition.cause, transition.by_kind) == ("inbound", "default", "system")
    (conversation,) = Conversation.objects.filter(workspace=workspace)
    (stored,) = Message.objects.filter(workspace=workspace)
    assert (conversation.status, stored.conversation, stored.text) == ("open", conversation, "Ciao! 👋")
    assert (stored.traffic, stored.body) == ("incoming", {"type": "text", "text": "Ciao! 👋"})
    assert conversation.waiting_since == conversation.last_message_at == stored.happened_at
    assert contact.standing.last_incoming_at == stored.happened_at
    kinds = Event.objects.filter(contact_id=contact.id).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["contact.created", "contact.moved", "conversation.opened", "message.received"]


def test_s1_a_contact_that_writes_again_keeps_its_stage(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message())
    Standing.objects.filter(workspace=workspace).update(stage=stage_named(workspace, "Payment"))
    arrive(channel, "anna-1", message())
    assert only_contact(workspace).standing.stage == stage_named(workspace, "Payment")
    assert Conversation.objects.filter(workspace=workspace).count() == 1
    assert Message.objects.filter(workspace=workspace).count() == 2


def test_first_messages_of_one_person_from_ten_at_once_make_one_contact(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    together(10, lambda number: arrive(channel, "anna-1", message(mid=f"m{number}")))
    assert Contact.objects.filter(workspace=workspace).count() == 1
    assert Transition.objects.filter(workspace_id=workspace.id).count() == 1
    assert Conversation.objects.filter(workspace=workspace).count() == 1
    assert Message.objects.filter(workspace=workspace).count() == 10


def test_one_message_told_by_ten_at_once_is_stored_once(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message(mid="known"))
    told = together(10, lambda _number: arrive(channel, "anna-1", message(mid="same")))
    assert sum(len(received.message_ids) for received in told) == 1
    assert len({received.contact_id for received in told}) == 1
    assert Message.objects.filter(workspace=workspace, channel_message_id="same").count() == 1
    assert Event.objects.filter(workspace_id=workspace.id, kind="message.received").count() == 2


def test_a_message_told_of_two_people_at_once_opens_no_empty_conversation(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    for person in range(8):
        arrive(channel, f"p{person}", message())
        close_conversation(Contact.objects.filter(workspace=workspace).latest("id"), by=robot(workspace))
    together(8, lambda number: arrive(channel, f"p{number}", message(mid="same")))
    assert Message.objects.filter(workspace=workspace, channel_message_id="same").count() == 1
    assert Conversation.objects.filter(workspace=workspace, status="open").count() == 1


def test_a_message_told_again_after_closing_opens_nothing(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message(mid="m1"))
    close_conversation(only_contact(workspace), by=robot(workspace))
    arrive(channel, "anna-1", message(mid="m1"))
    assert Conversation.objects.get(workspace=workspace).status == "closed"


def test_i5_a_message_without_an_open_conversation_opens_one(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message())
    close_conversation(only_contact(workspace), by=robot(workspace))
    arrive(channel, "anna-1", message())
    statuses = (
        Conversation.objects.filter(workspace=workspace).order_by("id").values_list("status", flat=True)
    )
    assert list(statuses) == ["closed", "open"]


def test_i5_a_message_that_comes_while_the_conversation_is_closed_opens_a_new_one(
    workspace: Workspace,
) -> None:
    """Who writes waits for the contact's lock, and only then looks at the conversation."""
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message())
    contact = only_contact(workspace)
    received = meanwhile(
        lambda: close_conversation(contact, by=robot(workspace)), lambda: arrive(channel, "anna-1", message())
    )
    closed, opened = Conversation.objects.filter(workspace=workspace).order_by("id")
    assert (closed.status, opened.status) == ("closed", "open")
    assert Message.objects.get(id=received.message_ids[0]).conversation == opened


def test_i5_a_message_wakes_a_snoozed_conversation(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message())
    later = datetime.now(UTC) + timedelta(days=1)
    Conversation.objects.filter(workspace=workspace).update(status="snoozed", snoozed_until=later)
    arrive(channel, "anna-1", message())
    conversation = Conversation.objects.get(workspace=workspace)
    assert (conversation.status, conversation.snoozed_until) == ("open", None)
    assert Event.objects.filter(workspace_id=workspace.id, kind="conversation.woken").count() == 1


def test_a_batch_is_taken_whole_or_not_at_all(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    with transaction.atomic():
        arrive(channel, "anna-1", message(), message())
        transaction.set_rollback(True)
    with pytest.raises(Invalid, match="email"):
        arrive(channel, "anna-1", message(), email="no address")
    assert not Contact.objects.filter(workspace=workspace).exists()
    assert not Message.objects.filter(workspace=workspace).exists()


def test_messages_keep_the_providers_time_and_never_come_from_the_future(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    past = datetime(2025, 5, 4, 12, 0, tzinfo=UTC)
    arrive(channel, "anna-1", message(mid="new"))
    arrive(channel, "anna-1", message(mid="old", happened_at=past))
    arrive(channel, "anna-1", message(mid="future", happened_at=datetime(3000, 1, 1, tzinfo=UTC)))
    at = {row.channel_message_id: row.happened_at for row in Message.objects.filter(workspace=workspace)}
    assert at["old"] == past
    assert at["future"] <= datetime.now(UTC)
    assert Conversation.objects.get(workspace=workspace).last_message_at == at["future"]


def test_a_deleted_contact_who_writes_is_a_new_contact(workspace: Workspace) -> None:
    channel = new_channel(workspace, contact_id="phone")
    arrive(channel, "+393331234567", message())
    before = only_contact(workspace)
    delete_contact(before, by=robot(workspace))
    arrive(channel, "+393331234567", message())
    after = only_contact(workspace)
    assert after.id != before.id
    assert (after.phone, after.standing.stage) == ("+393331234567", stage_named(workspace, "New Lead"))
    assert ContactChannel.objects.get(channel=channel).contact == after


def test_a_channel_of_phones_finds_the_contact_with_that_phone(workspace: Workspace) -> None:
    known = new_contact(
        workspace, stage_named(workspace, "Customer"), phone="+393331234567", first_name="Anna"
    )
    arrive(new_channel(workspace, contact_id="phone"), "+393331234567", message(), first_name="Nina")
    contact = only_contact(workspace)
    assert (contact, contact.first_name) == (known, "Anna"), "a provider overwrites nothing"
    assert contact.standing.stage == stage_named(workspace, "Customer")


def test_who_writes_while_the_contact_with_their_phone_is_deleted_is_a_new_contact(
    workspace: Workspace,
) -> None:
    """The contact was found, then gone once its lock was ours: the message went to one that nobody sees."""
    channel = new_channel(workspace, contact_id="phone")
    contact = new_contact(workspace, phone="+393331234567")
    received = meanwhile(
        lambda: delete_contact(contact, by=robot(workspace)),
        lambda: arrive(channel, "+393331234567", message()),
    )
    assert only_contact(workspace).id == received.contact_id != contact.id
    assert only_contact(workspace).phone == "+393331234567"


def test_a_providers_word_about_an_email_is_no_proof_of_who_writes(workspace: Workspace) -> None:
    known = new_contact(workspace, email="anna@example.com")
    arrive(new_channel(workspace), "x-1", message(), email="anna@example.com", first_name="Mallory")
    mallory = Contact.objects.get(workspace=workspace, first_name="Mallory")
    assert (mallory.email, known.messages.count()) == ("", 0)


def test_one_external_id_on_two_channels_is_two_people(workspace: Workspace) -> None:
    for _ in range(2):
        arrive(new_channel(workspace), "7", message(mid="m1"))
    assert Contact.objects.filter(workspace=workspace).count() == 2


def test_an_echo_is_an_outgoing_message_that_was_sent_elsewhere(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message())
    echo = ArrivedMessage("e1", datetime.now(UTC), {"type": "text", "text": "Yes"}, "Yes", Traffic.OUTGOING)
    arrive(channel, "anna-1", echo)
    stored = Message.objects.get(workspace=workspace, channel_message_id="e1")
    assert stored.traffic == "outgoing"
    assert not hasattr(stored, "delivery"), "it is not sent again"
    assert [status.value for status in stored.statuses.all()] == ["sent"]
    assert Conversation.objects.get(workspace=workspace).waiting_since is None
    event = Event.objects.get(workspace_id=workspace.id, kind="message.sent")
    assert event.data == {"message_id": stored.id, "channel_id": channel.id, "echo": True}


def test_reports_tell_how_a_message_fared_each_once(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message())
    sent = reply(only_contact(workspace), {"type": "text", "text": "Hi"}, text="Hi", by=robot(workspace))
    Message.objects.filter(id=sent.id).update(channel_message_id="out-1")
    report = StatusReport("out-1", Status.DELIVERED, datetime.now(UTC))
    for _ in range(2):
        assert arrive(channel, "anna-1", report).unmatched == ()
    values = MessageStatus.objects.filter(message=sent).order_by("id").values_list("value", flat=True)
    assert list(values) == ["pending", "delivered"]
    assert Event.objects.filter(workspace_id=workspace.id, kind="message.status_changed").count() == 1


def test_a_report_on_an_unknown_message_is_named_and_makes_no_contact(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    report = StatusReport("nobody-knows", Status.READ, datetime.now(UTC))
    assert arrive(channel, "anna-1", report).unmatched == ("nobody-knows",)
    assert not Contact.objects.filter(workspace=workspace).exists()


def test_a_report_on_somebody_elses_message_is_not_taken(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    arrive(channel, "anna-1", message())
    sent = reply(only_contact(workspace), {"type": "text", "text": "Hi"}, text="Hi", by=robot(workspace))
    Message.objects.filter(id=sent.id).update(channel_message_id="out-1")
    arrive(channel, "bea-2", message())
    report = StatusReport("out-1", Status.READ, datetime.now(UTC))
    assert arrive(channel, "bea-2", report).unmatched == ("out-1",)
