"""The custom channel's letterbox, through real HTTP: what docs/channels.md promises a bridge."""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tappa.channels.custom.kind import CustomChannel
from tappa.channels.custom.settings import read_settings
from tappa.config.calls import CallHandler
from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.models import Contact, Transition
from tappa.core.inbox.actions.create_channel import IssuedChannel, create_channel
from tappa.core.inbox.models import Conversation, InboundPost, Message
from tappa.kernel.lines import one_line
from tests.support.letters import ADDRESS, Letters, said
from tests.support.web import WebServer


@pytest.fixture
def issued(workspace: Workspace) -> IssuedChannel:
    """A custom channel that calls people by phone."""
    return create_channel(workspace, kind="custom", name="Bridge", settings=read_settings({}))


@pytest.fixture
def bridge(server: WebServer, issued: IssuedChannel) -> httpx.Client:
    """A client with the channel's token."""
    return server.client(issued.token)


@pytest.fixture
def letter(issued: IssuedChannel) -> Letters:
    """Makes posts for the channel."""
    return Letters(issued.channel)


def phone() -> str:
    """A phone that no other test uses."""
    return f"+39333{secrets.randbelow(10**7):07d}"


@pytest.mark.parametrize(
    "address",
    ["/custom/channel/webhook/", "/custom/channel/webhook", "/custom/webhook", "/custom/webhook/"],
)
def test_a_first_message_makes_a_contact_at_its_stage_with_an_open_conversation(
    bridge: httpx.Client, letter: Letters, workspace: Workspace, address: str
) -> None:
    """S1, I5: from the first moment."""
    person = {"firstName": "Ana", "lastName": "Núñez", "profilePic": "https://example.com/a.png"}
    answer = bridge.post(address, json=letter(contact=person))

    assert (answer.status_code, answer.json()) == (200, {"mIds": ["m1"]})
    contact = Contact.objects.select_related("standing__stage").get(workspace=workspace)
    assert (contact.first_name, contact.last_name, contact.phone) == ("Ana", "Núñez", "+393331234567")
    assert contact.standing.stage is not None
    assert contact.standing.stage.name == "New Lead"
    [transition] = Transition.objects.filter(workspace_id=workspace.id)
    assert (transition.seq, transition.to_name, transition.via, transition.cause) == (
        1,
        "New Lead",
        "inbound",
        "default",
    )
    [conversation] = Conversation.objects.filter(workspace=workspace)
    assert (conversation.status, conversation.contact_id) == ("open", contact.id)
    [message] = Message.objects.filter(workspace=workspace)
    assert (message.text, message.channel_message_id, message.traffic) == ("Buongiorno", "m1", "incoming")


def test_the_raw_post_is_kept(bridge: httpx.Client, letter: Letters, issued: IssuedChannel) -> None:
    raw = json.dumps(letter()).encode()
    assert bridge.post(ADDRESS, content=raw).status_code == 200

    [post] = InboundPost.objects.filter(channel=issued.channel)
    assert (bytes(post.body), post.failure, post.next_attempt_at) == (raw, "", None)


def test_the_same_message_twice_changes_nothing_and_is_answered_the_same(
    bridge: httpx.Client, letter: Letters, workspace: Workspace
) -> None:
    first = bridge.post(ADDRESS, json=letter(said("a"), said("b")))
    events = Event.objects.filter(workspace_id=workspace.id).count()
    again = bridge.post(ADDRESS, json=letter(said("a"), said("b")))
    within_one = bridge.post(ADDRESS, json=letter(said("b"), said("b")))

    assert first.json() == again.json() == {"mIds": ["a", "b"]}
    assert within_one.status_code == 200
    assert Message.objects.filter(workspace=workspace).count() == 2
    assert Event.objects.filter(workspace_id=workspace.id).count() == events


def test_an_echo_is_an_answer_given_elsewhere(
    bridge: httpx.Client, letter: Letters, workspace: Workspace
) -> None:
    assert bridge.post(ADDRESS, json=letter(said("a"), said("b", type="message_echo"))).status_code == 200

    echo = Message.objects.get(workspace=workspace, channel_message_id="b")
    assert echo.traffic == "outgoing"
    assert [status.value for status in echo.statuses.all()] == ["sent"]
    report = {
        "type": "message_status",
        "mId": "b",
        "timestamp": 1_790_000_001_000,
        "status": {"value": "read"},
    }
    for _twice in range(2):
        assert bridge.post(ADDRESS, json=letter(report)).status_code == 200
    assert [status.value for status in echo.statuses.order_by("id")] == ["sent", "read"]


def test_a_report_on_a_message_we_do_not_know_yet_is_kept_for_later(
    bridge: httpx.Client, letter: Letters, workspace: Workspace, issued: IssuedChannel
) -> None:
    report = {"type": "message_status", "mId": "later", "timestamp": 1, "status": {"value": "delivered"}}
    assert bridge.post(ADDRESS, json=letter(said("a"), report)).json() == {"mIds": ["a", "later"]}

    [post] = InboundPost.objects.filter(channel=issued.channel)
    assert post.next_attempt_at is not None
    assert Message.objects.filter(workspace=workspace).count() == 1


