"""The palette and the keys in a real browser (I8): every action with its key, every place one may go, people by typing."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.core.acts import new_contact, robot
from tests.support.axe import grave_faults
from tests.support.browser import PHONE, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import WRITE, desk, go, letterbox
from tests.web.inbox.reading import inbox_of, page_of, somebody

__all__ = ["desk", "letterbox"]

ONLINE = "html[data-live-state=online]"  # its scripts run
OPTION = "#palette [role=option]:visible"


def chosen(page: Page) -> str:
    """The words of the active option."""
    return page.locator("#palette [aria-selected=true]").inner_text()


def test_i8_the_palette_has_every_action_with_its_key(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.keyboard.press("Control+k")
    field = desk.get_by_role("combobox", name="Search or jump to")
    expect(field).to_be_focused()
    expect(desk.locator("#palette [data-places]")).to_be_attached()
    acts = desk.locator("#palette [data-part=acts]")
    for words, key in {
        "Reply": "R",
        "Comment": "C",
        "Assign": "A",
        "Close conversation": "E",
        "Snooze": "Z",
        "Move to another stage": "S",
        "Go to Contacts": "G\\s*C",
        "Keys": "\\?",
    }.items():
        row = acts.get_by_role("option").filter(has=desk.get_by_text(words, exact=True))
        expect(row).to_have_count(1)
        expect(row.locator(".kbds")).to_have_text(re.compile(f"^\\s*{key}\\s*$"))
    assert grave_faults(desk) == []
    field.fill("clos conv")
    expect(desk.locator(OPTION)).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog", name="Search or jump to")).to_be_hidden()
    expect(desk.locator("#thread-head")).to_contain_text("Open")


def test_arrows_walk_and_places_and_people_are_found(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, inbox_of(cast.agent))
    desk.get_by_role("button", name="Search or jump to").first.click()
    expect(desk.locator("#palette [data-places]")).to_be_attached()
    desk.keyboard.type("new le")
    expect(desk.locator(OPTION)).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("New Lead")
    expect(desk.locator(ONLINE)).to_be_attached()
    desk.keyboard.press("Control+k")
    desk.keyboard.type("márt")
    expect(desk.locator("#palette [data-found] [role=option]")).to_have_count(2)
    assert "Marta" in chosen(desk)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("Enter")
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(marta.id))
    expect(desk.locator(ONLINE)).to_be_attached()
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette [data-recent] [role=option]")).to_contain_text(["Marta"])
    desk.keyboard.press("Escape")
    expect(desk.locator("#palette")).to_be_hidden()
    desk.keyboard.press("Control+k")
    desk.keyboard.type("zzz nobody")
    expect(desk.locator("#palette [data-nothing]")).to_be_visible()


def test_an_agent_finds_and_remembers_only_whom_they_see(
    server: WebServer, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    marta = somebody(letterbox, "Marta")
    assign_contact(marta, to=cast.mine_only, by=robot(marta.workspace))
    page = windows.open(server.url)
    sign_in(page, server, cast.mine_only)
    go(page, page_of(marta, cast.mine_only))
    go(page, inbox_of(cast.mine_only))
    assign_contact(marta, to=cast.owner, by=robot(marta.workspace))
    go(page, inbox_of(cast.mine_only))
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [data-places]")).to_be_attached()
    expect(page.locator("#palette [data-recent] [role=option]")).to_have_count(0)
    page.keyboard.type("marta")
    expect(page.locator("#palette [data-nothing]")).to_be_visible()


def test_no_key_acts_while_one_types(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.keyboard.press("r")
    expect(desk.locator(WRITE)).to_be_focused()
    desk.keyboard.type("rcaezs[]ux?gi/f")
    expect(desk.locator(WRITE)).to_have_value("rcaezs[]ux?gi/f")
    expect(desk.locator("#thread-head")).to_contain_text("Close")
    expect(desk.locator("dialog[open], details[data-menu][open], .picker")).to_have_count(0)
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator(WRITE)).to_be_focused()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette")).to_be_visible()
    # Both at once: the palette's field has no focus left over that would take the second for typed.
    desk.evaluate("""() => ["Escape", "?"].forEach((key) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))""")
    expect(desk.get_by_role("dialog", name="Keys that work here")).to_be_visible()


def test_stage_before_and_after_and_undo(desk: Page, cast: Cast, letterbox: Channel) -> None:
    """`[` and `]` go one step each, also twice before the server has answered (S2, S7, I8)."""
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    chip = desk.locator("#thread-head .chip--button")
    desk.keyboard.press("]")
    desk.keyboard.press("]")
    expect(chip).to_contain_text("Payment")
    desk.keyboard.press("[")
    expect(chip).to_contain_text("Hot Lead")
    desk.keyboard.press("[")
    expect(chip).to_contain_text("New Lead")
    expect(desk.locator(".toast")).to_have_count(4)
    desk.keyboard.press("Control+z")
    expect(chip).to_contain_text("Hot Lead")


def test_undo_outside_a_field_brings_no_search_back(desk: Page, cast: Cast) -> None:
    """Where nothing can be taken back, Ctrl Z is not the browser's: it would write a search of a while ago again (I8, C1)."""
    new_contact(cast.owner.workspace, first_name="Ferrari")
    ada = new_contact(cast.owner.workspace, first_name="Ada")
    go(desk, f"/w/{cast.owner.workspace.slug}/contacts")
    search = desk.locator(".contacts-search input[type=search]")
    search.press_sequentially("ferrari")
    expect(desk.locator(f"#contact-row-{ada.id}")).to_have_count(0)
    for _letter in "ferrari":
        desk.keyboard.press("Backspace")
    expect(desk.locator(f"#contact-row-{ada.id}")).to_be_visible()
    desk.keyboard.press("Control+z")
    expect(search, "in the field it is the browser's").not_to_have_value("")
    desk.keyboard.press("Control+Shift+z")
    expect(search).to_have_value("")
    for place in (desk.locator("h1"), desk.locator("details[data-menu]:visible > summary").first):
        place.click()
        desk.keyboard.press("Control+z")
        desk.wait_for_timeout(300)
        expect(search).to_have_value("")
    expect(desk.locator(f"#contact-row-{ada.id}")).to_be_visible()


