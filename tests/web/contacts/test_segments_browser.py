"""Segments in a browser: counts that come after the page, two clicks to save, order by hand (C4), a stage that goes (L14)."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segments import segments_of
from tests.cast import Cast
from tests.core.acts import new_contact, new_segment, robot, stage_named
from tests.core.contacts.crowd import crowd_at
from tests.support.axe import grave_faults
from tests.support.browser import PHONE, Theme, Windows
from tests.support.running import eventually
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.contacts.test_browser import contacts_of


@pytest.fixture
def people(cast: Cast) -> list[Contact]:
    """Ada and Bea at Payment, Cleo at the default stage."""
    workspace = cast.owner.workspace
    paying = [
        new_contact(workspace, stage_named(workspace, "Payment"), first_name=name) for name in ("Ada", "Bea")
    ]
    return [*paying, new_contact(workspace, first_name="Cleo")]


@pytest.fixture
def segments(cast: Cast, people: list[Contact]) -> list[Segment]:
    """Three of them."""
    workspace = cast.owner.workspace
    return [
        new_segment(workspace, name, stage)
        for name, stage in (("Paying", "Payment"), ("Customers", "Customer"), ("Lost", "Cold Lead"))
    ]


@pytest.fixture
def page(server: WebServer, windows: Windows, cast: Cast) -> Page:
    """A window of the owner."""
    opened = windows.open(server.url)
    sign_in(opened, server, cast.owner)
    return opened


def row(page: Page, segment: Segment) -> Locator:
    return page.locator(f"#segment-{segment.id}")


def count_of(page: Page, segment: Segment) -> Locator:
    return page.locator(f"#segment-count-{segment.id}")


def names_in_order(cast: Cast) -> list[str]:
    return [each.name for each in segments_of(cast.owner.workspace_id)]


def test_c4_counts_are_live_and_a_segment_opens_without_a_new_page(
    page: Page, cast: Cast, people: list[Contact], segments: list[Segment]
) -> None:
    paying, customers, _lost = segments
    page.goto(contacts_of(cast.owner))
    expect(count_of(page, paying)).to_have_text("2")
    expect(count_of(page, customers)).to_have_text("0")
    page.evaluate("window.same = true")
    row(page, paying).locator("a").click()
    expect(page.locator("h1")).to_have_text("Paying")
    expect(page.locator("#contacts-rows > tr")).to_have_count(2)
    expect(row(page, paying).locator("a")).to_have_attribute("aria-current", "page")
    expect(page.locator("#side-all")).not_to_have_attribute("aria-current", "page")
    workspace = cast.owner.workspace
    move_contact(people[0], to=stage_named(workspace, "Customer"), by=robot(workspace))
    expect(count_of(page, paying)).to_have_text("1")
    expect(count_of(page, customers)).to_have_text("1")
    expect(page.locator("#contacts-rows > tr")).to_have_count(1)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Contacts")
    expect(page.locator("#side-all")).to_have_attribute("aria-current", "page")
    assert page.evaluate("window.same")


def test_c4_a_filter_becomes_a_segment_in_two_clicks(
    page: Page, windows: Windows, cast: Cast, people: list[Contact]
) -> None:
    """The name is typed where the caret is; what is refused says so in the dialog; an emoji is found by its name."""
    windows.expect_trouble("422")
    at_payment = f'{{"all":[["stage","hasAnyOf",[{stage_named(cast.owner.workspace, "Payment").id}]]]}}'
    page.goto(contacts_of(cast.owner, f"?filter={quote(at_payment)}"))
    page.get_by_role("link", name="Save as segment").click()
    name = page.get_by_role("textbox", name="Name of the segment")
    expect(name).to_be_focused()
    name.fill("\u200b")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write a name")).to_be_visible()
    name.fill("Paying")
    page.get_by_role("button", name="Emoji of the segment").click()
    page.get_by_role("combobox", name="Search emoji").fill("handshake")
    expect(page.locator(".emoji-option[data-active]")).to_have_text("🤝")
    page.keyboard.press("Enter")
    expect(page.locator(".dialog [data-emoji]")).to_have_text("🤝")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("🤝 Paying")
    made = segments_of(cast.owner.workspace_id).get()
    expect(page).to_have_url(re.compile(rf"segment={made.id}$"))
    expect(row(page, made).locator("a")).to_have_attribute("aria-current", "page")
    expect(count_of(page, made)).to_have_text("2")
    assert (made.name, made.emoji) == ("Paying", "🤝")


def test_c4_a_segment_without_a_filter_leads_to_the_filter(
    page: Page, cast: Cast, people: list[Contact]
) -> None:
    page.goto(contacts_of(cast.owner))
    page.get_by_role("link", name="New segment").click()
    asking = page.get_by_role("dialog", name="New segment")
    expect(asking).to_contain_text("Filter the contacts first")
    asking.get_by_role("link", name="Close").click()
    expect(page.get_by_role("link", name="New segment")).to_be_focused()
    page.get_by_role("link", name="New segment").click()
    asking.get_by_role("link", name="Filter").click()
    expect(asking).to_have_count(0)
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()


def test_c4_an_edit_is_shown_saved_and_taken_back(
    page: Page, cast: Cast, people: list[Contact], segments: list[Segment]
) -> None:
    paying = segments[0]
    called_cleo = quote('{"all":[["name","contains",["Cleo"]]]}')
    page.goto(contacts_of(cast.owner, f"?segment={paying.id}&filter={called_cleo}"))
    expect(page.get_by_text("Edited")).to_be_visible()
    page.locator("#contacts-title summary[title=Segment]").click()
    page.get_by_role("link", name="Back to what was saved").click()
    expect(page.locator("#contacts-rows > tr")).to_have_count(2)
    expect(page.get_by_text("Edited")).to_have_count(0)
    page.go_back()
    expect(page.get_by_text("Edited")).to_be_visible()
    page.locator("#contacts-title").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Edited")).to_have_count(0)
    expect(page.locator("#contacts-rows > tr")).to_have_count(1)
    expect(count_of(page, paying)).to_have_text("1")


def test_c4_order_by_keyboard_by_mouse_and_by_menu(page: Page, cast: Cast, segments: list[Segment]) -> None:
    page.goto(contacts_of(cast.owner, f"?segment={segments[0].id}"))
    expect(count_of(page, segments[2])).to_have_text("0")
    row(page, segments[2]).locator("a").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#segments-moves")).to_have_text("Lost is at place 2 of 3.")
    expect(row(page, segments[2]).locator("a")).to_be_focused()
    assert eventually(lambda: names_in_order(cast) == ["Paying", "Lost", "Customers"])
    source, target = row(page, segments[1]).bounding_box(), row(page, segments[0]).bounding_box()
    assert source
    assert target
    page.mouse.move(source["x"] + 60, source["y"] + 15)
    page.mouse.down()
    page.mouse.move(source["x"] + 60, source["y"] - 10, steps=4)
    page.mouse.move(target["x"] + 60, target["y"] + 4, steps=8)
    expect(page.locator("[data-segments] > li").first).to_contain_text(
        "Customers"
    )  # SortableJS follows some twenty times a second
    page.mouse.up()
    assert eventually(lambda: names_in_order(cast) == ["Customers", "Paying", "Lost"])
    expect(page.locator("h1")).to_have_text("Paying")  # a drag opens nothing
    page.locator("#contacts-title summary[title=Segment]").click()
    page.get_by_role("button", name="Move up").click()
    assert eventually(lambda: names_in_order(cast) == ["Paying", "Customers", "Lost"])
    expect(page.locator("[data-segments] > li").first).to_contain_text("Paying")
    expect(count_of(page, segments[1])).to_have_text("0")


def test_l14_the_deletion_of_a_stage_names_its_segments_and_they_say_that_they_are_broken(
    page: Page, cast: Cast, people: list[Contact], segments: list[Segment]
) -> None:
    paying, customers, _lost = segments
    slug = cast.owner.workspace.slug
    payment = stage_named(cast.owner.workspace, "Payment")
    page.goto(f"/w/{slug}/settings/lifecycle")
    used = page.locator(f"#stage-{payment.id} .stage-row__uses")
    used.locator("summary").click()
    expect(used.get_by_role("link", name="Paying")).to_have_attribute(
        "href", f"/w/{slug}/contacts?segment={paying.id}"
    )
    page.keyboard.press("Escape")
    page.locator(f"#stage-{payment.id} summary[title=Menu]").click()
    page.get_by_role("link", name="Delete…").click()
    expect(page.locator(".deletion .used-in")).to_have_text("Paying")
    page.locator(".deletion .btn--danger").click()
    expect(page.locator(f"#stage-{payment.id}")).to_have_count(0)
    page.goto(contacts_of(cast.owner, ""))
    expect(row(page, paying)).to_contain_text("broken")
    expect(row(page, customers)).not_to_contain_text("broken")
    expect(count_of(page, paying)).to_have_text("0")
    row(page, paying).locator("a").click()
    expect(page.locator(".cond__reason")).to_have_text("This stage is gone.")
    expect(page.locator("#contacts-rows > tr")).to_have_count(0)


def test_c4_a_lost_segment_is_moved_back_at_once(
    page: Page, cast: Cast, people: list[Contact], segments: list[Segment]
) -> None:
    """Only where it asks for lost contacts, and nobody but these; and it can be taken back."""
    workspace = cast.owner.workspace
    others = {each.id: each.standing.stage_id for each in people[2:]}
    for contact in people[:2]:
        move_contact(contact, to=stage_named(workspace, "Cold Lead"), by=robot(workspace))
    page.goto(contacts_of(cast.owner, f"?segment={segments[1].id}"))
    expect(page.locator("h1")).to_have_text("Customers")
    expect(page.get_by_text("Move them back to…")).to_have_count(0)
    row(page, segments[2]).locator("a").click()
    expect(page.locator("#contacts-rows > tr")).to_have_count(2)
    page.get_by_text("Move them back to…").click()
    page.locator("#contacts-title").get_by_role("button", name="Hot Lead").click()
    expect(page.locator("#contacts-rows > tr")).to_have_count(0)
    hot = stage_named(workspace, "Hot Lead").id
    assert [Contact.objects.get(id=each.id).standing.stage_id for each in people[:2]] == [hot, hot]
    assert {id_: Contact.objects.get(id=id_).standing.stage_id for id_ in others} == others


def test_s5_all_of_a_segment_are_only_those_in_it(
    page: Page, cast: Cast, people: list[Contact], segments: list[Segment]
) -> None:
    """C4: and what was chosen of one segment is not chosen of the next."""
    workspace = cast.owner.workspace
    crowd_at(workspace, stage_named(workspace, "Payment"), 58)
    crowd_at(workspace, stage_named(workspace, "Customer"), 60)
    page.goto(contacts_of(cast.owner, f"?segment={segments[1].id}"))
    bar = page.get_by_role("toolbar", name="Chosen contacts")
    for segment in (segments[1], segments[0]):
        row(page, segment).locator("a").click()
        expect(page.locator("h1")).to_have_text(segment.name)
        expect(bar).to_be_hidden()
        page.get_by_label("Select this page").click()
        bar.get_by_role("button", name="Select all 60").click()
        expect(bar).to_contain_text("60 selected")
    bar.get_by_role("link", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete contacts").click()
    expect(page.get_by_text("60 contacts deleted").first).to_be_visible()
    left = Standing.objects.filter(workspace=workspace, is_deleted=False)
    assert left.filter(stage__name="Payment").count() == 0
    assert left.count() == 61, "the customers, and Cleo"


def test_a_segment_is_deleted_by_its_menu(
    page: Page, windows: Windows, cast: Cast, segments: list[Segment]
) -> None:
    windows.expect_trouble("404")  # its count may be asked for once more
    page.goto(contacts_of(cast.owner, f"?segment={segments[1].id}"))
    page.locator("#contacts-title summary[title=Segment]").click()
    page.get_by_role("link", name="Delete…").click()
    page.get_by_role("button", name="Delete segment").click()
    expect(page.locator("h1")).to_have_text("Contacts")
    expect(row(page, segments[1])).to_have_count(0)
    assert names_in_order(cast) == ["Paying", "Lost"]


def test_on_a_phone_segments_are_among_the_lists(
    server: WebServer, windows: Windows, cast: Cast, people: list[Contact], segments: list[Segment]
) -> None:
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.owner)
    page.goto(contacts_of(cast.owner, ""))
    page.get_by_role("link", name="Lists").click()
    page.get_by_role("navigation", name="Contacts").get_by_role("link", name="Paying").click()
    expect(page.locator("h1")).to_have_text("Paying")
    expect(page.locator("#contacts-rows > tr")).to_have_count(2)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_segments_are_sound_in_both_looks(
    server: WebServer, windows: Windows, cast: Cast, segments: list[Segment], theme: Theme
) -> None:
    page = windows.open(server.url, theme=theme)
    sign_in(page, server, cast.owner)
    page.goto(contacts_of(cast.owner, f"?segment={segments[0].id}"))
    expect(count_of(page, segments[2])).to_have_text("0")
    assert grave_faults(page) == []
    page.locator("#contacts-title summary[title=Segment]").click()
    page.get_by_role("link", name="Duplicate…").click()
    expect(page.get_by_role("textbox", name="Name of the segment")).to_be_focused()
    assert grave_faults(page) == []
