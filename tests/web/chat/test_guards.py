"""What the website chat's page keeps from strangers, from other sites, from scripts in texts and from floods."""

import re
import secrets

import httpx
import pytest

from tappa.channels.webchat.settings import read_settings
from tappa.channels.webchat.visitors import VISITOR_COOKIE
from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.block import block_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.limit_chat import ChatLimit
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Channel, Message
from tappa.core.inbox.models_chat import ChatBucket
from tests.cast import Cast
from tests.core.acts import robot, stage_named
from tests.support.visitor import VisitorBrowser
from tests.support.web import WebServer

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def chat(workspace: Workspace) -> Channel:
    """A website chat."""
    return create_channel(workspace, kind="webchat", name="Chat", settings=read_settings({})).channel


@pytest.fixture
def browser(server: WebServer, chat: Channel) -> VisitorBrowser:
    """A browser that has never been there."""
    return VisitorBrowser(server, chat)


def the_contact(workspace: Workspace) -> Contact:
    """The one contact there is."""
    return Contact.objects.get(workspace=workspace)


def answer(contact: Contact, text: str, workspace: Workspace) -> Message:
    """The team answers."""
    return reply(contact, {"type": "text", "text": text}, text=text, by=robot(workspace))


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(browser: VisitorBrowser) -> None:
    cookie = browser.look().headers["Set-Cookie"]
    assert cookie.startswith(f"{VISITOR_COOKIE}=")
    for part in ("HttpOnly", "SameSite=Lax", f"Path={browser.path}", "Max-Age="):
        assert part in cookie


@pytest.mark.parametrize("fields", [{"token": "x" * 64}, {"token": ""}])
def test_a_form_from_elsewhere_is_refused(
    browser: VisitorBrowser, workspace: Workspace, fields: dict[str, str]
) -> None:
    refused = browser.write("forged", **fields)
    assert refused.status_code == 403
    assert "forged" in refused.text  # what was typed is not lost
    assert not Contact.objects.filter(workspace=workspace).exists()


def test_the_form_of_another_visitor_is_refused(
    browser: VisitorBrowser, server: WebServer, chat: Channel, workspace: Workspace
) -> None:
    theirs = VisitorBrowser(server, chat).form()
    assert browser.write("forged", token=theirs["token"]).status_code == 403
    browser.client.cookies.clear()
    assert browser.client.post(f"{browser.path}/messages", data=theirs).status_code == 403
    assert not Contact.objects.filter(workspace=workspace).exists()


@pytest.mark.parametrize("part", ["", "/thread", "/messages"])
def test_only_messages_are_shown(
    browser: VisitorBrowser, workspace: Workspace, cast: Cast, part: str
) -> None:
    """E2: no event, comment, stage or name of the contact ever reaches the visitor."""
    browser.write("Hello")
    contact = the_contact(workspace)
    move_contact(contact, to=stage_named(workspace, "Payment"), by=robot(workspace))
    comment(contact, text="Difficult customer", mentions=[], by=robot(workspace))
    answer(contact, "Welcome", workspace)
    seen = browser.look(part).text
    assert "Hello" in seen
    assert "Welcome" in seen
    for secret in ("Payment", "New Lead", "moved", "Difficult", "Visitor"):
        assert secret not in seen
    # A word of its own: within a token its four characters may stand by chance.
    assert not re.search(rf"\b{contact.last_name}\b", seen)


def test_a_script_in_a_text_stays_text(browser: VisitorBrowser, workspace: Workspace) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)"> https://example.com/"onx=1 &amp;'
    browser.write(evil)
    answer(the_contact(workspace), evil, workspace)
    page = browser.look()
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert page.text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    link = '<a href="https://example.com/" dir="ltr" target="_blank" rel="noopener noreferrer nofollow ugc">'
    assert link in page.text


@pytest.mark.parametrize("part", ["", "/thread", "/messages"])
def test_nothing_may_run_that_is_not_ours(browser: VisitorBrowser, part: str) -> None:
    answer = browser.look(part)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r"<style|style=|\son\w+=|<script(?! type=\"module\" src=\"/static/)", answer.text)


def test_a_taken_email_is_answered_like_any_other(
    server: WebServer, chat: Channel, workspace: Workspace
) -> None:
    """Nobody learns here who is a customer."""
    answers = []
    for _ in range(2):
        browser = VisitorBrowser(server, chat)
        browser.write("Hello")
        answers.append(browser.write("", part="/details", name="Ana", email="same@example.com"))
    first, second = answers
    assert first.status_code == second.status_code == 303
    assert sorted(Contact.objects.filter(workspace=workspace).values_list("email", flat=True)) == [
        "",
        "same@example.com",
    ]


