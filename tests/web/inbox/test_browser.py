"""The Inbox in a real browser: live, quick, by keyboard, and losing nothing that was typed (I5, I6, I7, I8, S2, S3)."""

import pytest
from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.activity.whisper import Whisper, whisper
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Channel, Message
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, robot, stage_named
from tests.support.browser import PHONE, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.reading import inbox_of, page_of, somebody

WRITE = "#composer-text"


@pytest.fixture
def channel(cast: Cast) -> Channel:
    """A way to write to the workspace."""
    return new_channel(cast.owner.workspace)


@pytest.fixture
def desk(server: WebServer, cast: Cast, windows: Windows) -> Page:
    """The agent's browser, signed in."""
    page = windows.open(server.url)
    sign_in(page, server, cast.agent)
    return page


def rows(page: Page) -> list[str]:
    return page.locator("#list .conv__name").all_inner_texts()


def go(page: Page, address: str) -> None:
    """Open a page and wait until it hears what happens."""
    page.goto(address)
    expect(page.locator("html[data-live-state=online]")).to_be_attached()


def replies(contact: Contact) -> list[str]:
    sent = Message.objects.filter(contact=contact, traffic="outgoing").order_by("id")
    return list(sent.values_list("text", flat=True))


def test_i6_what_others_do_appears_without_a_reload(desk: Page, cast: Cast, channel: Channel) -> None:
    """In list, counts and thread: a first message, a move, an assignment, an answer."""
    go(desk, inbox_of(cast.agent))
    expect(desk.locator("#list")).to_contain_text("No conversations yet")
    marta = somebody(channel, "Marta", "Ciao")
    row = desk.locator(f"#row-{marta.id}")
    expect(row).to_contain_text("Ciao")
    expect(row).to_contain_text("New Lead")
    expect(desk.locator("#list-count")).to_have_text("1 open")
    row.click()
    expect(desk.locator("#flow")).to_contain_text("Marta became 🌱New Lead")
    by = actor_of(cast.manager, Via.PAGE)
    move_contact(marta, to=stage_named(marta.workspace, "Payment"), by=by)
    expect(desk.locator("#flow")).to_contain_text("Marco Manager moved Marta from 🌱New Lead to 💳Payment")
    expect(desk.locator("#thread-head .chip--button")).to_contain_text("Payment")
    assign_contact(marta, to=cast.manager, by=by)
    expect(desk.locator("#assign-menu > summary")).to_contain_text("Marco")
    reply(marta, {"type": "text", "text": "Salve"}, text="Salve", by=by)
    expect(desk.locator("#flow .msg[data-dir=out]")).to_contain_text("Salve")
    expect(desk.locator("#side-mine")).to_contain_text("0")


def test_i5_an_answer_stands_in_the_thread_at_once_and_is_sent(
    desk: Page, cast: Cast, channel: Channel
) -> None:
    marta = somebody(channel, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.locator(WRITE).fill("Salve, Marta")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".thread .msg[data-dir=out]")).to_contain_text("Salve, Marta")
    expect(desk.locator(WRITE)).to_have_value("")
    expect(desk.locator("#flow .msg[data-dir=out]")).to_contain_text("Salve, Marta")
    expect(desk.locator("#outbox > *")).to_have_count(0)
    expect(desk.locator(f"#row-{marta.id}")).to_contain_text("We wrote:")
    assert replies(marta) == ["Salve, Marta"]


