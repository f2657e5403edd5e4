"""The website chat's page over HTTP, as a visitor's browser without a script has it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tappa.channels.webchat.parse import TEXT_LIMIT
from tappa.channels.webchat.settings import read_settings
from tappa.channels.webchat.visitors import VISITOR_COOKIE, cookie_of, new_visitor
from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Channel, Conversation, InboundPost, Message, MessageStatus
from tests.core.acts import arrive, message, robot, stage_named
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


def test_whoever_only_looks_leaves_no_trace(browser: VisitorBrowser, workspace: Workspace) -> None:
    page = browser.look()
    assert page.status_code == 200
    assert workspace.name in page.text
    assert not Contact.objects.filter(workspace=workspace).exists()
    assert not InboundPost.objects.filter(workspace=workspace).exists()


def test_the_first_message_makes_a_contact_at_the_default_stage(
    browser: VisitorBrowser, workspace: Workspace
) -> None:
    """S1; and the page that comes back shows it."""
    posted = browser.write("Good morning")
    assert posted.status_code == 303
    assert "Good morning" in browser.client.get(posted.headers["Location"]).text
    contact = the_contact(workspace)
    assert contact.first_name == "Visitor"
    assert Standing.objects.get(workspace=workspace, contact=contact).stage == stage_named(
        workspace, "New Lead"
    )
    assert Conversation.objects.get(workspace=workspace).status == "open"
    assert InboundPost.objects.filter(workspace=workspace).count() == 1


def test_the_visitor_is_remembered_and_nobody_else_sees_what_they_wrote(
    browser: VisitorBrowser, server: WebServer, chat: Channel, workspace: Workspace
) -> None:
    browser.write("my first words")
    browser.write("two")
    assert Message.objects.filter(workspace=workspace, contact=the_contact(workspace)).count() == 2
    stranger = VisitorBrowser(server, chat)
    assert "my first words" not in stranger.look().text
    assert "my first words" not in stranger.look("/thread").text
    stranger.client.cookies.set(VISITOR_COOKIE, "made-up", path=stranger.path)
    assert "my first words" not in stranger.look("/thread").text


def test_a_form_sent_twice_is_one_message(browser: VisitorBrowser, workspace: Workspace) -> None:
    form = browser.form() | {"text": "once"}
    for _ in range(2):
        assert browser.client.post(f"{browser.path}/messages", data=form).status_code == 303
    assert Message.objects.filter(workspace=workspace).count() == 1


@pytest.mark.parametrize(
    ("asked", "language", "words"),
    [
        ("en-GB,it;q=0.5", "en", "Write a message"),
        ("fr,it;q=0.8,en;q=0.5", "it", None),
        ("es-MX", "es", None),
        ("de", "en", None),
        ("", "en", None),
    ],
)
def test_the_page_speaks_the_visitors_language(
    server: WebServer, chat: Channel, asked: str, language: str, words: str | None
) -> None:
    page = VisitorBrowser(server, chat, **{"Accept-Language": asked}).look()
    assert f'<html lang="{language}"' in page.text
    assert words is None or words in page.text


def test_the_language_can_be_chosen_and_is_kept(browser: VisitorBrowser, workspace: Workspace) -> None:
    chosen = browser.look("?language=es")
    assert chosen.status_code == 303
    assert '<html lang="es"' in browser.look().text
    browser.write("Hola")
    assert the_contact(workspace).language == "es"


def test_a_browser_of_none_of_our_languages_gets_the_chats(server: WebServer, workspace: Workspace) -> None:
    settings = read_settings({"language": "it", "greeting": "Ciao <b>bella</b>"})
    chat = create_channel(workspace, kind="webchat", name="Chat", settings=settings).channel
    page = VisitorBrowser(server, chat, **{"Accept-Language": "de"}).look().text
    assert '<html lang="it"' in page
    assert "Ciao &lt;b&gt;bella&lt;/b&gt;" in page


def test_name_and_email_are_asked_after_the_first_message_and_once(
    browser: VisitorBrowser, workspace: Workspace
) -> None:
    assert 'id="details"' not in browser.look().text
    browser.write("Hello")
    assert 'id="details"' in browser.look().text
    posted = browser.write("", part="/details", name="Ana Ruiz", email="ana@example.com")
    assert posted.status_code == 303
    assert 'id="details"' not in browser.look().text
    contact = the_contact(workspace)
    assert (contact.first_name, contact.last_name, contact.email) == ("Ana", "Ruiz", "ana@example.com")


def test_who_skips_is_not_asked_again(browser: VisitorBrowser, workspace: Workspace) -> None:
    browser.write("Hello")
    browser.write("", part="/details", skip="1", name="not", email="nonsense")
    assert 'id="details"' not in browser.look().text
    assert the_contact(workspace).first_name == "Visitor"


def test_an_email_that_is_none_comes_back_with_what_was_typed(browser: VisitorBrowser) -> None:
    browser.write("Hello")
    refused = browser.write("", part="/details", name="Ana", email="ana at home")
    assert refused.status_code == 400
    for part in ('value="Ana"', 'value="ana at home"', "This is not an e-mail address"):
        assert part in refused.text


def test_nobody_is_asked_where_the_chat_says_so(server: WebServer, workspace: Workspace) -> None:
    settings = read_settings({"ask_details": False})
    chat = create_channel(workspace, kind="webchat", name="Chat", settings=settings).channel
    browser = VisitorBrowser(server, chat)
    browser.write("Hello")
    assert 'id="details"' not in browser.look().text


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (TEXT_LIMIT + 1)])
def test_what_is_no_message_is_refused_with_a_sentence(
    browser: VisitorBrowser, workspace: Workspace, text: str
) -> None:
    refused = browser.write(text)
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text
    assert not Contact.objects.filter(workspace=workspace).exists()
    told = browser.client.post(f"{browser.path}/messages", data=browser.form(), headers=FETCH)
    assert told.text == "Write something first."


def test_earlier_messages_are_read_upward(browser: VisitorBrowser, workspace: Workspace) -> None:
    browser.write("the very first")
    contact = the_contact(workspace)
    for number in range(60):
        answer(contact, f"answer {number}.", workspace)
    page = browser.look().text
    assert "answer 59." in page
    assert "the very first" not in page
    found = re.search(r'id="earlier" href="/chat/\w+(\?before=\d+)"', page)
    assert found
    assert "the very first" in browser.look(found[1]).text
    assert "the very first" in browser.look(f"/messages{found[1]}").text


def test_what_was_shown_was_delivered_and_what_was_looked_at_was_read(
    browser: VisitorBrowser, workspace: Workspace
) -> None:
    browser.write("Hello")
    told = answer(the_contact(workspace), "Welcome", workspace)

    def steps() -> list[str]:
        statuses = MessageStatus.objects.filter(workspace=workspace, message=told)
        return list(statuses.order_by("id").values_list("value", flat=True))

    assert steps() == ["pending"]
    browser.look("/thread")
    assert steps() == ["pending", "sent", "delivered"]
    assert browser.write("", part="/seen", up_to=str(told.id)).status_code == 204
    assert steps() == ["pending", "sent", "delivered", "read"]


def test_more_messages_cost_no_more_questions(chat: Channel, workspace: Workspace) -> None:
    """The same number of queries for 1 row and for 30."""
    visitor = new_visitor()
    client = Client()
    client.cookies[VISITOR_COOKIE] = cookie_of(chat.public_id or "", visitor)

    def cost(messages: int) -> int:
        for number in range(messages):
            arrive(chat, visitor, message())
            answer(the_contact(workspace), f"answer {number}", workspace)
        client.get(f"/chat/{chat.public_id}/thread")  # notes what was delivered
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(f"/chat/{chat.public_id}/thread")
        assert f"answer {messages - 1}" in shown.content.decode()
        return len(asked)

    assert cost(1) == cost(15) <= 8
