"""The Inbox in a real browser: by keyboard, by filter, on a phone, and without scripts (I3, I5, I8, S2, S3)."""

from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Member
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.core.acts import arrive, message, robot, stage_named
from tests.support.browser import PHONE, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import WRITE, go, replies, rows
from tests.web.inbox.reading import inbox_of, page_of, somebody


def test_i8_everything_frequent_has_a_key(desk: Page, cast: Cast, letterbox: Channel) -> None:
    ada, bea = somebody(letterbox, "Ada"), somebody(letterbox, "Bea")
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
    desk.keyboard.press("z")
    desk.locator("#snooze-menu button[name=until]").last.press("Enter")
    expect(desk.locator("#thread-head")).to_contain_text("Open")
    desk.keyboard.press("e")
    expect(desk.locator("#thread-head")).to_contain_text("Close")
    desk.keyboard.press("e")
    expect(desk.locator(f"#row-{ada.id}")).to_have_count(0)
    desk.keyboard.press("Control+z")
    expect(desk.locator(f"#row-{ada.id}")).to_have_count(1)
    desk.keyboard.press("r")
    desk.keyboard.type("js e")
    expect(desk.locator(WRITE)).to_have_value("js e")
    assert rows(desk) == ["Bea", "Ada"]
    assert bea.id


def test_s3_clear_selection_from_the_inbox(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.keyboard.press("s")
    desk.get_by_role("button", name="Clear selection").click()
    expect(desk.locator("#thread-head .chip--button")).to_contain_text("No stage")
    expect(desk.locator(f"#row-{marta.id}")).to_contain_text("No stage")


def test_filters_change_the_list_and_the_address_alone(desk: Page, cast: Cast, letterbox: Channel) -> None:
    ada, bea = somebody(letterbox, "Ada"), somebody(letterbox, "Bea")
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


def test_back_and_forth_between_conversations(desk: Page, cast: Cast, letterbox: Channel) -> None:
    ada, bea = somebody(letterbox, "Ada"), somebody(letterbox, "Bea")
    go(desk, page_of(ada, cast.agent))
    desk.locator(f"#row-{bea.id}").click()
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(bea.id))
    desk.go_back()
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(ada.id))
    expect(desk.locator(".conv[aria-current]")).to_contain_text("Ada")
    desk.go_forward()
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(bea.id))


def test_older_messages_come_while_scrolling_and_stay(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta", *(f"Text {number:02}." for number in range(120)))
    go(desk, page_of(marta, cast.agent))
    for number in (60, 20, 0):
        expect(desk.locator(".thread .msg").first).to_be_visible()
        desk.locator(".thread__scroll").evaluate("place => place.scrollTo(0, -place.scrollHeight)")
        expect(desk.locator(".thread__inner").first).to_contain_text(f"Text {number:02}.")
    arrive(letterbox, "Marta", message("And one more."))
    expect(desk.locator("#flow")).to_contain_text("And one more.")
    texts = desk.locator(".thread .msg__text").all_inner_texts()
    assert texts == [f"Text {number:02}." for number in range(120)] + ["And one more."]


def test_on_a_phone_one_pane_at_a_time(
    server: WebServer, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    marta = somebody(letterbox, "Marta", "Ciao")
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.agent)
    go(page, inbox_of(cast.agent))
    page.locator(f"#row-{marta.id}").click()
    expect(page.locator("#flow")).to_be_visible()
    expect(page.locator("#list-pane")).to_be_hidden()
    page.locator(".thread__name a").click()
    expect(page.locator("#contact-pane")).to_contain_text("Activity")
    page.locator("#contact-pane").get_by_title("Back to the conversation").click()
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
    page.get_by_role("button", name="Marco Manager").click()
    expect(page.locator("#assign-menu > summary")).to_contain_text("Marco")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("alert").or_(page.get_by_role("status")).get_by_role("button", name="Undo").click()
    expect(page.locator("#thread-head")).to_contain_text("Close")


def test_all_of_it_works_without_scripts(
    server: WebServer, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    marta = somebody(letterbox, "Marta")
    page = windows.open(server.url, scripts=False)
    sign_in(page, server, cast.agent)
    acts_without_scripts(page, marta, cast.agent)
    assert replies(marta) == ["Salve"]
