"""The contact pane in a browser: fields in place, tags and Undo beside a draft, while others work too (I4, I6, S7); on a
phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.contacts.tags import tags_of
from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.core.acts import arrive, message, robot, stage_named
from tests.support.axe import grave_faults
from tests.support.browser import DESK, PHONE, Theme, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import WRITE, go
from tests.web.inbox.reading import page_of, somebody


@pytest.fixture
def marta(letterbox: Channel) -> Contact:
    """Somebody who has written."""
    return somebody(letterbox, "Marta", "Ciao")


def test_i4_a_field_is_changed_beside_a_draft_while_others_work(
    desk: Page, windows: Windows, cast: Cast, letterbox: Channel, marta: Contact
) -> None:
    """What another writes appears, but not under the fingers of whoever writes there: they are told, and choose."""
    windows.expect_trouble("409")
    workspace = marta.workspace
    go(desk, page_of(marta, cast.agent))
    desk.locator(WRITE).fill("Not sent yet")
    pane = desk.locator("#contact-pane")
    pane.locator(".scroll").evaluate("scroll => (scroll.scrollTop = 60)")
    last = pane.get_by_label("Last name", exact=True)
    last.fill("Byron")
    edit_contact(marta, {"last_name": "Lovelace"}, workspace=workspace, by=robot(workspace))
    arrive(letterbox, "Marta", message("Are you there?"), first_name="Marta")
    expect(pane.locator("h2")).to_have_text("Marta Lovelace")
    expect(desk.locator("#flow")).to_contain_text("Are you there?")
    expect(last).to_be_focused()
    expect(last).to_have_value("Byron")
    assert pane.locator(".scroll").evaluate("scroll => scroll.scrollTop") == pytest.approx(60, abs=2)
    desk.keyboard.press("Enter")
    error = pane.locator("#detail-last_name .field__error")
    expect(error).to_contain_text("Somebody else wrote Lovelace")
    pane.get_by_label("Last name", exact=True).focus()
    desk.keyboard.press("Enter")
    expect(error).to_have_count(0)
    for place in ("#contact-pane h2", ".thread__name", f"#row-{marta.id} .conv__name"):
        expect(desk.locator(place)).to_have_text("Marta Byron")
    expect(desk.locator(WRITE)).to_have_value("Not sent yet")
    email = pane.get_by_label("E-mail", exact=True)
    email.fill("nonsense")
    desk.keyboard.press("Escape")
    expect(email).to_have_value("")


def test_what_is_refused_after_one_has_gone_on_is_told(
    desk: Page, windows: Windows, cast: Cast, letterbox: Channel, marta: Contact
) -> None:
    windows.expect_trouble("400")
    bea = somebody(letterbox, "Bea")
    go(desk, page_of(marta, cast.agent))
    desk.locator("#contact-pane").get_by_label("E-mail", exact=True).fill("nonsense")
    desk.locator(f"#row-{bea.id} .conv").click()
    expect(desk.locator("#contact-pane h2")).to_have_text("Bea")
    expect(desk.get_by_role("alert")).to_contain_text("E-mail: Write an e-mail address")


def test_i4_tags_activity_and_undo_stand_beside_the_thread(desk: Page, cast: Cast, marta: Contact) -> None:
    by = robot(marta.workspace)
    for name in ("Hot Lead", "Payment", "Customer"):
        move_contact(marta, to=stage_named(marta.workspace, name), by=by)
    go(desk, page_of(marta, cast.agent))
    pane = desk.locator("#contact-pane")
    add = pane.get_by_role("combobox", name="Add a tag")
    for name in ("walnut", "Milan fair"):
        add.fill(name)
        desk.keyboard.press("Enter")
        expect(pane.locator(".tags > .tag", has_text=name)).to_be_visible()
        expect(add).to_have_value("")
    pane.get_by_role("button", name="Remove walnut").click()
    expect(pane.locator(".tags > .tag")).to_have_count(1)
    assert [tag.name for tag in tags_of(marta)] == ["Milan fair"]
    entries = pane.locator(".activity > li")
    expect(entries).to_have_count(5)
    pane.get_by_role("link", name="Show older activity").click()
    expect(entries.last).to_contain_text("Marta")
    expect(pane.get_by_role("link", name="Show older activity")).to_have_count(0)
    pane.get_by_role("link", name="Moves").click()
    expect(entries).to_have_count(4)
    pane.locator(".stagebar").get_by_role("button", name="Undo").click()
    expect(pane.locator(".stagebar__now b")).to_have_text("Payment")
    expect(desk.locator("#thread-head .chip--button")).to_contain_text("Payment")
    expect(entries).to_have_count(5)
    expect(pane.get_by_role("link", name="Moves")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pane_on_a_phone_is_a_step_from_the_thread_and_back(
    server: WebServer, windows: Windows, cast: Cast, marta: Contact, theme: Theme
) -> None:
    """By its arrow and by the phone's own way back; what was begun in the composer stays."""
    page = windows.open(server.url, size=PHONE, theme=theme)
    sign_in(page, server, cast.agent)
    go(page, page_of(marta, cast.agent))
    page.locator(WRITE).fill("Not sent yet")
    pane = page.locator("#contact-pane")
    for back in (page.go_back, pane.get_by_title("Back to the conversation").click):
        page.locator(".thread__name a").click()
        expect(pane.locator("h2")).to_be_in_viewport()
        back()
        expect(pane).to_be_hidden()
        expect(page.locator(WRITE)).to_have_value("Not sent yet")
    page.locator(".thread__name a").click()
    pane.get_by_label("Last name", exact=True).fill("Iglesias")
    page.keyboard.press("Enter")
    expect(pane.locator("h2")).to_have_text("Marta Iglesias")
    assert grave_faults(page) == []
    page.set_viewport_size(DESK)
    expect(page).to_have_url(re.compile("#contact-pane$"))
    assert grave_faults(page) == []
