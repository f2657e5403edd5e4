"""What is sent to a bridge, and what its answers mean."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tappa.channels.custom.send import send
from tappa.channels.port import NotSent, Sent
from tappa.core.inbox.sql_delivery import Parcel
from tappa.kernel.outbound import Answer, Unreachable


def parcel(**changes: Any) -> Parcel:
    """A parcel for a contact called "ana"."""
    fields: dict[str, Any] = {
        "delivery_id": 1,
        "workspace_id": 2,
        "message_id": 3,
        "contact_id": 4,
        "conversation_id": 5,
        "channel_id": 7,
        "channel_kind": "custom",
        "channel_removed": False,
        "settings_json": json.dumps({"contact_id": "custom", "outbound_url": "https://bridge.example/x"}),
        "token_sealed": b"",
        "external_id": "ana",
        "phone": "",
        "body_json": json.dumps({"type": "text", "text": "Ciao 😀"}),
        "attempt": 2,
    }
    return Parcel(**(fields | changes))


class Post:
    """Stands in for the network: answers as told, and remembers what went out."""

    def __init__(self, status: int = 200, body: bytes = b'{"mId": "out"}', **headers: str) -> None:
        self.answer = Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        self.out: list[tuple[str, Any, Mapping[str, str]]] = []

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        self.out.append((url, json.loads(body), headers))
        return self.answer


def test_what_goes_out() -> None:
    post = Post()

    assert send(parcel(), token="secret", post_out=post) == Sent("out")
    assert post.out == [
        (
            "https://bridge.example/x/message",
            {"channelId": 7, "contactId": "ana", "message": {"type": "text", "text": "Ciao 😀"}},
            {"Authorization": "Bearer secret", "X-Tappa-Message-Id": "3", "X-Tappa-Attempt": "2"},
        )
    ]


@pytest.mark.parametrize(
    ("body", "message_id"), [(b'{"mId": 15}', "15"), (b'{"mId": "' + b"x" * 50 + b'"}', "x" * 50)]
)
def test_taken_with_its_id(body: bytes, message_id: str) -> None:
    assert send(parcel(), token="", post_out=Post(200, body)) == Sent(message_id)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"OK",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 70_000,
        b'{"mId": null}',
        b'{"mId": true}',
        b'{"mId": ""}',
        b'{"mId": "' + b"x" * 51 + b'"}',
        b'{"mId": "a\\u0000"}',
        b'{"mId": {"a": 1}}',
    ],
)
def test_taken_without_a_usable_id_is_taken(body: bytes) -> None:
    """Sent again it would reach the person twice: better without an id."""
    sent = send(parcel(), token="", post_out=Post(201, body))

    assert isinstance(sent, Sent)
    assert sent.channel_message_id is None
    assert "no usable mId" in sent.note


@pytest.mark.parametrize(
    ("status", "final"),
    [
        (302, True),
        (400, True),
        (401, True),
        (404, True),
        (408, False),
        (422, True),
        (425, False),
        (429, False),
        (500, False),
        (502, False),
        (503, False),
    ],
)
def test_refused_for_good_or_for_now(status: int, final: bool) -> None:
    outcome = send(parcel(), token="", post_out=Post(status, b"<html>"))

    assert isinstance(outcome, NotSent)
    assert outcome.final is final
    assert str(status) in outcome.reason


@pytest.mark.parametrize(
    "body", [b'{"error": {"message": "Opted out"}}', b'{"error": "Opted out"}', b'{"message": "Opted out"}']
)
def test_the_reason_is_the_bridges_own(body: bytes) -> None:
    assert send(parcel(), token="", post_out=Post(422, body)) == NotSent("Opted out", final=True)


def test_the_bridge_may_ask_for_time() -> None:
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    waits = []
    for given in ("120", in_an_hour, "Sun, 06 Nov 1994 08:49:37 GMT", "soon", ""):
        outcome = send(parcel(), token="", post_out=Post(429, b"", retry_after=given))
        assert isinstance(outcome, NotSent)
        waits.append(outcome.retry_after)

    assert waits[0] == 120
    assert waits[1] == pytest.approx(3600, abs=5)
    assert waits[2:] == [0, None, None]


@pytest.mark.parametrize("final", [True, False])
def test_no_answer(final: bool) -> None:
    def fail(_url: str, _body: bytes, _headers: Mapping[str, str]) -> Answer:
        raise Unreachable("No answer within 20 seconds.", final=final)

    assert send(parcel(), token="", post_out=fail) == NotSent("No answer within 20 seconds.", final=final)


def test_a_channel_that_only_receives() -> None:
    settings = json.dumps({"contact_id": "custom", "outbound_url": ""})
    outcome = send(parcel(settings_json=settings), token="", post_out=Post())

    assert outcome == NotSent("This channel has no outbound URL: it only receives.", final=True)


def test_somebody_who_never_wrote_is_reached_by_phone_and_only_there() -> None:
    by_phone = json.dumps({"contact_id": "phone", "outbound_url": "https://bridge.example"})
    post = Post()

    assert send(
        parcel(external_id="", phone="+393331234567", settings_json=by_phone), token="", post_out=post
    ) == Sent("out")
    assert post.out[0][1]["contactId"] == "+393331234567"
    assert isinstance(send(parcel(external_id="", phone="+393331234567"), token="", post_out=post), NotSent)
    assert len(post.out) == 1
