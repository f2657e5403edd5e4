"""The dialog that deletes a stage, and the progress of a long deletion (L9 to L11), in a browser."""

import pytest
from playwright.sync_api import Locator, expect

from tappa.core.contacts.actions.advance import advance
from tappa.core.contacts.operations import deletions_under_way
from tappa.core.contacts.sql_operation import Turn
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.reports.queries import contacts_at_stages
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.core.contacts.crowd import crowd_at
from tests.support.axe import grave_faults
from tests.support.browser import PHONE, Windows
from tests.support.web import WebServer
from tests.web.settings.stages.editing import Desk


@pytest.fixture
def desk(windows: Windows, server: WebServer, cast: Cast) -> Desk:
    """The owner at the lifecycle page."""
    return Desk(windows, server, cast.owner)


def asked(desk: Desk, stage: Stage) -> Locator:
    """The dialog of a stage's deletion."""
    desk.choose(stage, "Delete…")
    dialog = desk.page.get_by_role("dialog", name=f"Delete {stage.emoji} {stage.name}?")
    expect(dialog).to_be_visible()
    return dialog


def test_the_count_is_live_and_the_button_names_the_act(desk: Desk, cast: Cast) -> None:
    """L9, L11: both kinds to choose from without the one that goes; the consequences are said."""
    workspace = cast.owner.workspace
    first, cold = stage_named(workspace, "New Lead"), stage_named(workspace, "Cold Lead")
    new_contact(workspace)
    dialog = asked(desk, first)
    expect(dialog).to_contain_text("1 contact stands at this stage. Where should it go?")
    expect(dialog).to_contain_text("New contacts will start at 🔥 Hot Lead, the first stage that remains.")
    assert dialog.locator("option").all_text_contents() == [
        "🔥 Hot Lead",
        "💳 Payment",
        "🤝 Customer",
        "🧊 Cold Lead",
    ]
    dialog.get_by_label("Stage", exact=True).select_option(str(cold.id))
    new_contact(workspace)
    expect(dialog.get_by_role("button", name="Delete and move 2")).to_be_visible()
    expect(dialog.get_by_label("Stage", exact=True)).to_have_value(str(cold.id))
    dialog.get_by_label("Leave them with no stage").check()
    expect(dialog.get_by_role("button", name="Delete and leave 2 with no stage")).to_be_visible()
    dialog.get_by_label("Assign contact(s) to another stage").check()
    dialog.get_by_role("button", name="Delete and move 2").click()
    expect(desk.page.get_by_text("Stage New Lead deleted")).to_be_visible()
    expect(desk.row(first)).to_have_count(0)
    expect(desk.row(cold).locator("[data-count-of]")).to_have_text("2")
    expect(desk.row(stages_of(workspace.id)[0]).get_by_text("Default", exact=True)).to_be_visible()
    assert contacts_at_stages(workspace.id) == {cold.id: 2}


def test_a_deletion_is_at_once_and_loses_no_draft(desk: Desk, cast: Cast) -> None:
    """L8: the rest of the draft stays, and is saved on top of it without a clash."""
    workspace = cast.owner.workspace
    first, hot, payment = (stage_named(workspace, name) for name in ("New Lead", "Hot Lead", "Payment"))
    desk.field(payment).fill("Quote")
    desk.choose(payment, "Move up")
    dialog = asked(desk, first)
    expect(dialog).to_contain_text("No contact stands at this stage.")
    dialog.get_by_role("button", name="Delete stage").click()
    expect(desk.row(first)).to_have_count(0)
    expect(desk.field(payment)).to_have_value("Quote")
    assert desk.names() == ["Quote", "Hot Lead", "Customer"]
    assert desk.marks(payment) == ["Renamed", "Moved up"]
    assert desk.marks(hot) == []
    expect(desk.row(hot).get_by_text("Default", exact=True)).to_be_visible()
    desk.save()
    assert [stage.name for stage in stages_of(workspace.id)] == ["Quote", "Hot Lead", "Customer", "Cold Lead"]


def test_the_last_lifecycle_stage_stays_and_its_menu_says_why(desk: Desk, cast: Cast) -> None:
    """L10."""
    workspace = cast.owner.workspace
    for name in ("New Lead", "Hot Lead", "Payment"):
        stage = stage_named(workspace, name)
        asked(desk, stage).get_by_role("button", name="Delete stage").click()
        expect(desk.row(stage)).to_have_count(0)
    last = stage_named(workspace, "Customer")
    expect(desk.row(last).locator("[data-dialog]")).to_have_count(0)
    desk.row(last).locator("summary").click()
    expect(
        desk.row(last).get_by_text("The last lifecycle stage stays: add and save another one first.")
    ).to_be_visible()
    expect(desk.row(last).get_by_role("button", name="Change to lost stage")).to_be_disabled()
    expect(desk.row(last).get_by_role("button", name="Delete…")).to_be_disabled()


def test_a_long_deletion_shows_its_progress_and_survives_a_reload(desk: Desk, cast: Cast) -> None:
    """L9: above a thousand contacts it goes on by itself, a batch at a time, and the page follows."""
    workspace = cast.owner.workspace
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    crowd_at(workspace, payment, 1_200)
    dialog = asked(desk, payment)
    expect(dialog).to_contain_text("This takes a while.")
    dialog.get_by_role("button", name="Delete and move 1,200").click()
    bar = desk.page.get_by_role("progressbar", name="Deleting Payment")
    expect(bar).to_be_visible()
    expect(desk.row(payment)).to_have_count(0)
    (operation,) = deletions_under_way(workspace.id)
    turn = Turn(operation.id, workspace.id)
    assert advance(turn, most=500)
    expect(desk.page.locator("#operations")).to_contain_text("500 of 1,200")
    desk.page.reload()
    expect(desk.page.locator("#operations")).to_contain_text(
        "Deleting Payment: its contacts move to Customer"
    )
    expect(bar).to_have_attribute("value", "500")
    assert grave_faults(desk.page) == []
    while deletions_under_way(workspace.id):
        advance(turn)
    expect(bar).to_have_count(0)
    expect(desk.row(customer).locator("[data-count-of]")).to_have_text("1,200")


def test_the_dialog_is_sound_on_a_phone_and_on_a_desk(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    desk = Desk(windows, server, cast.owner)
    new_contact(cast.owner.workspace)
    asked(desk, stage_named(cast.owner.workspace, "New Lead"))
    faults = grave_faults(desk.page)
    desk.page.set_viewport_size(PHONE)
    desk.page.emulate_media(color_scheme="dark")
    desk.page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
    assert faults + grave_faults(desk.page) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