def test_nothing_typed_is_lost_when_the_line_breaks(
    desk: Page, cast: Cast, channel: Channel, windows: Windows
) -> None:
    windows.expect_trouble("ERR_INTERNET_DISCONNECTED")
    marta = somebody(channel, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.context.set_offline(True)
    desk.locator(WRITE).fill("Will this be lost?")
    desk.locator("#composer-send").click()
    expect(desk.locator("#outbox")).to_contain_text("Not sent")
    desk.context.set_offline(False)
    desk.reload()
    expect(desk.locator("#outbox")).to_contain_text("Will this be lost?")
    desk.locator("#outbox").get_by_role("button", name="Retry").click()
    expect(desk.locator("#flow .msg[data-dir=out]")).to_contain_text("Will this be lost?")
    expect(desk.locator("#outbox > *")).to_have_count(0)
    assert replies(marta) == ["Will this be lost?"]


def test_a_draft_outlives_reloads_other_conversations_and_what_comes_in(
    desk: Page, cast: Cast, channel: Channel
) -> None:
    ada, bea = somebody(channel, "Ada"), somebody(channel, "Bea")
    go(desk, page_of(ada, cast.agent))
    desk.locator(WRITE).fill("half a thou")
    arrive(channel, "Ada", message("Are you there?"))
    expect(desk.locator("#flow")).to_contain_text("Are you there?")
    expect(desk.locator(WRITE)).to_have_value("half a thou")
    expect(desk.locator(WRITE)).to_be_focused()
    desk.locator(f"#row-{bea.id}").click()
    expect(desk.locator(WRITE)).to_have_value("")
    desk.locator(f"#row-{ada.id}").click()
    expect(desk.locator(WRITE)).to_have_value("half a thou")
    desk.reload()
    expect(desk.locator(WRITE)).to_have_value("half a thou")
    desk.locator(WRITE).press("Escape")
    desk.keyboard.press("c")
    expect(desk.locator(WRITE)).to_have_value("")
    desk.keyboard.press("Escape")
    desk.keyboard.press("r")
    expect(desk.locator(WRITE)).to_have_value("half a thou")


def test_no_row_moves_under_the_pointer(desk: Page, cast: Cast, channel: Channel) -> None:
    ada, bea = somebody(channel, "Ada"), somebody(channel, "Bea")
    go(desk, inbox_of(cast.agent))
    assert rows(desk) == ["Bea", "Ada"]
    desk.locator(f"#row-{bea.id}").hover()
    arrive(channel, "Ada", message("Look here"))
    expect(desk.locator(f"#row-{ada.id}")).to_contain_text("Look here")
    assert rows(desk) == ["Bea", "Ada"], "it changes in place"
    desk.mouse.move(900, 300)
    expect(desk.locator("#list .conv__name").first).to_have_text("Ada")


def test_the_mark_of_a_writing_visitor_shows_and_goes(desk: Page, cast: Cast, channel: Channel) -> None:
    marta = somebody(channel, "Marta")
    go(desk, page_of(marta, cast.agent))
    expect(desk.locator("#typing")).to_be_hidden()
    whisper(Whisper(marta.workspace_id, marta.id))
    expect(desk.locator("#typing")).to_have_text("Marta is typing")
    arrive(channel, "Marta", message("Done"))
    expect(desk.locator("#flow")).to_contain_text("Done")
    expect(desk.locator("#typing")).to_be_hidden()
    whisper(Whisper(marta.workspace_id, marta.id, cast.manager.id))
    expect(desk.locator("#composer-here")).to_contain_text("Marco is writing too")


def test_i8_everything_frequent_has_a_key(desk: Page, cast: Cast, channel: Channel) -> None:
    ada, bea = somebody(channel, "Ada"), somebody(channel, "Bea")
    go(desk, inbox_of(cast.agent))
    for key in ("j", "j", "k", "ArrowDown"):
        desk.keyboard.press(key)
    desk.keyboard.press("Enter")
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(ada.id))
    expect(desk).to_have_url(f"{desk.url.partition('/w/')[0]}{page_of(ada, cast.agent)}")
    expect(desk).to_have_title("Ada · Tappa")
    desk.keyboard.press("s")
    expect(desk.locator(".picker input[role=combobox]")).to_be_focused()
    desk.keyboard.press("3")
    expect(desk.locator("#thread-head .chip--button")).to_contain_text("Payment")
    desk.keyboard.press("]")
    expect(desk.locator("#thread-head .chip--button")).to_contain_text("Customer")
    desk.keyboard.press("a")
    desk.locator("#assign-menu [data-me]").press("Enter")
    expect(desk.locator("#assign-menu > summary")).to_contain_text("Me")
    desk.keyboard.press("h")
    desk.locator("#snooze-menu button[name=until]").last.press("Enter")
    expect(desk.locator("#thread-head")).to_contain_text("Open")
    desk.keyboard.press("e")
    expect(desk.locator("#thread-head")).to_contain_text("Close")
    desk.keyboard.press("e")
    expect(desk.locator(f"#row-{ada.id}")).to_have_count(0)
    desk.keyboard.press("z")
    expect(desk.locator(f"#row-{ada.id}")).to_have_count(1)
    desk.keyboard.press("r")
    desk.keyboard.type("js e")
    expect(desk.locator(WRITE)).to_have_value("js e")
    assert rows(desk) == ["Bea", "Ada"]
    assert bea.id