@pytest.mark.parametrize("milliseconds", [0, 1_790_000_000, 32_503_680_000_000])
def test_times_of_1970_and_3000_lose_no_message(
    bridge: httpx.Client, letter: Letters, workspace: Workspace, milliseconds: int
) -> None:
    assert bridge.post(ADDRESS, json=letter(said("a", timestamp=milliseconds))).status_code == 200

    message = Message.objects.get(workspace=workspace)
    assert abs((message.recorded_at - message.happened_at).total_seconds()) < 60


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("😀👨‍👩‍👧‍👦", "😀👨‍👩‍👧‍👦"),
        ("مرحبا \u202eabc", "مرحبا \u202eabc"),
        ("a\u0000b", "a\ufffdb"),
        ("a\ud83db", "a\ufffdb"),
    ],
)
def test_words_of_every_kind(
    bridge: httpx.Client, letter: Letters, workspace: Workspace, words: str, stored: str
) -> None:
    post = json.dumps(letter(said("a", words), contact={"firstName": words}))
    answer = bridge.post(ADDRESS, content=post)
    assert (answer.status_code, answer.json()) == (200, {"mIds": ["a"]})

    assert Message.objects.get(workspace=workspace).text == stored
    assert Contact.objects.get(workspace=workspace).first_name in {
        one_line(stored),
        one_line(stored.replace("\ufffd", "")),
    }


def test_a_bug_of_ours_is_a_500_and_the_post_is_kept(
    letter: Letters, issued: IssuedChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, for a bug cannot be put into the server's; by the handler that answers calls."""

    def stumble(*_anything: object) -> None:
        raise ZeroDivisionError("a bug with Buongiorno in it")

    monkeypatch.setattr(CustomChannel, "read_post", stumble)
    bearer = {"Authorization": f"Bearer {issued.token}"}
    transport = httpx.WSGITransport(CallHandler().answer)
    with httpx.Client(transport=transport, base_url="http://127.0.0.1") as client:
        answer = client.post(ADDRESS, json=letter(), headers=bearer)

    assert (answer.status_code, answer.json()["code"]) == (500, 500)
    assert "Buongiorno" not in answer.text
    assert "Zero" not in answer.content.decode()
    [kept] = InboundPost.objects.filter(channel=issued.channel)
    assert json.loads(bytes(kept.body)) == letter()
    assert kept.next_attempt_at is not None
    kept.delete()


def test_the_log_names_the_channel_and_no_secret(
    server: WebServer, bridge: httpx.Client, letter: Letters, issued: IssuedChannel
) -> None:
    line = server.line_of(bridge.post(f"{ADDRESS}?secret=1", json=letter()))

    assert f"channel={issued.channel.id}" in line
    assert "secret" not in line
    assert issued.token not in "\n".join(server.lines())
    assert "Buongiorno" not in "\n".join(server.lines())


def test_the_same_message_from_ten_clients_at_once(
    server: WebServer, issued: IssuedChannel, letter: Letters, workspace: Workspace
) -> None:
    answers = at_once(server, issued.token, [letter(said("same"))] * 10)

    assert {(answer.status_code, answer.text) for answer in answers} == {(200, '{"mIds":["same"]}')}
    assert Message.objects.filter(workspace=workspace).count() == 1
    kinds = list(Event.objects.filter(workspace_id=workspace.id).values_list("kind", flat=True))
    assert (
        kinds.count("message.received")
        == kinds.count("contact.created")
        == kinds.count("conversation.opened")
        == 1
    )


def test_a_new_persons_first_messages_from_ten_clients_at_once(
    server: WebServer, issued: IssuedChannel, letter: Letters, workspace: Workspace
) -> None:
    """I5: one contact, one conversation, ten messages."""
    number = phone()
    answers = at_once(
        server, issued.token, [letter(said(f"m{place}"), contact_id=number) for place in range(10)]
    )

    assert {answer.status_code for answer in answers} == {200}
    assert Contact.objects.filter(workspace=workspace).count() == 1
    assert Conversation.objects.filter(workspace=workspace).count() == 1
    assert Transition.objects.filter(workspace_id=workspace.id).count() == 1
    assert Message.objects.filter(workspace=workspace).count() == 10


def at_once(server: WebServer, token: str, letters: list[dict[str, Any]]) -> list[httpx.Response]:
    """Post all of these at the same time, each over a connection of its own."""
    headers = {"Authorization": f"Bearer {token}"}

    def post(body: dict[str, Any]) -> httpx.Response:
        return httpx.post(server.url + ADDRESS, json=body, headers=headers, timeout=30, trust_env=False)

    with ThreadPoolExecutor(len(letters)) as pool:
        return list(pool.map(post, letters))
