"""A finger on the rows of the list, as Chromium tells of it: what is a swipe, and what is none (I5)."""

from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.support.browser import PHONE, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import go, letterbox
from tests.web.inbox.reading import conversation_of, inbox_of, somebody

__all__ = ["letterbox"]


def row(page: Page, contact: Contact) -> Locator:
    """The contact's row."""
    return page.locator(f"#row-{contact.id}")


def touch(page: Page, place: Locator, *points: tuple[float, float]) -> None:
    """A finger that is put down on the place, goes by these points, counted from where it was put down, and is lifted."""
    box = place.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for number, (right, down) in enumerate([(0, 0), *points]):
        kind = "touchMove" if number else "touchStart"
        point = {"x": x + right, "y": y + down}
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def line(right: float, down: float, *, begin: tuple[float, float] = (0, 0)) -> list[tuple[float, float]]:
    """Ten steps of a finger that goes straight."""
    return [(begin[0] + right * step / 10, begin[1] + down * step / 10) for step in range(1, 11)]


@pytest.fixture
def phone(server: WebServer, windows: Windows, cast: Cast, letterbox: Channel) -> tuple[Page, list[Contact]]:
    """An inbox on a phone with more rows than fit, and who stands in them, the first on top."""
    crowd = [somebody(letterbox, f"Visitor {number}") for number in range(30)]
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.agent)
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    go(page, inbox_of(cast.agent))
    return page, crowd[::-1]


# Up and down, to both sides: no finger goes quite straight.
SLANTED = [(180, 60), (180, -60), (-180, 60), (-180, -60)]
STEEP = [(150, 110), (150, -110), (-150, 110), (-150, -110), (60, -150), (-60, -150)]


@pytest.mark.parametrize(("right", "down"), SLANTED)
def test_a_swipe_that_is_not_quite_straight_is_one(
    phone: tuple[Page, list[Contact]], right: int, down: int
) -> None:
    """I5: more than twice as far across as up or down. The list stays where it is."""
    page, crowd = phone
    touch(page, row(page, crowd[3]), *line(right, down))
    if right > 0:
        expect(page.locator(".toast")).to_contain_text("Closed the conversation with Visitor 26")
    else:
        expect(page.get_by_role("dialog", name="Snooze")).to_be_visible()
    assert page.evaluate("document.querySelector('#list').scrollTop") == 0


@pytest.mark.parametrize(("right", "down"), STEEP)
def test_a_finger_that_goes_more_up_or_down_swipes_nothing(
    phone: tuple[Page, list[Contact]], right: int, down: int
) -> None:
    """Nor does it once it goes straight across: what it is about was decided."""
    page, crowd = phone
    across = line(2 * right, 0, begin=(right / 3, down / 3))
    touch(page, row(page, crowd[3]), *line(right / 3, down / 3), *across)
    assert_nothing_was_swiped(page, crowd[3])


def assert_nothing_was_swiped(page: Page, contact: Contact) -> None:
    """No row is moved, nothing is asked, and what comes after it works: the server has heard of no closing before."""
    expect(page.locator("#list [data-swipe]")).to_have_count(0)
    expect(page.get_by_role("dialog", name="Snooze")).not_to_be_attached()
    expect(page.locator(".toast")).to_have_count(0)
    expect(page.locator(".app")).to_have_attribute("data-pane", "list")
    assert conversation_of(contact).status == "open"


# How far the list goes by itself within two frames.
MOVES = """() => new Promise((told) => { const list = document.querySelector("#list"), top = list.scrollTop;
    requestAnimationFrame(() => requestAnimationFrame(() => told(list.scrollTop - top))); })"""


def goes_on(page: Page, by: int) -> bool:
    """Fling the list. Whether it still moves then: where the machine does not keep up it has come to rest by now."""
    touch(page, page.locator("#list"), *line(0, by))
    return bool(page.evaluate(MOVES))


def test_a_finger_on_a_list_in_motion_stops_it_and_swipes_nothing(
    phone: tuple[Page, list[Contact]],
) -> None:
    """A fling goes on by itself: whoever touches the list then wants it to stop. The next finger swipes again."""
    page, crowd = phone
    assert any(goes_on(page, by) for by in (-300, 300) * 5), "the list goes on"
    touch(page, page.locator("#list"), *line(180, 0))
    assert_nothing_was_swiped(page, crowd[6])
    while page.evaluate(MOVES) != 0:
        pass
    page.evaluate("new Promise((told) => setTimeout(told, 150))")
    touch(page, page.locator("#list"), *line(180, 0))
    expect(page.locator(".toast")).to_contain_text("Closed the conversation with Visitor")


def test_half_a_swipe_springs_back_and_a_second_finger_swipes_no_other_row(
    phone: tuple[Page, list[Contact]],
) -> None:
    page, crowd = phone
    touch(page, row(page, crowd[1]), *line(80, 0))
    assert_nothing_was_swiped(page, crowd[1])
    boxes = [row(page, contact).bounding_box() for contact in crowd[1:4:2]]
    first, second = ({"x": 100, "y": box["y"] + 20, "id": number} for number, box in enumerate(boxes) if box)
    session = page.context.new_cdp_session(page)
    send = partial(session.send, "Input.dispatchTouchEvent")
    send({"type": "touchStart", "touchPoints": [first]})
    send({"type": "touchMove", "touchPoints": [first | {"x": 160}]})
    send({"type": "touchStart", "touchPoints": [first | {"x": 160}, second]})
    send({"type": "touchMove", "touchPoints": [first | {"x": 160}, second | {"x": 280}]})
    expect(page.locator("#list [data-swipe]")).to_have_count(1)
    expect(row(page, crowd[1])).to_have_attribute("data-swipe", "close")
    send({"type": "touchEnd", "touchPoints": []})
    assert_nothing_was_swiped(page, crowd[3])
