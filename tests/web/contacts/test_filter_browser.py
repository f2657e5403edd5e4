"""The chips of the filter in a browser (C3, L14): made and changed by mouse and keyboard, kept in the address."""

import re
from urllib.parse import quote

import msgspec
import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.core.accounts.models import Member
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.tag_checks import TagDefinition
from tests.cast import Cast
from tests.core.acts import new_contact, robot, stage_named
from tests.support.axe import grave_faults
from tests.support.browser import PHONE, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer


@pytest.fixture(autouse=True)
def people(cast: Cast) -> None:
    """Ada is a customer, Bea pays, Cleo stands nowhere."""
    workspace = cast.owner.workspace
    for name, stage in (("Ada", "Customer"), ("Bea", "Payment"), ("Cleo", None)):
        new_contact(workspace, stage_named(workspace, stage) if stage else None, first_name=name)


class Chips:
    """The manager at the table."""

    def __init__(self, page: Page, member: Member) -> None:
        self.page, self.member = page, member

    def open(self, filter_: object = None) -> None:
        """The table with this filter."""
        word = f"&filter={quote(msgspec.json.encode(filter_).decode())}" if filter_ else ""
        self.page.goto(f"/w/{self.member.workspace.slug}/contacts?sort=name{word}")

    def stage(self, name: str) -> int:
        """The id of a stage."""
        return stage_named(self.member.workspace, name).id

    @property
    def all(self) -> Locator:
        """All chips."""
        return self.page.locator("#contacts-filter .cond")

    @property
    def editor(self) -> Locator:
        """The open editor."""
        return self.page.locator(".picker--editor")

    def expect_names(self, *names: str) -> None:
        """Who is in the table."""
        expect(self.page.locator("#contacts-rows .table__name .truncate")).to_have_text(list(names))


@pytest.fixture
def chips(server: WebServer, windows: Windows, cast: Cast) -> Chips:
    page = windows.open(server.url)
    sign_in(page, server, cast.manager)
    return Chips(page, cast.manager)


def test_a_filter_is_made_by_keyboard_alone(chips: Chips) -> None:
    """C3: F, type, Enter, tick, Enter; the address says it, so that back, forward and reload find it again."""
    chips.open()
    chips.page.keyboard.press("f")
    expect(chips.editor.get_by_role("combobox", name="Find a field")).to_be_focused()
    chips.page.keyboard.type("sta")
    chips.page.keyboard.press("Enter")
    expect(chips.editor.get_by_role("checkbox")).to_have_count(6)
    expect(chips.editor.get_by_role("checkbox").first).to_be_focused()
    for _step in range(2):
        chips.page.keyboard.press("ArrowDown")
    chips.page.keyboard.press("Space")
    expect(chips.editor.get_by_role("checkbox", name="Payment")).to_be_checked()
    chips.page.keyboard.press("Enter")
    expect(chips.all).to_have_text([re.compile(r"Stage\s*is any of\s*💳Payment")])
    chips.expect_names("Bea")
    expect(chips.page).to_have_url(re.compile(r"filter="))
    chips.page.reload()
    chips.expect_names("Bea")
    chips.page.go_back()
    chips.expect_names("Ada", "Bea", "Cleo")
    chips.page.go_forward()
    chips.expect_names("Bea")
    expect(chips.all).to_have_count(1)


def test_each_part_of_a_chip_is_changed_where_it_stands(chips: Chips) -> None:
    chips.open({"all": [["stage", "hasAnyOf", [chips.stage("Payment")]]]})
    chips.page.get_by_role("button", name="Payment").click()
    expect(chips.editor.get_by_role("checkbox", name="Payment")).to_be_checked()
    chips.editor.get_by_text("Customer").click()
    chips.editor.get_by_role("button", name="Done").click()
    chips.expect_names("Ada", "Bea")
    expect(chips.editor).to_have_count(0)
    chips.page.get_by_role("button", name="is any of").click()
    chips.editor.get_by_role("button", name="is none of").click()
    chips.expect_names("Cleo")
    chips.page.get_by_role("button", name="Stage", exact=True).click()
    chips.editor.get_by_role("combobox").fill("náme")
    chips.editor.get_by_role("button", name="Name", exact=True).click()
    chips.editor.get_by_role("textbox", name="Value").fill("ad")
    chips.page.keyboard.press("Enter")
    chips.expect_names("Ada")
    chips.page.get_by_role("button", name="Remove: Name").click()
    chips.expect_names("Ada", "Bea", "Cleo")
    expect(chips.page.locator("#contacts-filter")).to_have_count(0)


def test_enter_does_nothing_where_nothing_matches(chips: Chips) -> None:
    """C3: the editor stays, and says that nothing matches; only with nothing sought it is done."""
    for name in "abcdefgh":
        create_tag(TagDefinition(name=f"Tag {name}"), by=robot(chips.member.workspace))
    chips.open()
    chips.page.keyboard.press("f")
    expect(chips.editor.get_by_role("combobox", name="Find a field")).to_be_focused()
    chips.page.keyboard.type("tag")
    chips.page.keyboard.press("Enter")
    search = chips.editor.get_by_role("combobox", name="Find", exact=True)
    expect(search).to_be_focused()
    search.fill("tag c")
    chips.page.keyboard.press("Enter")
    expect(chips.editor.get_by_role("checkbox", name="Tag c")).to_be_checked()
    expect(search).to_have_value("")
    search.fill("xyz")
    expect(chips.editor.get_by_text("Nothing matches")).to_be_visible()
    chips.page.keyboard.press("Enter")
    chips.page.wait_for_timeout(300)
    expect(search).to_have_value("xyz")
    search.fill("")
    chips.page.keyboard.press("Enter")
    expect(chips.all).to_have_text([re.compile(r"Tag c")])


