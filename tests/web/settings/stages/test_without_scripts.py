"""The lifecycle page in a browser whose JavaScript is off: everything needed is there, nothing that only scripts serve."""

from playwright.sync_api import expect

from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor


def test_stages_are_edited_ordered_added_saved_and_deleted(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    """L4, L6, L8, L9."""
    workspace = cast.owner.workspace
    hot, first = stage_named(workspace, "Hot Lead"), stage_named(workspace, "New Lead")
    new_contact(workspace)
    page = windows.open(server.url, scripts=False)
    sign_in(page, server, cast.owner)
    page.goto(Visitor(server, cast.owner).url("settings_lifecycle"))
    row = page.locator(f"#stage-{hot.id}")
    for scripted in (".grip", "button.stage-row__emoji"):
        expect(row.locator(scripted)).to_be_hidden()
    row.locator('[name^="emoji-"]').fill("🌶️")
    row.locator('[name^="name-"]').fill("Warm")
    row.locator("summary").click()
    row.get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="Add lost stage").click()
    page.locator('[name="name-new-1"]').fill("Silent")
    page.locator("#draftbar").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Lifecycle saved")).to_be_visible()
    assert [(stage.name, stage.emoji) for stage in stages_of(workspace.id)][:2] == [
        ("Warm", "🌶️"),
        ("New Lead", "🌱"),
    ]
    row = page.locator(f"#stage-{first.id}")
    row.locator("summary").click()
    row.get_by_role("link", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete 🌱 New Lead?")
    dialog.get_by_label("Leave them with no stage").check()
    dialog.get_by_role("button", name="Delete and leave 1 with no stage").click()
    expect(page.get_by_text("Stage New Lead deleted")).to_be_visible()
    assert [stage.name for stage in stages_of(workspace.id)] == [
        "Warm",
        "Payment",
        "Customer",
        "Cold Lead",
        "Silent",
    ]
