"""Messages through the API."""

from datetime import UTC, datetime

import httpx
import pytest
from django.db import transaction

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.actions.receive import receive
from tappa.core.inbox.arrivals import ArrivedMessage, Batch, Sender
from tappa.core.inbox.models import Channel, Delivery, Message
from tappa.core.inbox.rules import DeliveryState
from tests.api.fixtures import Make
from tests.support.refusals import refused

TEXT = {"type": "text", "text": "Ciao! 👋"}


@pytest.fixture
def writer(channel: Channel, workspace: Workspace) -> int:
    """A contact who wrote through the channel."""
    message = ArrivedMessage("m-1", datetime.now(UTC), {"type": "text", "text": "Hello"}, "Hello")
    batch = Batch(Sender("+393331234567", ContactDetails(first_name="Ana")), [message])
    with transaction.atomic():
        received = receive(channel, batch, workspace=workspace)
    assert received.contact_id is not None
    return received.contact_id


def test_a_message_goes_out_through_the_last_channel(
    api: httpx.Client, writer: int, channel: Channel
) -> None:
    """I5: through the contact's last channel or a chosen one."""
    for body in (
        {"message": TEXT},
        {"channelId": None, "message": TEXT},
        {"channelId": channel.id, "message": TEXT},
    ):
        sent = api.post(f"/v2/contact/id:{writer}/message", json=body)
        assert sent.status_code == 200, sent.text
        message = api.get(f"/v2/contact/id:{writer}/message/{sent.json()['messageId']}").json()
        assert message["messageId"] == sent.json()["messageId"]
        assert message["contactId"] == writer
        assert message["channelId"] == channel.id
        assert message["traffic"] == "outgoing"
        assert message["message"] == TEXT
        assert [step["value"] for step in message["status"]] == ["pending"]
        assert message["channelMessageId"] is None


def test_each_type_that_the_channel_carries(api: httpx.Client, writer: int) -> None:
    messages = [
        {"type": "attachment", "attachment": {"type": "image", "url": "https://example.com/a.png"}},
        {"type": "quick_reply", "title": "When?", "replies": ["Today", "Tomorrow"]},
        {"type": "custom_payload", "payload": {"any": ["thing", 1, None]}},
        {"type": "custom_payload", "payload": [{"wide": index} for index in range(200)]},
    ]
    for message in messages:
        sent = api.post(f"/v2/contact/id:{writer}/message", json={"message": message})
        assert sent.status_code == 200, sent.text
        stored = api.get(f"/v2/contact/id:{writer}/message/{sent.json()['messageId']}").json()
        assert stored["message"] == message


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "message is required"),
        ({"message": None}, "message"),
        ({"message": {}}, "message.type"),
        ({"message": {"type": "song"}}, "message.type"),
        ({"message": {"type": "text"}}, "message.text"),
        ({"message": {"type": "text", "text": ""}}, "message.text"),
        ({"message": {"type": "text", "text": " \n"}}, "message.text"),
        ({"message": {"type": "text", "text": "a\0b"}}, "message.text"),
        ({"message": {"type": "text", "text": "x" * 65_537}}, "message.text"),
        ({"message": {"type": "text", "text": 5}}, "message.text"),
        ({"message": {"type": "attachment", "attachment": {"type": "image"}}}, "message.attachment.url"),
        (
            {"message": {"type": "attachment", "attachment": {"type": "x", "url": "https://a.example/a"}}},
            "message.attachment.type",
        ),
        (
            {"message": {"type": "attachment", "attachment": {"type": "file", "url": "file:///etc/passwd"}}},
            "message.attachment.url",
        ),
        ({"message": {"type": "quick_reply", "title": "When?", "replies": []}}, "message.replies"),
        ({"message": {"type": "email", "text": "Dear", "subject": "Hello"}}, "email"),
        (
            {"message": {"type": "whatsapp_template", "template": {"name": "x", "languageCode": "it"}}},
            "whatsapp_template",
        ),
        ({"channelId": "1", "message": TEXT}, "channelId"),
        ({"channelId": 0, "message": TEXT}, "channelId"),
    ],
)
def test_what_cannot_be_sent(api: httpx.Client, writer: int, body: dict[str, object], word: str) -> None:
    refused(api.post(f"/v2/contact/id:{writer}/message", json=body), 400, word)
    assert Message.objects.filter(contact_id=writer).count() == 1


def test_who_cannot_be_reached(api: httpx.Client, make_contact: Make, writer: int, channel: Channel) -> None:
    contact = make_contact()
    refused(api.post(f"/v2/contact/id:{contact}/message", json={"message": TEXT}), 400, "channelId")
    body = {"message": TEXT, "channelId": channel.id}
    refused(api.post(f"/v2/contact/id:{contact}/message", json=body), 400, channel.name)
    refused(
        api.post(f"/v2/contact/id:{writer}/message", json=body | {"channelId": channel.id + 9}),
        404,
        "channel",
    )


def test_another_workspaces_channel_is_none(
    stranger: httpx.Client, api: httpx.Client, channel: Channel
) -> None:
    stranger.post("/v2/contact/phone:+393331234567", json={})
    body = {"channelId": channel.id, "message": TEXT}
    refused(stranger.post("/v2/contact/phone:+393331234567/message", json=body), 404, str(channel.id))


def test_the_list_is_newest_first_in_pages(api: httpx.Client, writer: int) -> None:
    for number in range(4):
        body = {"message": {"type": "text", "text": f"{number}"}}
        assert api.post(f"/v2/contact/id:{writer}/message", json=body).status_code == 200
    first = api.get(f"/v2/contact/id:{writer}/message/list", params={"limit": 3}).json()
    assert [item["message"]["text"] for item in first["items"]] == ["3", "2", "1"]
    second = api.get(first["pagination"]["next"]).json()
    assert [item["message"]["text"] for item in second["items"]] == ["0", "Hello"]
    incoming = second["items"][-1]
    assert (incoming["traffic"], incoming["channelMessageId"], incoming["status"]) == ("incoming", "m-1", [])
    assert api.get(second["pagination"]["previous"]).json() == first


def test_a_message_of_somebody_else_is_none(api: httpx.Client, writer: int, make_contact: Make) -> None:
    message = Message.objects.get(contact_id=writer)
    other = make_contact()
    refused(api.get(f"/v2/contact/id:{other}/message/{message.id}"), 404)
    refused(api.get(f"/v2/contact/id:{writer}/message/{message.id + 1000}"), 404)
    for bad in ("x", "0", "-1", "9" * 30, "1.0"):
        refused(api.get(f"/v2/contact/id:{writer}/message/{bad}"), 400, "messageId")


def test_a_message_that_failed_is_sent_once_more_and_no_other(
    api: httpx.Client, stranger: httpx.Client, writer: int, make_contact: Make
) -> None:
    sent = api.post(f"/v2/contact/id:{writer}/message", json={"message": TEXT}).json()["messageId"]
    again = f"/v2/contact/id:{writer}/message/{sent}/retry"
    refused(api.post(again), 409, "failed")
    delivery = Delivery.objects.get(message_id=sent)
    Delivery.objects.filter(id=delivery.id).update(state=DeliveryState.FAILED, attempts=10)
    refused(stranger.post(again), 404)
    refused(api.post(f"/v2/contact/id:{make_contact()}/message/{sent}/retry"), 404)
    assert api.post(again).json() == {"messageId": sent}
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("queued", 0)
    steps = api.get(f"/v2/contact/id:{writer}/message/{sent}").json()["status"]
    assert [step["value"] for step in steps] == ["pending", "pending"]
    refused(api.post(again), 409, "failed")
