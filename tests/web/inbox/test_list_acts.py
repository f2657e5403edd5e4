"""Rows of the list in a real browser: quick actions, a selection with Undo, a finger's swipe (I5, I6, I8, S7)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.core.acts import arrive, message, robot
from tests.support.axe import grave_faults
from tests.support.browser import PHONE, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import desk, go, letterbox, rows
from tests.web.inbox.reading import conversation_of, inbox_of, page_of, somebody

__all__ = ["desk", "letterbox"]


@pytest.fixture
def four(letterbox: Channel) -> list[Contact]:
    """Four who have written; the last is on top."""
    return [somebody(letterbox, name) for name in ("Ada", "Bea", "Cleo", "Dora")]


def row(page: Page, contact: Contact) -> Locator:
    """The contact's row."""
    return page.locator(f"#row-{contact.id}")


def open_inbox(server: WebServer, windows: Windows, member: Member) -> Page:
    """The member's browser at All."""
    page = windows.open(server.url)
    sign_in(page, server, member)
    go(page, inbox_of(member))
    return page


def test_quick_actions_of_the_row_under_the_pointer(desk: Page, cast: Cast, four: list[Contact]) -> None:
    go(desk, inbox_of(cast.agent))
    bea = row(desk, four[1])
    bea.hover()
    acts = bea.get_by_role("toolbar", name="Quick actions")
    assert grave_faults(desk) == []
    acts.get_by_title("Assign (A)").click()
    desk.get_by_role("dialog", name="Assign").get_by_role("button", name="Marco Manager").click()
    expect(bea.get_by_title("Marco Manager")).to_be_attached()
    acts.get_by_title("Move to another stage (S)").click()
    expect(desk.get_by_role("combobox", name="Find a stage")).to_be_focused()
    desk.keyboard.press("3")
    expect(bea).to_contain_text("Payment")
    acts.get_by_title("Close (E)").click()
    expect(desk.locator(".toast").last).to_contain_text("Closed the conversation with Bea")
    desk.locator("h1").hover()
    expect(bea).to_have_count(0)
    desk.keyboard.press("Control+z")
    expect(bea).to_have_count(1)


def test_keys_act_on_the_row_with_the_focus(desk: Page, cast: Cast, four: list[Contact]) -> None:
    """J, then Z, U and E are about that row, whatever conversation is open beside it."""
    go(desk, page_of(four[3], cast.agent))
    desk.locator("#list .conv").first.focus()
    desk.keyboard.press("j")
    expect(row(desk, four[2]).locator(".conv")).to_be_focused()
    desk.keyboard.press("z")
    desk.get_by_role("dialog", name="Snooze").get_by_role("button", name="Next week").press("Enter")
    expect(row(desk, four[2])).to_have_count(0)
    assert conversation_of(four[2]).status == "snoozed"
    expect(row(desk, four[1]).locator(".conv")).to_be_focused()
    desk.keyboard.press("e")
    expect(row(desk, four[1])).to_have_count(0)
    assert conversation_of(four[3]).status == "open"


def test_u_puts_a_read_conversation_aside(desk: Page, cast: Cast, four: list[Contact]) -> None:
    go(desk, page_of(four[3], cast.agent))
    dora = row(desk, four[3]).locator(".conv")
    expect(dora).not_to_have_attribute("data-unread", "")
    desk.keyboard.press("u")
    expect(dora).to_have_attribute("data-unread", "")
    desk.locator("#list .conv").first.focus()
    desk.keyboard.press("j")
    desk.keyboard.press("u")
    expect(row(desk, four[2]).locator(".conv")).not_to_have_attribute("data-unread", "")


def test_many_are_closed_by_keys_and_come_back_by_undo(desk: Page, cast: Cast, four: list[Contact]) -> None:
    go(desk, inbox_of(cast.agent))
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    bar = desk.get_by_role("toolbar", name="Selection")
    expect(bar).to_contain_text("2 selected")
    expect(bar.get_by_title("Assign (A)")).to_have_count(0)
    assert grave_faults(desk) == []
    row(desk, four[0]).locator(".conv").click(modifiers=["Shift"])
    expect(bar).to_contain_text("4 selected")
    desk.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    row(desk, four[3]).hover()
    row(desk, four[3]).get_by_role("checkbox").click()
    row(desk, four[2]).get_by_role("checkbox").click(modifiers=["Shift"])
    expect(bar).to_contain_text("2 selected")
    desk.keyboard.press("e")
    expect(desk.locator(".toast")).to_contain_text("Closed 2 conversations")
    desk.locator("h1").hover()
    expect(row(desk, four[3])).to_have_count(0)
    assert rows(desk) == ["Bea", "Ada"]
    desk.keyboard.press("Control+z")
    expect(row(desk, four[3])).to_have_count(1)
    assert rows(desk) == ["Dora", "Cleo", "Bea", "Ada"]


