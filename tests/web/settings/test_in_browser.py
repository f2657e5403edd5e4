"""Settings and dashboard in a browser: what is copied, asked, switched, and what changes by itself."""

from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of, members_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.move import move_contact
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.rules import WEBSITE_CHAT
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.queries import stages_are_shown
from tests.cast import Cast
from tests.core.acts import new_channel, new_writer, robot, stage_named
from tests.support.browser import PHONE, Windows
from tests.support.running import eventually
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor


def opened(windows: Windows, server: WebServer, member: Member, name: str, **parts: object) -> Page:
    """A page of this member's, in a window of their own."""
    page = windows.open(server.url)
    sign_in(page, server, member)
    page.goto(Visitor(server, member).url(name, **parts))
    return page


def test_a_link_is_copied_with_the_clipboard(windows: Windows, server: WebServer, cast: Cast) -> None:
    made = create_channel(cast.owner.workspace, kind=WEBSITE_CHAT, name="Chat", settings={})
    page = opened(windows, server, cast.owner, "settings_channel", channel_id=made.channel.id)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{server.url}/chat/{made.channel.public_id}"


def test_without_a_clipboard_the_line_of_curl_is_copied_by_the_old_command(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    """Outside of https browsers give scripts no clipboard."""
    channel = new_channel(cast.owner.workspace)
    page = windows.open(server.url)
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})")
    sign_in(page, server, cast.owner)
    page.goto(Visitor(server, cast.owner).url("settings_channel", channel_id=channel.id))
    page.get_by_role("button", name="Show the token").click()
    page.locator(".code").get_by_role("button", name="Copy").click()
    expect(page.locator(".code").get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("getSelection().toString()").startswith("curl -X POST")


def test_a_removal_asks_in_a_dialog_and_leads_back(windows: Windows, server: WebServer, cast: Cast) -> None:
    page = opened(windows, server, cast.owner, "settings_members")
    row = page.locator(f"#member-{cast.agent.id}")
    row.locator("summary").click()
    row.get_by_role("link", name="Remove").click()
    dialog = page.get_by_role("dialog", name="Remove Ada Agent?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(row.locator("summary")).to_be_focused()
    row.locator("summary").click()
    row.get_by_role("link", name="Remove").click()
    dialog.get_by_role("button", name="Remove Ada Agent").click()
    expect(page.get_by_text("Ada Agent removed")).to_be_visible()
    expect(row).to_have_count(0)
    assert not members_of(cast.owner.workspace_id).filter(id=cast.agent.id).exists()


def test_the_limits_of_a_role_show_while_it_is_chosen(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    page = opened(windows, server, cast.owner, "settings_invitations")
    expect(page.get_by_label("Sees only contacts assigned to them")).to_be_visible()
    page.get_by_label("Manager").check()
    expect(page.get_by_label("Sees only contacts assigned to them")).to_be_hidden()
    expect(page.get_by_label("Cannot export contacts")).to_be_visible()


def test_the_dashboards_cards_change_by_themselves(windows: Windows, server: WebServer, cast: Cast) -> None:
    """D1: a message and a move made elsewhere are on the screen without a reload."""
    workspace = cast.owner.workspace
    channel = new_channel(workspace)
    contact = new_writer(channel)
    page = opened(windows, server, cast.manager, "dashboard")
    first = page.locator(f"#stage-{stage_named(workspace, 'New Lead').id}")
    payment = page.locator(f"#stage-{stage_named(workspace, 'Payment').id}")
    expect(first.locator(".stat__figure")).to_contain_text("1")
    expect(page.locator("html")).to_have_attribute("data-live-state", "online")
    page.evaluate("window.untouched = true")
    new_writer(channel)
    expect(first.locator(".stat__figure")).to_contain_text("2")
    move_contact(contact, to=stage_named(workspace, "Payment"), by=robot(workspace))
    expect(payment.locator(".stat__figure")).to_contain_text("1")
    expect(first.locator(".stat__figure")).to_contain_text("1")
    expect(payment.locator(".stat__parts")).to_contain_text("1Open0Snoozed1Unassigned")
    assert page.evaluate("window.untouched"), "the page was loaded anew"


def test_the_switch_acts_at_once_and_in_open_pages(windows: Windows, server: WebServer, cast: Cast) -> None:
    """L2."""
    new_writer(new_channel(cast.owner.workspace))
    page = opened(windows, server, cast.owner, "settings_lifecycle")
    dashboard = opened(windows, server, cast.manager, "dashboard")
    expect(dashboard.locator("html")).to_have_attribute("data-live-state", "online")
    switch = page.get_by_role("switch", name="Show lifecycle stages")
    expect(switch).to_be_checked()
    switch.click()
    expect(page.get_by_text("Lifecycle stages are hidden")).to_be_visible()
    assert eventually(lambda: not stages_are_shown(cast.owner.workspace_id))
    expect(dashboard.get_by_role("heading", name="Lifecycle stages are hidden")).to_be_visible()
    show_lifecycle(show=True, by=actor_of(cast.owner, Via.PAGE))
    expect(switch).to_be_checked()
    expect(dashboard.get_by_role("heading", name="New Lead")).to_be_visible()


def test_steps_are_ticked_while_one_looks(windows: Windows, server: WebServer, cast: Cast) -> None:
    chat = create_channel(cast.owner.workspace, kind=WEBSITE_CHAT, name="Chat", settings={}).channel
    page = opened(windows, server, cast.owner, "start")
    expect(page.locator("html")).to_have_attribute("data-live-state", "online")
    expect(page.locator("#step-write")).to_have_attribute("data-state", "next")
    new_writer(chat)
    expect(page.locator("#step-write")).to_have_attribute("data-state", "done")
    page.get_by_role("button", name="Keep these stages").click()
    expect(page.locator("#step-stages")).to_have_attribute("data-state", "done")


def test_on_a_phone_the_pages_of_the_settings_hang_in_a_menu(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.owner)
    page.goto(Visitor(server, cast.owner).url("settings_members"))
    page.locator(".settings__bar summary").click()
    page.locator(".settings__bar").get_by_role("link", name="API tokens").click()
    expect(page.get_by_role("heading", name="API tokens")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
