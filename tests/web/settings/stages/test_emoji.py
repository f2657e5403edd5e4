"""The emoji picker (L4): of our own, under the policy of all pages."""

import json

import pytest
from playwright.sync_api import expect

from tappa.config.static import OWN
from tappa.core.lifecycle.rules import is_emoji
from tests.cast import Cast
from tests.core.acts import stage_named
from tests.support.axe import grave_faults
from tests.support.browser import PHONE, Windows
from tests.support.web import WebServer
from tests.web.settings.stages.editing import Desk


@pytest.fixture
def desk(windows: Windows, server: WebServer, cast: Cast) -> Desk:
    """The owner at the lifecycle page."""
    return Desk(windows, server, cast.owner)


@pytest.mark.parametrize(
    ("sought", "found"), [("handshake", "🤝"), ("stretta di mano", "🤝"), ("apreton", "🤝")]
)
def test_it_is_found_in_three_languages_and_chosen_by_the_keyboard(
    sought: str, found: str, desk: Desk, cast: Cast
) -> None:
    payment = stage_named(cast.owner.workspace, "Payment")
    button = desk.row(payment).locator("button.stage-row__emoji")
    button.click()
    search = desk.page.get_by_role("combobox", name="Search emoji")
    expect(search).to_be_focused()
    desk.page.keyboard.type(sought)
    expect(desk.page.locator(".emoji-option[data-active]")).to_have_text(found)
    desk.page.keyboard.press("Enter")
    expect(button).to_be_focused()
    expect(desk.field(payment, "emoji")).to_have_value(found)
    assert desk.marks(payment) == ["New emoji"]
    desk.save()
    payment.refresh_from_db()
    assert payment.emoji == found


def test_nothing_is_loaded_before_it_opens_and_recent_ones_come_first(desk: Desk, cast: Cast) -> None:
    payment = stage_named(cast.owner.workspace, "Payment")
    button = desk.row(payment).locator("button.stage-row__emoji")
    loaded = "performance.getEntriesByType('resource').filter(each => each.name.includes('/emoji/')).length"
    assert desk.page.evaluate(loaded) == 0
    button.press("Enter")
    active = desk.page.locator(".emoji-option[data-active]")
    expect(active).to_have_attribute("title", "grinning face")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("ArrowRight")
    below = active.text_content()
    desk.page.keyboard.press("Enter")
    expect(desk.field(payment, "emoji")).to_have_value(below or "")
    button.press("Enter")
    expect(desk.page.get_by_role("group", name="Recent")).to_be_visible()
    expect(active).to_have_text(below or "")
    desk.page.get_by_role("button", name="No emoji").click()
    expect(desk.field(payment, "emoji")).to_have_value("")
    button.press("Enter")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".emoji-picker")).to_have_count(0)
    expect(button).to_be_focused()


def test_it_is_sound_in_both_looks(windows: Windows, server: WebServer, cast: Cast) -> None:
    desk = Desk(windows, server, cast.owner)
    desk.row(stage_named(cast.owner.workspace, "Payment")).locator("button.stage-row__emoji").click()
    expect(desk.page.locator(".emoji-option").first).to_be_visible()
    faults = grave_faults(desk.page)
    desk.page.set_viewport_size(PHONE)
    desk.page.emulate_media(color_scheme="dark")
    desk.page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
    faults += grave_faults(desk.page)
    assert faults == []
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_every_emoji_on_offer_is_one_that_a_stage_may_have() -> None:
    """L4: and each language offers the same."""
    offered = {
        language: [
            emoji
            for group in json.loads((OWN / f"vendor/emoji/{language}.json").read_text())
            for emoji, _name, _words in group
        ]
        for language in ("en", "it", "es")
    }
    assert [emoji for emoji in offered["en"] if not is_emoji(emoji)] == []
    assert offered["en"] == offered["it"] == offered["es"]
    assert len(offered["en"]) > 1_500