def test_g_and_a_letter_go_to_a_page(desk: Page, cast: Cast, letterbox: Channel) -> None:
    somebody(letterbox, "Marta")
    go(desk, inbox_of(cast.agent))
    for keys, end in (("gc", "/contacts"), ("gi", "/inbox/")):
        desk.keyboard.press(keys[0])
        desk.keyboard.press(keys[1])
        desk.wait_for_url(f"**{end}**")
        expect(desk.locator(ONLINE)).to_be_attached()
    desk.keyboard.press("g")
    desk.keyboard.press("d")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys that work here")).to_be_visible()
    assert "/inbox/" in desk.url, "an agent has no dashboard to go to"


def test_the_list_of_keys_is_made_of_the_page(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keys that work here")
    for words in ("Next conversation", "Reply", "Snooze", "Move to Hot Lead", "Go to Inbox", "Keys"):
        expect(dialog.get_by_text(words, exact=True)).to_be_visible()
    assert grave_faults(desk) == []
    desk.keyboard.press("e")
    expect(desk.locator("#thread-head")).to_contain_text("Close")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_places_come_also_when_one_types_before_they_are_there(
    desk: Page, cast: Cast, letterbox: Channel
) -> None:
    somebody(letterbox, "Marta")
    go(desk, inbox_of(cast.agent))
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    desk.route("**/palette?recent=*", keep)
    with desk.expect_request("**/palette?recent=*"):
        desk.keyboard.press("Control+k")
    desk.keyboard.type("unassig")
    expect(desk.locator("#palette [data-nothing]")).to_be_visible()
    waiting[0].continue_()
    expect(desk.locator(OPTION)).to_have_count(1)


@pytest.mark.parametrize("path", ["contacts", "dashboard", "settings/general", "start", "inbox"])
def test_every_page_opens_the_palette_by_a_button(
    server: WebServer, windows: Windows, cast: Cast, path: str
) -> None:
    page = windows.open(server.url)
    sign_in(page, server, cast.owner)
    page.goto(f"/w/{cast.owner.workspace.slug}/{path}")
    page.get_by_role("button", name="Search or jump to").locator("visible=true").click()
    page.keyboard.type("lifecyc")
    expect(page.locator(OPTION).filter(has_text="Lifecycle")).to_have_count(1)


def test_on_a_phone_the_palette_is_in_the_tab_bar(
    server: WebServer, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    marta = somebody(letterbox, "Marta")
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.agent)
    go(page, inbox_of(cast.agent))
    page.locator(".rail__jump").click()
    expect(page.locator("#palette")).to_be_in_viewport(ratio=1)
    page.keyboard.type("mart")
    page.locator("#palette [data-found] [role=option]").first.click()
    expect(page.locator("#thread")).to_have_attribute("data-contact", str(marta.id))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
