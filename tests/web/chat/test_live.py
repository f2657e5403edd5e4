"""The website chat in real browsers: live both ways, nothing lost, whole without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tappa.channels.webchat.settings import read_settings
from tappa.core.accounts.models import Workspace
from tappa.core.activity.whisper import Whisper, whisper
from tappa.core.contacts.actions.block import block_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Channel, Message, MessageStatus
from tests.cast import Cast
from tests.core.acts import robot, stage_named
from tests.support.browser import PHONE, Windows
from tests.support.postmen import wait_until
from tests.support.web import WebServer


@pytest.fixture
def chat(workspace: Workspace) -> Channel:
    """A website chat."""
    return create_channel(workspace, kind="webchat", name="Chat", settings=read_settings({})).channel


@pytest.fixture
def page(windows: Windows, server: WebServer, chat: Channel) -> Page:
    """A visitor's phone, on the page."""
    page = windows.open(server.url, size=PHONE)
    page.goto(f"/chat/{chat.public_id}")
    return page


def say(page: Page, text: str) -> None:
    """Write a message and send it."""
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def the_contact(workspace: Workspace) -> Contact:
    """The one contact there is."""
    return Contact.objects.get(workspace=workspace)


def answer(workspace: Workspace, text: str) -> Message:
    """The team answers."""
    return reply(the_contact(workspace), {"type": "text", "text": text}, text=text, by=robot(workspace))