def test_a_manager_moves_and_assigns_a_selection(
    server: WebServer, windows: Windows, cast: Cast, four: list[Contact]
) -> None:
    page = open_inbox(server, windows, cast.manager)
    for contact in four[:2]:
        row(page, contact).hover()
        row(page, contact).get_by_role("checkbox").click()
    page.keyboard.press("s")
    expect(page.get_by_role("combobox", name="Find a stage")).to_be_focused()
    page.keyboard.press("4")
    expect(page.locator(".toast")).to_contain_text("2 contacts moved to Customer")
    for contact in four[:2]:
        expect(row(page, contact)).to_contain_text("Customer")
    expect(page.get_by_role("toolbar", name="Selection")).to_be_hidden()
    page.keyboard.press("Control+z")
    for contact in four[:2]:
        expect(row(page, contact)).to_contain_text("New Lead")
    row(page, four[0]).get_by_role("checkbox").click()
    row(page, four[1]).get_by_role("checkbox").click()
    page.get_by_role("toolbar", name="Selection").get_by_title("Assign (A)").click()
    page.get_by_role("dialog", name="Assign").get_by_role("button", name="Ada Agent").click()
    expect(row(page, four[1]).get_by_title("Ada Agent")).to_be_attached()


def test_a_selection_and_the_row_under_the_pointer_outlive_what_happens(
    desk: Page, cast: Cast, four: list[Contact], letterbox: Channel
) -> None:
    """A message puts another row on top, one of the selected is closed elsewhere (I6)."""
    go(desk, inbox_of(cast.agent))
    for contact in (four[0], four[1], four[2]):
        row(desk, contact).hover()
        row(desk, contact).get_by_role("checkbox").click()
    before = row(desk, four[2]).bounding_box()
    arrive(letterbox, "Ada", message("Me again"), first_name="Ada")
    expect(row(desk, four[0])).to_contain_text("Me again")
    assert row(desk, four[2]).bounding_box() == before
    expect(desk.locator("#selection")).to_contain_text("3 selected")
    close_conversation(four[1], by=robot(four[1].workspace))
    desk.locator("h1").hover()
    expect(row(desk, four[1])).to_have_count(0)
    expect(desk.locator("#selection")).to_contain_text("2 selected")
    assert rows(desk) == ["Ada", "Dora", "Cleo"]
    expect(row(desk, four[0]).get_by_role("checkbox")).to_be_checked()
    expect(row(desk, four[3]).get_by_role("checkbox")).not_to_be_checked()


def finger(page: Page, place: Locator, by: int, down: int = 0) -> None:
    """A finger that goes across the screen, as Chromium tells it."""
    box = place.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    points = [(x + by * step / 10, y + down * step / 10) for step in range(11)]
    for number, (left, top) in enumerate(points):
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": left, "y": top}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_swipe_closes_or_snoozes(
    server: WebServer, windows: Windows, cast: Cast, four: list[Contact]
) -> None:
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.agent)
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    go(page, inbox_of(cast.agent))
    finger(page, row(page, four[0]), 40)
    finger(page, row(page, four[0]), 0, down=60)
    expect(page.locator(".app")).to_have_attribute("data-pane", "list")
    assert conversation_of(four[0]).status == "open"
    finger(page, row(page, four[0]), 180)
    expect(page.locator(".toast")).to_contain_text("Closed the conversation with Ada")
    expect(row(page, four[0])).to_have_count(0)
    finger(page, row(page, four[1]), -180)
    page.get_by_role("dialog", name="Snooze").get_by_role("button", name="Tomorrow").click()
    expect(row(page, four[1])).to_have_count(0)
    assert conversation_of(four[1]).status == "snoozed"
    row(page, four[2]).click()
    expect(page.locator("#thread")).to_have_attribute("data-contact", str(four[2].id))


def test_a_finger_that_scrolls_a_long_list_swipes_nothing(
    server: WebServer, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    """On a phone; no finger goes quite straight."""
    crowd = [somebody(letterbox, f"Visitor {number}") for number in range(16)]
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.agent)
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    go(page, inbox_of(cast.agent))
    finger(page, row(page, crowd[9]), 110, down=-260)
    page.wait_for_function("document.querySelector('#list').scrollTop > 150")
    expect(page.locator("#list [data-swipe]")).to_have_count(0)
    assert conversation_of(crowd[9]).status == "open"
    expect(page.locator(".app")).to_have_attribute("data-pane", "list")


def test_the_way_back_on_a_phone_is_a_step_back(
    server: WebServer, windows: Windows, cast: Cast, four: list[Contact]
) -> None:
    """By the arrow and by the phone's own; after the arrow the phone's own leaves the inbox."""
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.agent)
    page.goto(f"/w/{cast.agent.workspace.slug}/contacts")
    go(page, inbox_of(cast.agent))
    for back in (page.go_back, page.get_by_title("Back to the list").click):
        row(page, four[2]).click()
        expect(page.locator("#thread")).to_have_attribute("data-contact", str(four[2].id))
        expect(page).to_have_url(re.compile(f"/inbox/all/{conversation_of(four[2]).id}$"))
        back()
        expect(page.locator("#list-pane")).to_be_visible()
        expect(page).to_have_url(re.compile("/inbox/all$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/contacts$"))
