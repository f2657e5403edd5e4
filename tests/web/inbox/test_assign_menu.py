"""The menu of whom a contact is given to, searched in a real browser (I5, I6, I8, C2)."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.models import Member
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.core.acts import robot
from tests.support.axe import grave_faults
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import go
from tests.web.inbox.reading import inbox_of, page_of, somebody

EVERYBODY = 9


@pytest.fixture(autouse=True)
def many(cast: Cast) -> None:
    """So many that the menu has a search: five members, three teams."""
    for name in ("Sales", "Support"):
        create_team(cast.owner.workspace, name=name)


@pytest.fixture
def marta(letterbox: Channel, cast: Cast) -> Contact:
    """Somebody who has written, and whom the agent has."""
    contact = somebody(letterbox, "Marta")
    Standing.objects.filter(contact=contact).update(assignee=cast.agent)
    return contact


def assignee(contact: Contact) -> Member | None:
    return Standing.objects.get(workspace=contact.workspace, contact=contact).assignee


def words(menu: Locator) -> Locator:
    """The rows that are shown."""
    return menu.locator(".menu__item:visible")


def test_i5_each_time_it_opens_the_search_is_empty(desk: Page, cast: Cast, marta: Contact) -> None:
    """What was sought before would be part of what is typed, and find nobody."""
    go(desk, page_of(marta, cast.agent))
    menu = desk.locator("#assign-menu")
    search = menu.get_by_label("Find a member or a team")
    for sought in ("mar", "min"):
        desk.keyboard.press("a")
        desk.keyboard.type(sought)
        expect(search).to_have_value(sought)
        expect(words(menu)).to_have_count(1)
        desk.keyboard.press("Escape")
    menu.locator("summary").click()
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    expect(words(menu)).to_have_count(EVERYBODY)
    assert grave_faults(desk) == []
    desk.keyboard.type("màrc")
    desk.keyboard.press("Enter")
    expect(menu.locator("summary")).to_contain_text("Marco")
    assert assignee(marta) == cast.manager


def test_i5_nobody_is_found_like_others_and_no_match_does_nothing(
    desk: Page, cast: Cast, marta: Contact
) -> None:
    go(desk, page_of(marta, cast.agent))
    menu = desk.locator("#assign-menu")
    search = menu.get_by_label("Find a member or a team")
    desk.keyboard.press("a")
    expect(menu.get_by_text("Teams")).to_be_visible()
    expect(menu.get_by_text("Nothing matches")).to_be_hidden()
    search.fill("marc")
    expect(words(menu)).to_contain_text(["Marco Manager"])
    expect(menu.get_by_text("Teams"), "a heading goes with all below it").to_be_hidden()
    search.fill("sal")
    expect(words(menu)).to_contain_text(["Sales"])
    expect(menu.get_by_text("Teams")).to_be_visible()
    expect(menu.locator(".menu__rule:visible"), "nothing is above it").to_have_count(0)
    search.fill("a")
    expect(menu.locator(".menu__rule:visible")).to_have_count(1)
    search.fill("marcmarc")
    expect(words(menu)).to_have_count(0)
    expect(menu.get_by_text("Nothing matches")).to_be_visible()
    assert grave_faults(desk) == []
    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowDown")
    expect(search).to_be_focused()
    expect(menu).to_have_attribute("open", "")
    assert assignee(marta) == cast.agent
    search.fill("nob")
    expect(words(menu)).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(menu.locator("summary")).to_contain_text("Nobody")
    assert assignee(marta) is None


def test_i6_what_comes_live_is_filtered_by_what_is_typed(desk: Page, cast: Cast, marta: Contact) -> None:
    """In the thread's head and in the contact's details; a new team that does not match does not appear either."""
    workspace = cast.owner.workspace
    go(desk, page_of(marta, cast.agent))
    for place, menu in (
        ("Rossi", desk.locator("#assign-menu")),
        ("Bianchi", desk.locator("#detail-assignee")),
    ):
        menu.locator("summary").click()
        menu.get_by_label("Find a member or a team").fill("marc")
        expect(words(menu)).to_contain_text(["Marco Manager"])
        create_team(workspace, name=f"Team {place}")
        edit_contact(marta, {"last_name": place}, workspace=workspace, by=robot(workspace))
        expect(desk.locator(".thread__name")).to_have_text(f"Marta {place}")
        expect(desk.locator("#contact-pane h2")).to_have_text(f"Marta {place}")
        expect(menu.locator(".menu__item").filter(has_text=f"Team {place}"), "came along").to_have_count(1)
        expect(menu.get_by_label("Find a member or a team")).to_have_value("marc")
        expect(words(menu)).to_contain_text(["Marco Manager"])
        expect(menu.get_by_text("Teams")).to_be_hidden()
        desk.keyboard.press("Escape")


def test_i5_the_same_for_several_of_the_list(
    server: WebServer, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    """The menu of what is chosen is made anew each time it opens."""
    ada, bea = somebody(letterbox, "Ada"), somebody(letterbox, "Bea")
    page = windows.open(server.url)
    sign_in(page, server, cast.manager)
    go(page, inbox_of(cast.manager))
    for contact in (ada, bea):
        page.locator(f"#row-{contact.id}").hover()
        page.locator(f"#row-{contact.id}").get_by_role("checkbox").check()
    menu = page.get_by_role("dialog", name="Assign")
    search = menu.get_by_label("Find a member or a team")
    page.keyboard.press("a")
    expect(search).to_be_focused()
    page.keyboard.type("xyz")
    expect(menu.get_by_text("Nothing matches")).to_be_visible()
    page.keyboard.press("Enter")
    expect(words(menu)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    page.keyboard.press("a")
    expect(search).to_be_focused()
    page.keyboard.type("teo")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("2 ")
    assert (assignee(ada), assignee(bea)) == (cast.team_only, cast.team_only)