def test_s3_clear_selection_from_the_inbox(desk: Page, cast: Cast, channel: Channel) -> None:
    marta = somebody(channel, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.keyboard.press("s")
    desk.get_by_role("button", name="Clear selection").click()
    expect(desk.locator("#thread-head .chip--button")).to_contain_text("No stage")
    expect(desk.locator(f"#row-{marta.id}")).to_contain_text("No stage")


def test_a_comment_calls_a_member_from_a_short_list(desk: Page, cast: Cast, channel: Channel) -> None:
    marta = somebody(channel, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.keyboard.press("c")
    desk.keyboard.type("Ask @mi")
    expect(desk.locator("#mentions > *")).to_have_count(1)
    expect(desk.locator("#mentions")).to_contain_text("Mina Mine")
    desk.keyboard.press("Enter")
    expect(desk.locator(WRITE)).to_have_value("Ask @Mina Mine ")
    desk.keyboard.type("please")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#flow .note")).to_contain_text("Ask @Mina Mine please")
    expect(desk.locator("#flow .mention")).to_have_text("@Mina Mine")
    expect(desk.locator("#outbox > *")).to_have_count(0)


def test_filters_change_the_list_and_the_address_alone(desk: Page, cast: Cast, channel: Channel) -> None:
    ada, bea = somebody(channel, "Ada"), somebody(channel, "Bea")
    payment = stage_named(cast.owner.workspace, "Payment")
    move_contact(bea, to=payment, by=robot(bea.workspace))
    go(desk, page_of(ada, cast.agent))
    desk.locator("#list-stages > summary").click()
    desk.locator("#list-stages").get_by_role("menuitemcheckbox", name="Payment").click()
    expect(desk.locator(f"#row-{ada.id}")).to_have_count(0)
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(ada.id))
    assert desk.url.endswith(page_of(ada, cast.agent, query=f"?stage={payment.id}"))
    desk.locator("#list-stages").get_by_role("menuitemcheckbox", name="Payment").click()
    expect(desk.locator(f"#row-{ada.id}")).to_have_attribute("id", f"row-{ada.id}")
    desk.keyboard.press("Escape")
    desk.keyboard.press("/")
    desk.keyboard.type("be")
    expect(desk.locator(f"#row-{ada.id}")).to_have_count(0)
    assert rows(desk) == ["Bea"]
    desk.keyboard.press("Escape")
    expect(desk.locator(f"#row-{ada.id}")).to_have_count(1)
    desk.go_back()
    expect(desk.locator(f"#row-{ada.id}")).to_have_count(0)
    expect(desk.locator("#list-stages > summary")).to_contain_text("Payment")


def test_back_and_forth_between_conversations(desk: Page, cast: Cast, channel: Channel) -> None:
    ada, bea = somebody(channel, "Ada"), somebody(channel, "Bea")
    go(desk, page_of(ada, cast.agent))
    desk.locator(f"#row-{bea.id}").click()
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(bea.id))
    desk.go_back()
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(ada.id))
    expect(desk.locator(".conv[aria-current]")).to_contain_text("Ada")
    desk.go_forward()
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(bea.id))


