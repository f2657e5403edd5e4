"""What the custom channel's letterbox refuses, through real HTTP, and that it then keeps nothing."""

from typing import Any

import httpx
import pytest

from tappa.channels.custom.settings import read_settings
from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.create_channel import IssuedChannel, create_channel
from tappa.core.inbox.models import Channel, InboundPost
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


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({}, "none"),
        ({"Authorization": "Bearer wrong"}, "unknown"),
        ({"Authorization": "Bearer"}, "empty"),
        ({"Authorization": "Basic eDp5"}, "another scheme"),
        ({"Authorization": "Bearer " + "x" * 2000}, "too long"),
    ],
)
def test_no_token_no_word(server: WebServer, letter: Letters, headers: dict[str, str], why: str) -> None:
    """A stranger learns nothing: the answer is one and the same, before the body is read."""
    answers = [
        server.client().post(ADDRESS, headers=headers, json=body)
        for body in (letter(), letter() | {"channelId": 10**9}, "no post at all")
    ]

    assert {answer.status_code for answer in answers} == {401}, why
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["code"] == 401
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"


def test_another_channel_is_not_told_from_one_that_is_not_there(
    bridge: httpx.Client, letter: Letters, other_workspace: Workspace
) -> None:
    other = create_channel(other_workspace, kind="custom", name="Other", settings=read_settings({})).channel
    answers = [
        bridge.post(ADDRESS, json=letter() | {"channelId": given}) for given in (other.id, 10**12, "x", 0)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert not Contact.objects.filter(workspace=other_workspace).exists()


def test_the_token_of_a_removed_channel_opens_nothing(
    bridge: httpx.Client, letter: Letters, issued: IssuedChannel
) -> None:
    Channel.objects.filter(id=issued.channel.id).update(removed_at="2026-01-01T00:00:00Z")

    assert bridge.post(ADDRESS, json=letter()).status_code == 401


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"\xff", b'{"a":' + b"[" * 50_000, b"a=1&b=2"])
def test_malformed_json(bridge: httpx.Client, workspace: Workspace, body: bytes) -> None:
    answer = bridge.post(ADDRESS, content=body)

    assert answer.status_code == 400
    assert answer.json()["code"] == 400
    assert "body" in answer.json()["message"].lower()
    assert not InboundPost.objects.filter(workspace=workspace).exists()


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (said("b", message={"type": "text"}), "events[1].message.text"),
        (said("b", message={"type": "text", "text": ""}), "events[1].message.text"),
        (said(""), "events[1].mId"),
        (said("x" * 51), "events[1].mId"),
        (said("b", type="call"), "events[1].type"),
    ],
)
def test_of_a_batch_with_one_bad_event_none_is_taken(
    bridge: httpx.Client, letter: Letters, workspace: Workspace, bad: dict[str, Any], field: str
) -> None:
    answer = bridge.post(ADDRESS, json=letter(said("a"), bad, said("c")))

    assert answer.status_code == 400
    assert answer.json()["message"].startswith(f"{field} ")
    assert not Contact.objects.filter(workspace=workspace).exists()
    assert not Event.objects.filter(workspace_id=workspace.id, kind__startswith="message").exists()


def test_a_contact_id_of_the_wrong_kind(bridge: httpx.Client, letter: Letters, workspace: Workspace) -> None:
    answer = bridge.post(ADDRESS, json=letter(contact_id="ana@example"))

    assert answer.status_code == 400
    assert "contactId must be a phone number" in answer.json()["message"]
    assert not Contact.objects.filter(workspace=workspace).exists()


def test_a_phone_is_one_person_however_it_is_written(
    bridge: httpx.Client, letter: Letters, workspace: Workspace
) -> None:
    for place, written in enumerate(("+393331234567", "393331234567", "+39 333 1234567")):
        assert bridge.post(ADDRESS, json=letter(said(f"m{place}"), contact_id=written)).status_code == 200

    assert Contact.objects.get(workspace=workspace).phone == "+393331234567"


def test_two_megabytes_are_too_much(bridge: httpx.Client, letter: Letters, workspace: Workspace) -> None:
    answer = bridge.post(ADDRESS, json=letter(said("a", "x" * 2_000_000)))

    assert answer.status_code == 413
    assert answer.json()["code"] == 413
    assert not Contact.objects.filter(workspace=workspace).exists()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods(bridge: httpx.Client, method: str) -> None:
    answer = bridge.request(method, ADDRESS)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.json()["code"] == 405
