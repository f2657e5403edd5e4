"""The table in a browser (C1): its columns, its keys, its search, and that it stays where it was."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tappa.core.accounts.models import Member
from tests.cast import Cast
from tests.core.acts import new_contact
from tests.support.axe import grave_faults
from tests.support.browser import Windows
from tests.support.running import eventually
from tests.support.signin import sign_in
from tests.support.web import WebServer


@pytest.fixture
def page(server: WebServer, windows: Windows, cast: Cast) -> Page:
    """The agent's window, at a table of forty."""
    for number in range(40):
        new_contact(
            cast.owner.workspace, first_name=f"N{number:02}", last_name="Žižek" if number == 7 else ""
        )
    opened = windows.open(server.url)
    sign_in(opened, server, cast.agent)
    opened.goto(f"/w/{cast.agent.workspace.slug}/contacts?sort=name")
    return opened


def expect_at(page: Page, name: str) -> None:
    """The focus is on this row."""
    expect(page.get_by_role("link", name=name)).to_be_focused()


def test_arrows_lead_through_the_rows(page: Page) -> None:
    """C1: also J and K, Home and End, by pages; Enter opens, and then J and K lead from contact to contact."""
    for key, name in (
        ("ArrowDown", "N00"), ("ArrowDown", "N01"), ("j", "N02"), ("k", "N01"), ("ArrowUp", "N00"), ("ArrowUp", "N00"),
        ("End", "N39"), ("j", "N39"), ("Home", "N00"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect_at(page, name)
    page.keyboard.press("PageDown")
    far = page.evaluate("document.activeElement.textContent")
    assert re.search("N(1[0-9]|2[0-9])", far)
    page.keyboard.press("PageUp")
    expect_at(page, "N00")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer h2")).to_have_text("N01")
    page.keyboard.press("j")
    expect(page.locator("#drawer h2")).to_have_text("N02")
    page.keyboard.press("Escape")
    expect_at(page, "N02")


def test_c1_the_list_stays_where_it_was_while_a_contact_opens_and_closes(page: Page) -> None:
    page.keyboard.press("End")
    expect_at(page, "N39")
    before = page.evaluate("document.getElementById('contacts-scroll').scrollTop")
    assert before > 0
    page.keyboard.press("Enter")
    expect(page.locator("#drawer h2")).to_have_text("N39")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_have_count(0)
    assert page.evaluate("document.getElementById('contacts-scroll').scrollTop") == before
    page.go_back()
    expect(page.locator("#drawer h2")).to_have_text("N39")
    page.go_forward()
    expect(page.locator("#drawer")).to_have_count(0)
    assert page.evaluate("document.getElementById('contacts-scroll').scrollTop") == before


def test_c1_one_goes_on_typing_while_the_table_follows(page: Page) -> None:
    """Accent-blind, a part of a word; Down leads from what was typed to whom it found."""
    page.keyboard.press("/")
    page.keyboard.type("zize", delay=20)
    expect(page.locator("#contacts-rows > tr")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("zize")
    page.keyboard.type("k")
    expect(page).to_have_url(re.compile("search=zizek"))
    expect(page.get_by_role("searchbox")).to_have_value("zizek")
    page.keyboard.press("ArrowDown")
    expect_at(page, "N07 Žižek")
    page.get_by_role("link", name="Created").click()
    expect(page).to_have_url(re.compile("search=zizek"))
    expect(page.locator("#contacts-rows > tr")).to_have_count(1)


def test_c1_columns_are_chosen_and_ordered_in_a_menu(page: Page, cast: Cast) -> None:
    """Each change counts at once, and the menu stays open."""
    heads = page.locator("#contacts-table thead th")
    page.get_by_title("Columns", exact=True).click()
    menu = page.locator("form[data-columns]")
    menu.get_by_role("checkbox", name="Phone").check()
    expect(heads).to_have_text(["Name", "Stage", "At stage", "Last message", "Assignee", "Created", "Phone"])
    menu.get_by_role("checkbox", name="At stage").uncheck()
    expect(heads).to_have_text(["Name", "Stage", "Last message", "Assignee", "Created", "Phone"])
    expect(menu).to_be_visible()
    grip = menu.get_by_role("button", name="Move the column Stage")
    grip.focus()
    page.keyboard.press("ArrowDown")
    expect(heads).to_have_text(["Name", "Last message", "Stage", "Assignee", "Created", "Phone"])
    expect(grip).to_be_focused()
    expect(page.locator("#columns-told")).to_have_text("Stage is at place 2 of 13.")
    assert grave_faults(page) == []
    drag(page, "Phone", "Last message")
    expect(heads).to_have_text(["Name", "Phone", "Last message", "Stage", "Assignee", "Created"])
    page.reload()
    expect(heads).to_have_text(["Name", "Phone", "Last message", "Stage", "Assignee", "Created"])
    page.get_by_title("Columns", exact=True).click()
    menu.get_by_role("button", name="Usual columns").click()
    expect(heads).to_have_text(["Name", "Stage", "At stage", "Last message", "Assignee", "Created"])
    assert Member.objects.get(id=cast.agent.id).contact_columns is None


def drag(page: Page, column: str, to: str) -> None:
    """Take a column by its grip to the place of another."""
    start, end = (
        page.get_by_role("button", name=f"Move the column {name}").bounding_box() for name in (column, to)
    )
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] - 8, steps=4)
    page.mouse.move(end["x"] + 8, end["y"] + 6, steps=20)
    page.mouse.move(end["x"] + 8, end["y"] + 2, steps=4)
    names = page.locator("form[data-columns] .columns__row .truncate")
    order = [column, to]  # SortableJS follows some twenty times a second
    assert eventually(lambda: [name for name in names.all_inner_texts() if name in order] == order)
    page.mouse.up()


def test_what_takes_long_is_seen_to_be_under_way(page: Page) -> None:
    """A thin line at the head of the rows, for as long as another part of the table is on its way."""
    held: list[Route] = []
    page.route("**/contacts/table?*", lambda route: held.append(route))  # noqa: PLW0108  Playwright wants one of Python
    with page.expect_request("**/contacts/table?*"):
        page.get_by_role("link", name="Created").click()
    table = page.locator("#contacts-table")
    expect(table).to_have_attribute("aria-busy", "true")
    expect(page.locator("#contacts-table > .loading")).to_have_css("visibility", "visible")
    for route in held:
        route.continue_()
    expect(table).not_to_have_attribute("aria-busy", "true")
    expect(page).to_have_url(re.compile("sort=-?created"))