def test_a_flood_is_refused_with_the_text_kept(browser: VisitorBrowser, workspace: Workspace) -> None:
    form = browser.form()
    burst = ChatLimit.MESSAGES.value.burst

    def send(number: int) -> httpx.Response:
        fields = form | {"text": f"words {number}", "id": secrets.token_hex(16)}
        return browser.client.post(f"{browser.path}/messages", data=fields)

    answers = [send(number) for number in range(burst + 10)]
    refused = [answer for answer in answers if answer.status_code != 303]
    assert refused
    assert {answer.status_code for answer in refused} == {429}
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert "Your text is still here" in refused[0].text
    assert re.search(r"<textarea[^>]*>words \d+</textarea>", refused[0].text)
    assert Message.objects.filter(workspace=workspace).count() == len(answers) - len(refused)


def test_looking_too_often_is_refused_cheaply(
    browser: VisitorBrowser, chat: Channel, server: WebServer
) -> None:
    """A whole page would cost what there was too much of. Others, and what is written, go on."""
    form = browser.form()
    ChatBucket.objects.filter(channel_id=chat.id).update(level=-1000)
    for part in ("", "/thread", "/messages"):
        refused = browser.look(part)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 1
        assert "<textarea" not in refused.text
    assert browser.client.post(f"{browser.path}/messages", data=form | {"text": "Hello"}).status_code == 303
    assert VisitorBrowser(server, chat, **{"X-Forwarded-For": "192.0.2.7"}).look().status_code == 200


def test_new_visitors_of_one_address_are_limited(
    server: WebServer, chat: Channel, workspace: Workspace
) -> None:
    """Each brings a fresh cookie; those who have written before go on."""
    burst = ChatLimit.FIRST_MESSAGES_OF_ADDRESS.value.burst
    first = VisitorBrowser(server, chat)
    assert first.write("Hello").status_code == 303
    statuses = [VisitorBrowser(server, chat).write("spam").status_code for _ in range(burst + 3)]
    assert statuses == [303] * (burst - 1) + [429] * 4
    assert first.write("I am still here").status_code == 303


@pytest.mark.parametrize("part", ["", "/thread", "/messages", "/stream"])
def test_a_chat_that_is_none_is_not_found(server: WebServer, chat: Channel, part: str) -> None:
    client = server.client()
    for public_id in ("nothing12345", str(chat.id), "x" * 200):
        assert client.get(f"/chat/{public_id}{part}").status_code == 404


@pytest.mark.parametrize(
    ("method", "part"),
    [("POST", ""), ("POST", "/thread"), ("GET", "/details"), ("GET", "/seen"), ("GET", "/typing")],
)
def test_other_methods_are_not_possible(browser: VisitorBrowser, method: str, part: str) -> None:
    assert browser.client.request(method, browser.path + part).status_code == 405


def test_no_answer_is_kept_by_anybody_between(browser: VisitorBrowser) -> None:
    assert browser.look().headers["Cache-Control"] == "no-store"


def test_a_blocked_visitor_is_answered_like_any_other(browser: VisitorBrowser, workspace: Workspace) -> None:
    browser.write("Hello")
    block_contact(the_contact(workspace), by=robot(workspace))
    assert browser.write("Listen!").status_code == 303
    assert browser.write("", part="/typing").status_code == 204
    assert Message.objects.filter(workspace=workspace).count() == 1


def test_the_address_is_the_one_that_a_trusted_proxy_names(
    server: WebServer, chat: Channel, workspace: Workspace
) -> None:
    """The server believes its own machine by default (TAPPA_TRUSTED_PROXIES): each visitor behind it is counted alone."""
    burst = ChatLimit.FIRST_MESSAGES_OF_ADDRESS.value.burst
    near = {"X-Forwarded-For": "192.0.2.1"}
    statuses = [VisitorBrowser(server, chat, **near).write("spam").status_code for _ in range(burst + 1)]
    assert statuses[-1] == 429
    far = {
        "X-Forwarded-For": "192.0.2.1, 192.0.2.2"
    }  # what a visitor writes in front of it counts for nothing
    assert VisitorBrowser(server, chat, **far).write("Hello").status_code == 303
