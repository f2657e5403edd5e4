"""Fields and tags in a browser: put into order by mouse and keyboard, sought as one types, picked, and live (C6)."""

from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.actions.tag import create_tags
from tappa.core.contacts.fields import fields_of
from tappa.core.contacts.tag_checks import TagDefinition
from tappa.core.contacts.tags import tags_in
from tests.cast import Cast
from tests.core.acts import new_field, robot
from tests.support.browser import Windows
from tests.support.running import eventually
from tests.support.web import WebServer
from tests.web.settings.test_in_browser import opened


def order(page: Page) -> str:
    """The names in the list, in one word."""
    return "".join(page.locator("#field-list .entry__name").all_inner_texts())


def stored(workspace: Workspace) -> str:
    """The names as they are kept."""
    return "".join(field.name for field in fields_of(workspace.id))


def test_fields_are_put_into_order_by_keyboard_and_mouse(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    workspace = cast.owner.workspace
    for name in "ABCD":
        new_field(workspace, name=name)
    page = opened(windows, server, cast.owner, "settings_fields")
    grip = page.get_by_role("button", name="Move A")
    grip.press("Space")
    expect(grip).to_have_attribute("aria-pressed", "true")
    grip.press("ArrowDown")
    grip.press("ArrowDown")
    expect(page.locator("[data-moves]")).to_have_text("A is at place 3 of 4.")
    grip.press("Space")
    assert eventually(lambda: stored(workspace) == "BCAD")
    expect(grip).to_be_focused()
    grip.press("Space")
    grip.press("ArrowUp")
    grip.press("Escape")
    assert order(page) == "BCAD"
    dragged = page.get_by_role("button", name="Move D")
    at, to = dragged.bounding_box(), page.locator(".entry").first.bounding_box()
    assert at
    assert to
    page.mouse.move(at["x"] + 8, at["y"] + 8)
    page.mouse.down()
    page.mouse.move(at["x"] + 8, at["y"] - 20, steps=4)
    page.mouse.move(at["x"] + 8, to["y"] + 4, steps=8)
    assert eventually(lambda: order(page) == "DBCA")  # SortableJS follows some twenty times a second
    page.mouse.up()
    assert eventually(lambda: stored(workspace) == "DBCA")
    row = page.locator(".entry", has_text="A").last
    row.locator("summary").click()
    row.get_by_role("button", name="Move up").click()
    assert eventually(lambda: stored(workspace) == "DBAC")
    expect(page.locator("#field-list .entry__name").nth(2)).to_have_text("A")


def test_what_another_changes_shows_and_the_search_follows(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    workspace = cast.owner.workspace
    create_tags([f"Tag {number:02}" for number in range(20)], by=robot(workspace))
    page = opened(windows, server, cast.owner, "settings_tags")
    expect(page.locator("html")).to_have_attribute("data-live-state", "online")
    create_tag(TagDefinition(name="A new one", emoji="🎪", hue=4), by=robot(workspace))
    expect(page.locator("#tag-list > li").first).to_contain_text("A new one")
    page.get_by_label("Search tags").fill("tag 1")
    expect(page.locator("#tag-list > li")).to_have_count(10)
    assert page.url.endswith("?search=tag+1")
    create_tag(TagDefinition(name="Tag 1000"), by=robot(workspace))
    expect(page.locator("#tag-list > li")).to_have_count(11)


def test_a_tags_emoji_and_colour_are_picked(windows: Windows, server: WebServer, cast: Cast) -> None:
    page = opened(windows, server, cast.owner, "settings_new_tag")
    page.get_by_label("Name").fill("Trade fair")
    page.get_by_role("button", name="Choose an emoji").click()
    page.get_by_label("Search emoji").fill("circus tent")
    page.get_by_role("option", name="circus tent").click()
    page.get_by_label("Lagoon").check()
    expect(page.locator("#tag")).to_have_attribute("data-hue", "5")
    page.get_by_role("button", name="Add tag").click()
    expect(page.get_by_text("Tag Trade fair added")).to_be_visible()
    tag = tags_in(cast.owner.workspace_id).get()
    assert (tag.emoji, tag.hue) == ("🎪", 5)


def test_each_colour_of_a_tag_is_seen_as_it_is(windows: Windows, server: WebServer, cast: Cast) -> None:
    """Also on the page of a tag that is grey: there all of them had been."""
    page = opened(windows, server, cast.owner, "settings_new_tag")
    seen = page.locator(".hue__dot").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    chroma = [float(colour.split()[1]) for colour in seen]
    assert len(set(seen)) == 11
    assert chroma[0] < 0.02
    assert min(chroma[1:]) > 0.1


def test_the_choices_show_for_a_list_only_and_a_deletion_asks(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    page = opened(windows, server, cast.owner, "settings_new_field")
    expect(page.get_by_label("Choices", exact=True)).to_be_hidden()
    page.get_by_role("radio", name="List").check()
    page.get_by_label("Choices", exact=True).fill("Basic\nPro")
    page.get_by_label("Name", exact=True).fill("Plan")
    page.get_by_role("button", name="Add field").click()
    row = page.locator(".entry", has_text="Plan")
    expect(row).to_contain_text("Basic · Pro")
    row.locator("summary").click()
    row.get_by_role("link", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete the field Plan?")
    expect(dialog).to_contain_text("No contact has anything in it.")
    dialog.get_by_role("button", name="Delete field").click()
    expect(page.get_by_text("Field Plan deleted")).to_be_visible()
    expect(page.get_by_role("heading", name="No field of your own yet")).to_be_visible()
