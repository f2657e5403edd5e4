"""The website chat as a kind of channel: what can be set, what a post means, who a visitor is."""

import re
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from tappa.channels.registry import carries
from tappa.channels.webchat.parse import TEXT_LIMIT, Post, read_post, visitor_mark
from tappa.channels.webchat.settings import read_settings
from tappa.channels.webchat.visitors import (
    VISITOR_COOKIE,
    Visit,
    cookie_of,
    find_visit,
    form_token,
    is_form_token,
    new_visitor,
    visitor_of,
)
from tappa.core.accounts.models import Workspace
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.arrivals import ArrivedMessage
from tappa.core.inbox.models import Channel
from tappa.kernel.errors import Invalid
from tests.core.acts import arrive, message

NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def chat(workspace: Workspace) -> Channel:
    """A website chat."""
    return create_channel(workspace, kind="webchat", name="Chat", settings=read_settings({})).channel


def post(**changes: Any) -> bytes:
    """What the page of a visitor posts."""
    given: dict[str, Any] = {
        "visitor": "v" * 22,
        "message_id": "m-1234567",
        "text": "Hello",
        "language": "it",
        "at": NOW,
    }
    given |= changes
    return msgspec.json.encode(Post(**given))


def test_what_is_not_set_has_its_default() -> None:
    assert read_settings({}) == {"greeting": "", "language": "", "ask_details": True}
    assert read_settings({"greeting": "  Ciao! ", "language": "it", "ask_details": False}) == {
        "greeting": "Ciao!",
        "language": "it",
        "ask_details": False,
    }


@pytest.mark.parametrize(
    "given", [{"greeting": "x" * 501}, {"language": "de"}, {"ask_details": "yes"}, {"colour": "red"}]
)
def test_what_cannot_be_set_is_named(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        read_settings(given)
    assert refusal.value.field == next(iter(given))


def test_each_chat_has_an_address_of_its_own(chat: Channel, workspace: Workspace) -> None:
    other = create_channel(workspace, kind="webchat", name="Second", settings=read_settings({})).channel
    bridge = create_channel(workspace, kind="custom", name="Bridge", settings={}).channel
    assert re.fullmatch(r"[0-9A-Za-z]{12}", chat.public_id or "")
    assert chat.public_id != other.public_id
    assert bridge.public_id is None
    assert carries("webchat", "text")
    assert not carries("webchat", "quick_reply")


def test_a_post_brings_a_message_of_a_visitor_without_a_name(chat: Channel) -> None:
    batch = read_post(chat, post(text=" Hi\r\nthere\x00 \n"))
    (arrived,) = batch.arrivals
    assert isinstance(arrived, ArrivedMessage)
    assert (arrived.text, arrived.happened_at) == ("Hi\nthere\ufffd", NOW)
    details = batch.sender.details
    assert (details.first_name, details.last_name, details.language) == (
        "Visitor",
        visitor_mark("v" * 22),
        "it",
    )
    assert batch.sender.external_id not in f"{details} {arrived.channel_message_id}"


def test_two_visitors_may_make_the_same_message_id(chat: Channel) -> None:
    ids = {
        arrival.channel_message_id
        for visitor in ("a" * 22, "b" * 22)
        for arrival in read_post(chat, post(visitor=visitor)).arrivals
    }
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "x" * (TEXT_LIMIT + 1)}, "text"),
        ({"message_id": "short"}, "id"),
        ({"message_id": "x" * 65}, "id"),
    ],
)
def test_what_cannot_be_taken_is_named(chat: Channel, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_post(chat, post(**changes))
    assert refusal.value.field == field


def test_the_longest_text_is_taken(chat: Channel) -> None:
    assert read_post(chat, post(text="é" * TEXT_LIMIT)).arrivals


def test_a_cookie_is_of_one_chat_and_cannot_be_made_by_others() -> None:
    visitor = new_visitor()
    cookie = cookie_of("chatA", visitor)
    assert visitor_of("chatA", cookie) == visitor
    assert visitor_of("chatB", cookie) is None
    assert visitor_of("chatA", visitor) is None
    assert visitor_of("chatA", "") is None
    assert visitor_of("chatA", cookie[:-1] + ("A" if cookie[-1] != "A" else "B")) is None
    assert visitor_of("chatA", "x" * 5000) is None


def test_a_form_belongs_to_the_page_of_its_visitor() -> None:
    token = form_token("chatA", "anna")
    assert is_form_token("chatA", "anna", token)
    assert not is_form_token("chatA", "bert", token)
    assert not is_form_token("chatB", "anna", token)
    assert not is_form_token("chatA", "anna", "è")


def test_who_listens_is_the_contact_of_the_cookie(chat: Channel, other_workspace: Workspace) -> None:
    public_id, visitor = chat.public_id or "", new_visitor()
    cookies = {VISITOR_COOKIE: cookie_of(public_id, visitor)}
    assert find_visit(public_id, cookies) == Visit(chat.workspace_id, visitor, None)

    received = arrive(chat, visitor, message())
    assert find_visit(public_id, cookies) == Visit(chat.workspace_id, visitor, received.contact_id)

    other = create_channel(other_workspace, kind="webchat", name="Theirs", settings=read_settings({})).channel
    assert find_visit(other.public_id or "", cookies) is None
    assert find_visit("nothing12345", cookies) is None
    assert find_visit(public_id, {}) is None