def test_what_is_chosen_counts_when_one_turns_away_and_escape_takes_it_back(chips: Chips) -> None:
    chips.open({"all": [["stage", "hasAnyOf", [chips.stage("Payment")]]]})
    value = chips.page.locator(".cond__value")
    value.click()
    chips.editor.get_by_text("Customer").click()
    chips.page.keyboard.press("Escape")
    expect(chips.editor).to_have_count(0)
    expect(value).to_be_focused()
    chips.expect_names("Bea")
    value.click()
    expect(chips.editor.get_by_role("checkbox", name="Customer")).not_to_be_checked()
    chips.editor.get_by_text("Customer").click()
    chips.page.locator("h1").click()
    chips.expect_names("Ada", "Bea")


def test_groups_are_made_joined_and_left(chips: Chips) -> None:
    chips.open({"all": [["name", "contains", ["ad"]], ["stage", "exists", []]]})
    chips.expect_names("Ada")
    chips.page.get_by_role("button", name="Name", exact=True).click()
    chips.editor.get_by_role("button", name="Put into a group").click()
    group = chips.page.get_by_role("group", name="Group")
    group.get_by_role("button", name="Add a condition to this group").click()
    chips.editor.get_by_role("button", name="Stage", exact=True).click()
    chips.editor.get_by_label("Comparison").select_option("is not set")
    expect(chips.editor.get_by_role("checkbox")).to_have_count(0)
    chips.editor.get_by_role("button", name="Done").click()
    expect(group.locator(".joiner")).to_have_text("or")
    chips.page.locator("#contacts-filter .filters__chips > .joiner").click()
    expect(chips.page.locator("#contacts-filter .filters__chips > .joiner")).to_have_text("or")
    chips.expect_names("Ada", "Bea", "Cleo")
    group.locator(".joiner").click()
    expect(group.locator(".joiner")).to_have_text("and")
    chips.expect_names("Ada", "Bea")
    group.get_by_role("button", name="Remove this group").click()
    expect(chips.all).to_have_count(1)


def test_a_wrong_value_is_told_where_it_was_written(chips: Chips, windows: Windows) -> None:
    windows.expect_trouble("422")
    chips.open()
    chips.page.keyboard.press("f")
    chips.editor.get_by_role("button", name="Created").click()
    chips.editor.get_by_label("Comparison").select_option("is between")
    chips.editor.get_by_label("From").fill("2026-11-30")
    chips.editor.get_by_label("To").fill("2026-11-01")
    chips.editor.get_by_role("button", name="Done").click()
    expect(chips.editor.get_by_role("alert")).to_have_text(
        "The first value must not be greater than the second."
    )
    expect(chips.editor.get_by_label("From")).to_have_value("2026-11-30")
    chips.editor.get_by_label("From").fill("2026-10-30")
    chips.editor.get_by_role("button", name="Done").click()
    expect(chips.all).to_have_text([re.compile("30 Oct 2026 and 1 Nov 2026")])


def test_l14_a_broken_part_is_replaced(chips: Chips) -> None:
    chips.open({"all": [["stage", "hasAnyOf", [9_007_199_254_740_000]]]})
    expect(chips.page.get_by_text("This filter is broken")).to_be_visible()
    chips.page.get_by_role("button", name="This stage is gone.", exact=True).click()
    chips.editor.get_by_role("button", name="Stage", exact=True).click()
    chips.editor.get_by_text("Customer").click()
    chips.editor.get_by_role("button", name="Done").click()
    chips.expect_names("Ada")


def test_on_a_phone_the_bar_folds_and_the_editor_is_a_sheet(
    server: WebServer, windows: Windows, cast: Cast
) -> None:
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.manager)
    chips = Chips(page, cast.manager)
    chips.open({"all": [["stage", "hasAnyOf", [chips.stage("Payment")]], ["name", "contains", ["b"]]]})
    fold = page.get_by_role("button", name="2 filters")
    expect(chips.all.first).to_be_hidden()
    fold.click()
    expect(chips.all.first).to_be_visible()
    page.locator(".cond__value").first.click()
    expect(chips.editor).to_be_visible()
    box = chips.editor.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    chips.editor.get_by_text("Customer").click()
    chips.editor.get_by_role("button", name="Done").click()
    expect(chips.editor).to_have_count(0)
    expect(chips.all.first).to_be_visible()
    chips.expect_names("Bea")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_keeps_people_out(chips: Chips, theme: str) -> None:
    chips.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    stage = chips.stage("Payment")
    chips.open(
        {
            "all": [
                ["stage", "hasAnyOf", [stage, 0]],
                {"any": [["shoe", "exists", []], ["name", "contains", ["b"]]]},
                ["last_interaction", "isMoreThanDaysAgo", [30]],
            ]
        }
    )
    expect(chips.all).to_have_count(4)
    assert grave_faults(chips.page) == []
    for opener in ("Last interaction", "more than", "30 days ago"):
        chips.page.locator("#contacts-filter").get_by_role("button", name=opener, exact=True).click()
        expect(chips.editor.locator("form")).to_be_visible()
        assert grave_faults(chips.page) == []
        chips.page.keyboard.press("Escape")
    chips.page.locator(".cond__value").first.click()
    expect(chips.editor.get_by_role("checkbox").first).to_be_visible()
    assert grave_faults(chips.page) == []
