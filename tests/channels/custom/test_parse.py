"""What a bridge may post, field by field. Through real HTTP: tests/web/hooks."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tappa.channels.custom.parse import read_post
from tappa.channels.custom.shapes import EVENTS_LIMIT, TEXT_LIMIT
from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.arrivals import ArrivedMessage, Batch, StatusReport
from tappa.core.inbox.models import Channel
from tappa.core.inbox.rules import Status, Traffic
from tappa.kernel.errors import Invalid, NotFound

PHONES = Channel(id=7, kind="custom", settings={"contact_id": "phone", "outbound_url": ""})
IDS = Channel(id=7, kind="custom", settings={"contact_id": "custom", "outbound_url": ""})


def text(**changes: Any) -> dict[str, Any]:
    """An event with a text."""
    event = {
        "type": "message",
        "mId": "m1",
        "timestamp": 1_790_000_000_000,
        "message": {"type": "text", "text": "Ciao"},
    }
    return event | changes


def read(channel: Channel = PHONES, **changes: Any) -> Batch:
    """The batch of a good post with these changes."""
    post = {"channelId": 7, "contactId": "+393331234567", "events": [text()]} | changes
    return read_post(channel, json.dumps(post).encode())


def message(batch: Batch) -> ArrivedMessage:
    """The only arrival, a message."""
    [arrival] = batch.arrivals
    assert isinstance(arrival, ArrivedMessage)
    return arrival


def test_a_text() -> None:
    batch = read()

    assert batch.sender.external_id == "+393331234567"
    assert message(batch) == ArrivedMessage(
        "m1",
        datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC),
        {"type": "text", "text": "Ciao"},
        "Ciao",
        Traffic.INCOMING,
    )


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file"])
def test_an_attachment(kind: str) -> None:
    file = {"type": kind, "url": "https://example.com/a.png#x", "fileName": "a.png", "size": 3}
    arrived = message(read(events=[text(message={"type": "attachment", "attachment": file})]))

    assert arrived.body == {
        "type": "attachment",
        "attachment": {"type": kind, "url": "https://example.com/a.png#x", "fileName": "a.png"},
    }
    assert arrived.text == ""


def test_an_echo_is_an_outgoing_message() -> None:
    assert message(read(events=[text(type="message_echo")])).traffic == Traffic.OUTGOING


@pytest.mark.parametrize(
    ("status", "value", "reason"),
    [
        ({"value": "failed", "message": "opted out"}, Status.FAILED, "opted out"),
        ({"value": "read"}, Status.READ, ""),
        ("delivered", Status.DELIVERED, ""),
    ],
)
def test_a_status(status: object, value: Status, reason: str) -> None:
    event = {"type": "message_status", "mId": "m1", "timestamp": 1_790_000_000_000, "status": status}
    [arrival] = read(events=[event]).arrivals

    assert isinstance(arrival, StatusReport)
    assert (arrival.channel_message_id, arrival.status, arrival.reason) == ("m1", value, reason)


@pytest.mark.parametrize(
    "phone",
    ["+393331234567", "393331234567", "00393331234567", "+39 333 123-4567", " +393331234567 ", 393331234567],
)
def test_phones_come_in_one_form(phone: object) -> None:
    batch = read(contactId=phone)

    assert batch.sender.external_id == "+393331234567"
    assert batch.sender.details.phone == "+393331234567"


@pytest.mark.parametrize(
    "phone", ["", "ana", "+", "+12", "+3933312345671234567", "+4930123456789012", "a" * 60, "+39333\u0000"]
)
def test_no_phone(phone: str) -> None:
    with pytest.raises(Invalid, match="contactId must be a phone number"):
        read(contactId=phone)


@pytest.mark.parametrize("given", ["a", "Az09_=+/@-", "x" * 50, "+393331234567", 12345])
def test_custom_ids_stay_as_they_are(given: object) -> None:
    batch = read(IDS, contactId=given)

    assert batch.sender.external_id == str(given)
    assert batch.sender.details.phone == ""


@pytest.mark.parametrize("given", ["", " a", "a b", "x" * 51, "é", "a\n", "a.b", "a\u0000", "😀"])
def test_no_custom_id(given: str) -> None:
    with pytest.raises(Invalid, match="contactId must have 1 to 50"):
        read(IDS, contactId=given)


@pytest.mark.parametrize(
    "milliseconds",
    [0, 1, -5, 1_790_000_000, 946_684_799_999, 32_503_680_000_000, 10**30, -(10**30), 253_402_300_800_000],
)
def test_a_time_at_which_nobody_wrote_is_the_time_of_arrival(milliseconds: int) -> None:
    """1970 (seconds for milliseconds), the year 3000, and beyond any calendar: the message is true all the same."""
    before = datetime.now(UTC)
    happened_at = message(read(events=[text(timestamp=milliseconds)])).happened_at

    assert before <= happened_at <= datetime.now(UTC)


def test_times_of_this_century_are_kept_to_the_millisecond() -> None:
    for moment in (
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime.now(UTC).replace(microsecond=7000) - timedelta(seconds=1),
    ):
        milliseconds = round(moment.timestamp() * 1000)
        assert message(read(events=[text(timestamp=milliseconds)])).happened_at == moment


@pytest.mark.parametrize(
    "words",
    [
        "😀👨‍👩‍👧‍👦",
        "مرحبا بك",
        "שלום \u202eabc\u202c",
        "e\u0301",
        "a\u200bb",
        "<b>&amp;</b>",
        "x" * TEXT_LIMIT,
    ],
)
def test_words_of_every_kind_stay_as_they_are(words: str) -> None:
    assert message(read(events=[text(message={"type": "text", "text": words})])).text == words


def test_nul_is_shown_as_unreadable_and_the_message_is_not_lost() -> None:
    arrived = message(read(events=[text(message={"type": "text", "text": "a\u0000b"})]))

    assert arrived.text == "a\ufffdb"
    assert arrived.body == {"type": "text", "text": "a\ufffdb"}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (rb"half \ud83d", "half �"),
        (rb"half \udc4b!", "half �!"),
        (rb"\uD83D\u0041\ud83d\udc4b", "�A👋"),
        (rb"\ud83d\ud83d\udc4b", "�👋"),
        (rb"C:\\ud83d \ud83d", "C:\\ud83d �"),
    ],
)
def test_half_an_emoji_is_shown_as_unreadable_and_the_message_is_not_lost(written: bytes, words: str) -> None:
    event = b'{"type":"message","mId":"1","timestamp":1,"message":{"type":"text","text":"%s"}}' % written
    batch = read_post(PHONES, b'{"channelId":7,"contactId":"+393331234567","events":[%s]}' % event)

    (arrival,) = batch.arrivals
    assert isinstance(arrival, ArrivedMessage)
    assert arrival.text == words


def test_half_an_id_is_refused() -> None:
    event = rb'{"type":"message_status","mId":"a\ud83d","timestamp":1,"status":"read"}'
    with pytest.raises(Invalid, match=r"events\[0\].mId must have 1 to 50 characters"):
        read_post(PHONES, b'{"channelId":7,"contactId":"+393331234567","events":[%s]}' % event)


def test_the_person_is_taken_as_far_as_can_be_used() -> None:
    person = {
        "firstName": " Ana\u0000 ",
        "lastName": "x" * 300,
        "profilePic": "not an address",
        "email": "no e-mail",
        "phone": 393331234567,
        "locale": "pt_BR",
        "countryCode": "br",
        "timezone": "anything",
    }
    details = read(IDS, contactId="ana", contact=person).sender.details

    assert details == ContactDetails(
        first_name="Ana", last_name="x" * 255, phone="+393331234567", language="pt", country_code="BR"
    )


@pytest.mark.parametrize("contact", [None, {}, {"firstName": None}])
def test_nothing_has_to_be_known_of_the_person(contact: object) -> None:
    assert read(IDS, contactId="ana", contact=contact).sender.details == ContactDetails()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channelId": None}, "channelId"),
        ({"contactId": None}, "contactId"),
        ({"contactId": ["+39"]}, "contactId"),
        ({"events": None}, "events"),
        ({"events": []}, "events"),
        ({"events": [text()] * (EVENTS_LIMIT + 1)}, "events"),
        ({"events": {}}, "events"),
        ({"events": ["x"]}, "events[0]"),
        ({"events": [text(type="typing")]}, "events[0].type"),
        ({"events": [text(), text(mId="")]}, "events[1].mId"),
        ({"events": [text(mId=" ")]}, "events[0].mId"),
        ({"events": [text(mId="x" * 51)]}, "events[0].mId"),
        ({"events": [text(mId="a\u0000")]}, "events[0].mId"),
        ({"events": [text(mId=True)]}, "events[0].mId"),
        ({"events": [{"type": "message"}]}, "events[0].mId"),
        ({"events": [text(timestamp="1790000000000")]}, "events[0].timestamp"),
        ({"events": [text(timestamp=1.5)]}, "events[0].timestamp"),
        ({"events": [text(message=None)]}, "events[0].message"),
        ({"events": [text(message={"type": "location"})]}, "events[0].message.type"),
        ({"events": [text(), text(), text(message={"type": "text"})]}, "events[2].message.text"),
        ({"events": [text(message={"type": "text", "text": ""})]}, "events[0].message.text"),
        ({"events": [text(message={"type": "text", "text": " \n"})]}, "events[0].message.text"),
        ({"events": [text(message={"type": "text", "text": 5})]}, "events[0].message.text"),
        (
            {"events": [text(message={"type": "text", "text": "x" * (TEXT_LIMIT + 1)})]},
            "events[0].message.text",
        ),
        (
            {
                "events": [
                    text(message={"type": "attachment", "attachment": {"type": "gif", "url": "https://a.b"}})
                ]
            },
            "events[0].message.attachment.type",
        ),
        (
            {
                "events": [
                    text(message={"type": "attachment", "attachment": {"type": "image", "url": "a.png"}})
                ]
            },
            "events[0].message.attachment.url",
        ),
        ({"events": [text(type="message_status")]}, "events[0].status"),
        ({"events": [text(type="message_status", status="gone")]}, "events[0].status"),
        ({"contact": {"firstName": 5}}, "contact.firstName"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(**changes)

    assert refusal.value.field == field
    assert refusal.value.message.startswith(f"{field} ")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"channelId": "\xff"}',
        b'{"x":' + b"[" * 100_000,
        b'{"channelId":7,"contactId":"\\ud800"',
        "\ufeff{}".encode(),
    ],
)
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(Invalid, match="not readable JSON"):
        read_post(PHONES, body)


@pytest.mark.parametrize("body", [b"null", b"[]", b"5", b'"text"'])
def test_json_that_is_no_object(body: bytes) -> None:
    with pytest.raises(Invalid, match="body is wrong: expected"):
        read_post(PHONES, body)


@pytest.mark.parametrize("channel_id", [8, "8", "seven", "", -7])
def test_another_channel(channel_id: object) -> None:
    with pytest.raises(NotFound, match="channelId is not the channel of this token"):
        read(channelId=channel_id)