def test_older_messages_come_while_scrolling_and_stay(desk: Page, cast: Cast, channel: Channel) -> None:
    marta = somebody(channel, "Marta", *(f"Text {number:02}." for number in range(120)))
    go(desk, page_of(marta, cast.agent))
    for number in (60, 20, 0):
        expect(desk.locator(".thread .msg").first).to_be_visible()
        desk.locator(".thread__scroll").evaluate("place => place.scrollTo(0, -place.scrollHeight)")
        expect(desk.locator(".thread__inner").first).to_contain_text(f"Text {number:02}.")
    arrive(channel, "Marta", message("And one more."))
    expect(desk.locator("#flow")).to_contain_text("And one more.")
    texts = desk.locator(".thread .msg__text").all_inner_texts()
    assert texts == [f"Text {number:02}." for number in range(120)] + ["And one more."]


def test_what_one_may_see_no_longer_goes_away(
    server: WebServer, windows: Windows, cast: Cast, channel: Channel
) -> None:
    windows.expect_trouble("404")
    marta = somebody(channel, "Marta", "Secret")
    assign_contact(marta, to=cast.mine_only, by=robot(marta.workspace))
    page = windows.open(server.url)
    sign_in(page, server, cast.mine_only)
    go(page, page_of(marta, cast.mine_only))
    expect(page.locator("#flow")).to_contain_text("Secret")
    assign_contact(marta, to=cast.agent, by=robot(marta.workspace))
    expect(page.locator("#list")).to_contain_text("No conversations yet")
    expect(page.locator("body")).not_to_contain_text("Secret")


def test_on_a_phone_one_pane_at_a_time(
    server: WebServer, windows: Windows, cast: Cast, channel: Channel
) -> None:
    marta = somebody(channel, "Marta", "Ciao")
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.agent)
    go(page, inbox_of(cast.agent))
    page.locator(f"#row-{marta.id}").click()
    expect(page.locator("#flow")).to_be_visible()
    expect(page.locator("#list-pane")).to_be_hidden()
    page.locator(".thread__name a").click()
    expect(page.locator("#contact-pane")).to_contain_text("Activity")
    page.locator("#contact-pane").get_by_title("Close").click()
    expect(page.locator("#contact-pane")).to_be_hidden()
    page.get_by_title("Back to the list").click()
    expect(page.locator("#list-pane")).to_be_visible()
    expect(page.locator("#flow")).to_be_hidden()
    page.get_by_title("Inboxes").click()
    page.locator("#sidebar").get_by_role("link", name="Unassigned").click()
    expect(page.locator("h1")).to_have_text("Unassigned")


def acts_without_scripts(page: Page, marta: Contact, member: Member) -> None:
    page.goto(inbox_of(member))
    page.get_by_role("link", name="Marta").first.click()
    page.locator(WRITE).fill("Salve")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#flow .msg[data-dir=out]")).to_contain_text("Salve")
    page.get_by_text("Comment", exact=True).first.click()
    page.locator(WRITE).fill("Be quick")
    page.locator("#composer-comment").click()
    expect(page.locator("#flow .note")).to_contain_text("Be quick")
    page.locator("#assign-menu > summary").click()
    page.get_by_role("menuitemradio", name="Marco Manager").click()
    expect(page.locator("#assign-menu > summary")).to_contain_text("Marco")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("alert").or_(page.get_by_role("status")).get_by_role("button", name="Undo").click()
    expect(page.locator("#thread-head")).to_contain_text("Close")


def test_all_of_it_works_without_scripts(
    server: WebServer, windows: Windows, cast: Cast, channel: Channel
) -> None:
    marta = somebody(channel, "Marta")
    page = windows.open(server.url, scripts=False)
    sign_in(page, server, cast.agent)
    acts_without_scripts(page, marta, cast.agent)
    assert replies(marta) == ["Salve"]