def test_both_sides_see_each_other_at_once(page: Page, workspace: Workspace) -> None:
    say(page, "Good morning")
    expect(page.locator("#lines .msg__text", has_text="Good morning")).to_be_visible()
    expect(page.locator("#pending")).to_be_hidden()
    expect(page.get_by_label("Your message")).to_be_empty()
    told = answer(workspace, "Welcome!")
    expect(page.locator("#lines .msg__text", has_text="Welcome!")).to_be_visible()
    move_contact(the_contact(workspace), to=stage_named(workspace, "Payment"), by=robot(workspace))
    answer(workspace, "One more thing")
    expect(page.locator("#lines .msg__text", has_text="One more thing")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Payment")
    expect(page.locator("#lines .msg")).to_have_count(4)  # the greeting and three messages
    wait_until(lambda: MessageStatus.objects.filter(workspace=workspace, message=told, value="read").exists())


def test_a_site_opens_it_in_a_window_and_has_no_hold_of_it(
    windows: Windows, server: WebServer, chat: Channel, workspace: Workspace
) -> None:
    """It could lead the window on to a page that looks like ours."""
    site = windows.open(server.url.replace("127.0.0.1", "localhost"))
    site.route("**/shop", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    site.goto("/shop")
    with site.context.expect_page() as opened:
        site.evaluate("address => void (opened = open(address))", f"{server.url}/chat/{chat.public_id}")
    page = opened.value
    say(page, "Good morning")
    expect(page.locator("#lines .msg__text", has_text="Good morning")).to_be_visible()
    assert page.evaluate("opener") is None
    assert site.evaluate("opened.closed"), "as far as it can see"
    answer(workspace, "Welcome!")
    expect(page.locator("#lines .msg__text", has_text="Welcome!")).to_be_visible()


def test_the_visitor_is_remembered_over_a_reload(page: Page, workspace: Workspace) -> None:
    say(page, "Good morning")
    expect(page.locator("#lines [data-id]")).to_have_count(1)
    page.get_by_label("Your message").fill("a draft")
    page.reload()
    expect(page.locator("#lines .msg__text", has_text="Good morning")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("a draft")
    answer(workspace, "Welcome back")
    expect(page.locator("#lines .msg__text", has_text="Welcome back")).to_be_visible()


def test_typing_shows_and_goes_with_the_answer(page: Page, workspace: Workspace, cast: Cast) -> None:
    say(page, "Hello")
    expect(page.locator("#lines [data-id]")).to_have_count(1)
    contact = the_contact(workspace)

    def is_shown() -> bool:
        whisper(Whisper(workspace.id, contact.id, cast.agent.id))
        page.wait_for_timeout(100)
        return page.locator("#typing").is_visible()

    wait_until(is_shown)
    answer(workspace, "Here I am")
    expect(page.locator("#lines .msg__text", has_text="Here I am")).to_be_visible()
    expect(page.locator("#typing")).to_be_hidden()


def test_name_and_email_are_asked_once_in_the_page(
    page: Page, workspace: Workspace, windows: Windows
) -> None:
    windows.expect_trouble("400")
    say(page, "Hello")
    page.get_by_label("Name").fill("Ana Ruiz")
    page.get_by_label("E-mail").fill("ana at home")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#details-error")).to_contain_text("This is not an e-mail address")
    answer(workspace, "What comes meanwhile takes nothing away")
    expect(page.locator("#lines [data-id]")).to_have_count(2)
    expect(page.get_by_label("Name")).to_have_value("Ana Ruiz")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#details")).to_have_count(0)
    contact = the_contact(workspace)
    assert (contact.first_name, contact.last_name, contact.email) == ("Ana", "Ruiz", "ana@example.com")


def test_what_is_written_offline_goes_out_by_itself_once(
    page: Page, workspace: Workspace, windows: Windows
) -> None:
    windows.expect_trouble("ERR_INTERNET_DISCONNECTED")
    say(page, "Hello")
    expect(page.locator("#lines [data-id]")).to_have_count(1)
    page.context.set_offline(True)
    say(page, "Written in a tunnel")
    expect(page.locator("#pending .msg__meta")).to_have_text("Waiting for the connection")
    page.context.set_offline(False)
    expect(page.locator("#lines .msg__text", has_text="Written in a tunnel")).to_be_visible()
    expect(page.locator("#pending")).to_be_hidden()
    assert Message.objects.filter(workspace=workspace, text="Written in a tunnel").count() == 1


def test_a_server_that_is_away_is_said_and_caught_up_with(
    page: Page, workspace: Workspace, windows: Windows
) -> None:
    windows.expect_trouble("ERR_|503|stream")
    say(page, "Hello")
    expect(page.locator("#lines [data-id]")).to_have_count(1)
    page.route("**/stream", lambda route: route.abort())
    page.reload()
    expect(page.locator("#offline")).to_be_visible()
    answer(workspace, "Said meanwhile")
    page.unroute("**/stream")
    expect(page.locator("#lines .msg__text", has_text="Said meanwhile")).to_be_visible()
    expect(page.locator("#offline")).to_be_hidden()


def test_a_refusal_says_why_and_gives_the_words_back(
    page: Page, workspace: Workspace, windows: Windows
) -> None:
    windows.expect_trouble("400")
    say(page, "x" * 4001)
    expect(page.locator("#error")).to_contain_text("1 character too long")
    expect(page.get_by_label("Your message")).to_have_value("x" * 4001)
    expect(page.locator("#pending")).to_be_hidden()
    assert not Contact.objects.filter(workspace=workspace).exists()


def test_a_blocked_visitor_sees_nothing_of_it(page: Page, workspace: Workspace) -> None:
    say(page, "Hello")
    expect(page.locator("#lines [data-id]")).to_have_count(1)
    block_contact(the_contact(workspace), by=robot(workspace))
    say(page, "Listen!")
    expect(page.locator("#pending .msg__meta")).to_have_text("Just now")


@pytest.mark.usefixtures("within_a_day")
def test_earlier_messages_go_in_above_and_stay_there(page: Page, workspace: Workspace) -> None:
    say(page, "the very first")
    expect(page.locator("#lines [data-id]")).to_have_count(1)
    for number in range(60):
        answer(workspace, f"answer {number}.")
    page.reload()
    expect(page.locator("#lines .msg__text", has_text="the very first")).to_have_count(0)
    page.get_by_role("link", name="Earlier messages").click()
    expect(page.locator("#lines [data-id]")).to_have_count(61)
    answer(workspace, "and on")
    expect(page.locator("#lines .msg__text", has_text="and on")).to_be_visible()
    expect(page.locator("#lines [data-id]")).to_have_count(62)
    expect(page.locator("#lines .day")).to_have_count(1)
    expect(page.locator("#earlier")).to_have_count(0)


def test_an_answer_does_not_pull_down_who_reads_further_up(page: Page, workspace: Workspace) -> None:
    say(page, "the very first")
    expect(page.locator("#lines [data-id]")).to_have_count(1)
    for number in range(30):
        answer(workspace, f"answer {number}.")
    expect(page.locator("#lines [data-id]")).to_have_count(31)
    reading = page.locator("#lines .msg__text", has_text="answer 5.")
    reading.scroll_into_view_if_needed()
    expect(page.locator("#below")).to_be_hidden()
    before = reading.bounding_box()
    answer(workspace, "and on")
    expect(page.locator("#lines [data-id]")).to_have_count(32)
    after = reading.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) <= 1
    page.get_by_role("button", name="New message").click()
    expect(page.locator("#lines .msg__text", has_text="and on")).to_be_in_viewport()
    expect(page.locator("#below")).to_be_hidden()


def test_enter_sends_where_there_is_a_keyboard(
    windows: Windows, server: WebServer, chat: Channel, workspace: Workspace
) -> None:
    page = windows.open(server.url)
    page.goto(f"/chat/{chat.public_id}")
    box = page.get_by_label("Your message")
    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    box.press("Enter")
    expect(page.locator("#lines .msg__text", has_text=re.compile("one\ntwo"))).to_be_visible()
    assert Message.objects.get(workspace=workspace).text == "one\ntwo"


def test_two_windows_opened_at_once_both_write(
    page: Page, server: WebServer, chat: Channel, workspace: Workspace, windows: Windows
) -> None:
    """The browser remembers the visitor of the second; the first learns who it is when it writes."""
    windows.expect_trouble("403")
    page.context.clear_cookies()
    second = page.context.new_page()
    second.goto(f"/chat/{chat.public_id}")
    say(page, "from the first")
    expect(page.locator("#lines [data-id]")).to_have_count(1)
    say(second, "from the second")
    expect(second.locator("#lines [data-id]")).to_have_count(2)
    assert Contact.objects.filter(workspace=workspace).count() == 1


def test_a_script_in_a_text_stays_text(page: Page, workspace: Workspace) -> None:
    evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    say(page, evil)
    expect(page.locator("#lines .msg__text").last).to_have_text(evil)
    answer(workspace, evil)
    expect(page.locator("#lines [data-id]")).to_have_count(2)
    expect(page.locator("#lines .msg__text").last).to_have_text(evil)
    expect(page).to_have_title(workspace.name)


def test_the_page_is_whole_without_a_script(
    windows: Windows, server: WebServer, chat: Channel, workspace: Workspace
) -> None:
    page = windows.open(server.url, size=PHONE, scripts=False, language="es")
    page.goto(f"/chat/{chat.public_id}?language=en")
    say(page, "Good morning")
    expect(page.locator("#lines .msg__text", has_text="Good morning")).to_be_visible()
    page.get_by_label("Name").fill("Ana")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#details")).to_have_count(0)
    answer(workspace, "Welcome!")
    page.get_by_role("link", name="Look for answers").click()
    expect(page.locator("#lines .msg__text", has_text="Welcome!")).to_be_visible()
    assert the_contact(workspace).first_name == "Ana"
