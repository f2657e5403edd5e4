"""Every page in a real browser, in both themes, wide and on a phone: readable by everybody, and nothing goes wrong on it.

That nothing goes wrong (no error on the console, no script that fails, nothing that the Content-Security-Policy keeps
out) is what `windows` asks of every test. With a folder in TAPPA_TEST_PICTURES each page is photographed into it.
"""

import os
import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tappa.core.inbox.actions.found_for_owner import found_for_owner
from tests.support.axe import OF_THEME, grave_faults
from tests.support.browser import DESK, PHONE, Theme, Windows
from tests.support.premises import Neighbours
from tests.support.routes import Route, routes
from tests.support.signin import sign_in
from tests.support.soundness import faults_of_shape, too_wide
from tests.support.web import WebServer
from tests.web.walk import Walkers, values_of

READABLE = [route for route in routes() if not route.is_api]
# Theme and size, and which of axe's rules are asked: all of them once wide and once on a phone.
LOOKS: Final[tuple[tuple[Theme, ViewportSize, tuple[str, ...]], ...]] = (
    ("light", DESK, ()),
    ("dark", DESK, OF_THEME),
    ("dark", PHONE, ()),
    ("light", PHONE, OF_THEME),
)
DOCUMENT = "<!doctype html>"


@pytest.fixture(scope="module")
def walkers(around: Neighbours) -> Walkers:
    """The people."""
    return Walkers(around.cast)


def reader_of(route: Route, around: Neighbours, walkers: Walkers) -> str:
    """Who sees a whole page there: the owner, or nobody where the owner is sent on; "" where it is no page."""
    for who in ("owner", "nobody"):
        answer = walkers.ask(who, "GET", route, values_of(around.ours))
        if answer.status == 200 and answer.body.lstrip().lower().startswith(DOCUMENT):
            return who
    return ""


@pytest.mark.parametrize("route", READABLE, ids=lambda route: route.address or "/")
def test_every_page_is_sound(
    route: Route, around: Neighbours, walkers: Walkers, server: WebServer, windows: Windows
) -> None:
    who = reader_of(route, around, walkers)
    if not who:
        return
    page = windows.open(server.url)
    if who == "owner":
        sign_in(page, server, around.cast.owner)
    page.goto(route.path(values_of(around.ours)))
    assert faults_of(page, route.address) == []


@pytest.mark.parametrize(
    "rest",
    [
        "inbox/all",
        "inbox/mine",
        "contacts",
        "dashboard",
        "start",
        "settings/members",
        "settings/tokens",
        "settings/fields",
        "settings/tags",
    ],
)
def test_pages_of_a_new_workspace_are_sound(
    rest: str, around: Neighbours, server: WebServer, windows: Windows
) -> None:
    """Where nothing is yet, a page says what will be there and what to do."""
    owner = found_for_owner(around.cast.owner.user, name="Studio Nuovo")
    page = windows.open(server.url)
    sign_in(page, server, owner)
    page.goto(f"/w/{owner.workspace.slug}/{rest}")
    assert faults_of(page, f"new/{rest}") == []


@pytest.mark.parametrize("path", ["/w/nowhere/inbox", "/nowhere"])
def test_pages_of_errors_are_sound(
    path: str, around: Neighbours, server: WebServer, windows: Windows
) -> None:
    windows.expect_trouble("the server responded with a status of 404")
    page = windows.open(server.url)
    sign_in(page, server, around.cast.owner)
    page.goto(path)
    assert faults_of(page, f"error{path}") == []


def faults_of(page: Page, name: str) -> list[str]:
    """What is wrong with the page in each of its looks."""
    found = faults_of_shape(page)
    for theme, size, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
        faults = grave_faults(page, *rules) + too_wide(page)
        found += [f"{theme}, {size['width']} wide: {fault}" for fault in faults]
        photograph(page, f"{name}-{theme}-{size['width']}")
    return found


def photograph(page: Page, name: str) -> None:
    """For the eye, where somebody asked for it."""
    folder = os.environ.get("TAPPA_TEST_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / (re.sub(r"\W+", "-", name).strip("-") + ".png"))


@pytest.mark.parametrize(
    "address", ["/w/{slug}/inbox/all/{conversation_id}", "/w/{slug}/contacts/{contact_id}"]
)
@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)], ids=["wide", "phone"])
def test_what_opens_over_a_page_is_sound(
    address: str, theme: Theme, size: ViewportSize, around: Neighbours, server: WebServer, windows: Windows
) -> None:
    """The stage picker (S2), and every menu."""
    page = windows.open(server.url, size=size, theme=theme)
    sign_in(page, server, around.cast.owner)
    page.goto(address.format(**values_of(around.ours)))
    page.get_by_role("button", name=re.compile("^Stage of")).first.click()
    expect(page.get_by_role("dialog", name=re.compile("^Stage of"))).to_be_visible()
    faults = grave_faults(page)
    photograph(page, f"picker-{address}-{theme}")
    page.keyboard.press("Escape")
    for menu in page.locator("details[data-menu]").all():
        menu.evaluate("menu => { menu.open = true }")
        faults += grave_faults(page)
        photograph(page, f"menu-{len(faults)}-{address}-{theme}")
        menu.evaluate("menu => { menu.open = false }")
    assert faults == []
