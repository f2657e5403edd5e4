"""The stages are a draft in the page until they are saved (L4, L5, L7, L8), in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tappa.core.accounts.grants import Restriction
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.queries import default_stage, stages_of
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.support.browser import PHONE, Windows
from tests.support.web import WebServer
from tests.web.settings.stages.editing import Desk
from tests.web.settings.visits import restrict


@pytest.fixture
def desk(windows: Windows, server: WebServer, cast: Cast) -> Desk:
    """The owner at the lifecycle page."""
    return Desk(windows, server, cast.owner)


def test_changes_are_marked_counted_and_saved_by_the_keyboard(desk: Desk, cast: Cast) -> None:
    """L4, L8: bar at the start edge and a word, the bar with the count, Ctrl S."""
    payment, cold = (stage_named(cast.owner.workspace, name) for name in ("Payment", "Cold Lead"))
    expect(desk.bar).to_be_hidden()
    desk.field(payment).fill("Quote")
    desk.field(cold, "description").fill("Gone")
    desk.page.get_by_role("button", name="Add lost stage").click()
    desk.page.keyboard.type("Out of area")
    assert desk.marks(payment) == ["Renamed"]
    assert desk.marks(cold) == ["Described anew"]
    assert desk.marks("new-1") == ["New"]
    expect(desk.row(payment)).to_contain_text("was “Payment”.")
    expect(desk.row(payment)).to_have_attribute("data-state", "changed")
    expect(desk.bar).to_contain_text("3 changes")
    expect(desk.page.locator("[data-meter]")).to_contain_text("6 of 20 stages")
    assert payment.name == stages_of(cast.owner.workspace_id)[2].name, "a draft changes nothing"
    desk.page.keyboard.press("Control+s")
    expect(desk.page.get_by_text("Lifecycle saved")).to_be_visible()
    expect(desk.bar).to_be_hidden()
    expect(desk.row("new-1")).to_have_count(0)
    expect(desk.page.locator("#last-change")).to_contain_text("Last changed by Olga Owner")
    stages = stages_of(cast.owner.workspace_id)
    assert [stage.name for stage in stages[2:]] == ["Quote", "Customer", "Cold Lead", "Out of area"]


def test_a_discarded_draft_changes_nothing(desk: Desk, cast: Cast) -> None:
    """L8."""
    hot = stage_named(cast.owner.workspace, "Hot Lead")
    desk.field(hot).fill("Warm")
    desk.choose(hot, "Move up")
    desk.choose(hot, "Set as default")
    desk.page.get_by_role("button", name="Add stage", exact=True).click()
    assert desk.marks(hot) == ["Renamed", "Moved up", "New default"]
    desk.bar.get_by_role("button", name="Discard").click()
    expect(desk.bar).to_be_hidden()
    expect(desk.row("new-1")).to_have_count(0)
    assert desk.names() == ["New Lead", "Hot Lead", "Payment", "Customer"]
    assert desk.marks(hot) == []
    desk.field(hot).fill("Warm")
    desk.field(hot).press("Escape")
    expect(desk.field(hot)).to_have_value("Hot Lead")
    expect(desk.bar).to_be_hidden()


def test_default_won_and_kind_by_the_menu(desk: Desk, cast: Cast) -> None:
    """L7, L11, L12: one default at most, only lifecycle stages; the default that becomes lost passes on."""
    first, hot, customer = (
        stage_named(cast.owner.workspace, name) for name in ("New Lead", "Hot Lead", "Customer")
    )
    desk.choose(first, "Change to lost stage")
    assert desk.names("lost") == ["Cold Lead", "New Lead"]
    assert desk.marks(first) == ["Now a lost stage"]
    assert desk.marks(hot) == ["New default"]
    expect(desk.row(hot).get_by_text("Default", exact=True)).to_be_visible()
    desk.row(first).locator("summary").click()
    expect(desk.row(first).get_by_text("Set as default")).to_be_hidden()
    desk.page.keyboard.press("Escape")
    desk.choose(customer, "Unset as won")
    assert desk.marks(customer) == ["No longer won"]
    desk.save()
    default = default_stage(cast.owner.workspace_id)
    assert default is not None
    assert default.name == "Hot Lead"
    assert [(stage.name, stage.is_won) for stage in stages_of(cast.owner.workspace_id)] == [
        ("Hot Lead", False),
        ("Payment", False),
        ("Customer", False),
        ("Cold Lead", False),
        ("New Lead", False),
    ]


def test_what_is_wrong_is_named_at_its_field(desk: Desk, windows: Windows, cast: Cast) -> None:
    """L4, L8: nothing typed is lost."""
    windows.expect_trouble("status of 422")
    hot, payment = (stage_named(cast.owner.workspace, name) for name in ("Hot Lead", "Payment"))
    desk.field(payment).fill("hot  LEAD")
    desk.field(hot, "description").fill("Typed meanwhile")
    desk.page.keyboard.press("Control+s")
    expect(desk.row(payment)).to_contain_text("Another stage of this kind has the name")
    expect(desk.field(payment)).to_be_focused()
    expect(desk.field(payment)).to_have_value("hot  LEAD")
    expect(desk.field(hot, "description")).to_have_value("Typed meanwhile")
    desk.field(payment).fill("Paid")
    desk.save()


def test_at_twenty_both_buttons_are_off_and_say_why(desk: Desk) -> None:
    """L5."""
    lost, step = (
        desk.page.get_by_role("button", name=name, exact=True) for name in ("Add lost stage", "Add stage")
    )
    for number in range(15):
        (lost if number % 2 else step).click()
    expect(desk.page.locator("[data-meter]")).to_contain_text("20 of 20 stages")
    for button in (lost, step):
        expect(button).to_be_disabled()
        expect(button).to_have_accessible_description(
            "20 stages is the most, both kinds together. Delete one to add another."
        )
    expect(desk.page.get_by_role("button", name="Unqualified")).to_be_hidden()
    desk.row("new-15").get_by_role("button", name="Remove").first.click()
    expect(lost).to_be_enabled()


def test_leaving_with_changes_asks(desk: Desk, cast: Cast) -> None:
    """L8: links of the page by a dialog, the browser by its own."""
    hot = stage_named(cast.owner.workspace, "Hot Lead")
    desk.field(hot).fill("Warm")
    members = desk.page.get_by_role("link", name="Members and teams")
    members.first.click()
    asks = desk.page.get_by_role("dialog", name="Leave without saving?")
    asks.get_by_role("button", name="Stay").click()
    expect(desk.field(hot)).to_have_value("Warm")
    desk.page.once("dialog", lambda dialog: dialog.dismiss())
    with desk.page.expect_event("dialog") as asked:
        desk.page.evaluate("setTimeout(() => location.assign('/workspaces'))")
    assert asked.value.type == "beforeunload"
    expect(desk.field(hot)).to_have_value("Warm")
    members.first.click()
    asks.get_by_role("button", name="Save and leave").click()
    expect(desk.page.get_by_role("heading", name="Members and teams")).to_be_visible()
    assert stages_of(cast.owner.workspace_id)[1].name == "Warm"


def test_a_live_refresh_loses_no_draft_and_brings_counts(desk: Desk, cast: Cast) -> None:
    """L2, L8: the switch and the counts are live while somebody edits; what they typed stays."""
    workspace = cast.owner.workspace
    first = stage_named(workspace, "New Lead")
    desk.field(first).fill("Being typed")
    new_contact(workspace)
    expect(desk.row(first).locator("[data-count-of]")).to_have_text("1")
    expect(desk.row(first).locator(".stage-row__count")).to_contain_text("contact")
    show_lifecycle(show=False, by=actor_of(cast.manager, Via.PAGE))
    expect(desk.page.get_by_role("switch", name="Show lifecycle stages")).not_to_be_checked()
    expect(desk.field(first)).to_have_value("Being typed")
    desk.save()
    desk.row(first).locator(".stage-row__count").click()
    expect(desk.page).to_have_url(
        re.compile(rf"/contacts\?filter=.*%22stage%22,%22hasAnyOf%22,\[{first.id}\]")
    )


def test_on_a_phone_all_of_it_fits_and_works(windows: Windows, server: WebServer, cast: Cast) -> None:
    """L4 to L8 on a phone."""
    desk = Desk(windows, server, cast.owner, size=PHONE)
    hot = stage_named(cast.owner.workspace, "Hot Lead")
    desk.choose(hot, "Move down")
    desk.field(hot).fill("Warm")
    desk.page.get_by_role("button", name="Add lost stage").click()
    desk.page.keyboard.type("Elsewhere")
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    desk.save()
    assert [stage.name for stage in stages_of(cast.owner.workspace_id)] == [
        "New Lead",
        "Payment",
        "Warm",
        "Customer",
        "Cold Lead",
        "Elsewhere",
    ]


def test_who_may_change_them_no_longer_loses_form_and_bar(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    """Section 8, on a page that was open when the right was taken away."""
    windows.expect_trouble("status of 403")
    desk = Desk(windows, server, cast.manager)
    desk.field(stage_named(cast.owner.workspace, "Hot Lead")).fill("Typed")
    restrict(cast.manager, Restriction.SPACE_SETTING)
    show_lifecycle(show=False, by=actor_of(cast.owner, Via.PAGE))
    expect(desk.page.locator("#stages")).to_have_count(0)
    expect(desk.bar).to_be_hidden()
    desk.page.goto(desk.address)
    expect(desk.page.get_by_role("heading", name="Not allowed").first).to_be_visible()
