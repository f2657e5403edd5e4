"""The order of the stages by mouse, touch and keyboard (L6)."""

import pytest
from playwright.sync_api import expect

from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import stage_named
from tests.support.browser import Windows
from tests.support.running import eventually
from tests.support.web import WebServer
from tests.web.settings.stages.editing import Desk

MOVED = ["Hot Lead", "Payment", "New Lead", "Customer"]


@pytest.fixture
def desk(windows: Windows, server: WebServer, cast: Cast) -> Desk:
    """The owner at the lifecycle page."""
    return Desk(windows, server, cast.owner)


def middle(desk: Desk, stage: Stage) -> tuple[float, float]:
    """The middle of a row's grip."""
    box = desk.grip(stage).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_by_mouse(desk: Desk, cast: Cast) -> None:
    """L6: only by the grip, within a kind."""
    first, payment, cold = (
        stage_named(cast.owner.workspace, name) for name in ("New Lead", "Payment", "Cold Lead")
    )
    mouse = desk.page.mouse
    (x, y), (_, target), (across, _) = middle(desk, first), middle(desk, payment), middle(desk, cold)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y + 10, steps=4)
    mouse.move(across, target, steps=12)
    mouse.move(x, target + 8, steps=12)
    assert eventually(lambda: desk.names() == MOVED)  # SortableJS follows some twenty times a second
    mouse.up()
    assert desk.names() == MOVED
    assert desk.names("lost") == ["Cold Lead"]
    assert desk.marks(first) == ["Moved down"]
    desk.save()
    assert [stage.name for stage in stages_of(cast.owner.workspace_id)[:4]] == MOVED


def test_by_touch(desk: Desk, cast: Cast) -> None:
    """L6, with a finger as the browser itself tells of it."""
    first, payment = (stage_named(cast.owner.workspace, name) for name in ("New Lead", "Payment"))
    touch = desk.page.context.new_cdp_session(desk.page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    (x, y), (_, target) = middle(desk, first), middle(desk, payment)

    def finger(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    finger("touchStart", {"x": x, "y": y})
    for step in range(1, 15):
        finger("touchMove", {"x": x, "y": y + (target + 8 - y) * step / 14})
        desk.page.wait_for_timeout(20)
    assert eventually(lambda: desk.names() == MOVED)
    finger("touchEnd")
    expect(desk.bar).to_contain_text("1 change")
    assert desk.names() == MOVED


def test_by_keyboard_with_announcements(desk: Desk, cast: Cast) -> None:
    """L6: Space lifts, arrows move, Space drops, Escape returns; a screen reader is told."""
    first = stage_named(cast.owner.workspace, "New Lead")
    told = desk.page.locator("#moves")
    desk.grip(first).focus()
    desk.page.keyboard.press("Space")
    expect(told).to_have_text("New Lead lifted. Place 1 of 4. Arrows move, Space drops, Escape returns.")
    expect(desk.grip(first)).to_have_attribute("aria-pressed", "true")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("ArrowDown")
    expect(told).to_have_text("New Lead is at place 3 of 4.")
    desk.page.keyboard.press("Escape")
    expect(told).to_have_text("New Lead is back at place 1 of 4.")
    expect(desk.bar).to_be_hidden()
    desk.page.keyboard.press("Space")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Space")
    expect(told).to_have_text("New Lead dropped at place 3 of 4.")
    expect(desk.grip(first)).to_be_focused()
    assert desk.names() == MOVED
    desk.field(first).focus()
    desk.page.keyboard.press("Alt+ArrowUp")
    assert desk.names() == ["Hot Lead", "New Lead", "Payment", "Customer"]
