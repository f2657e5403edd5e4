"""What is asked of every page finds what it looks for."""

import pytest
from playwright.sync_api import Page, Route

from tests.support.axe import grave_faults
from tests.support.browser import PHONE, Windows
from tests.support.soundness import faults_of_shape, too_wide

ADDRESS = "http://page.test"
HEAD = "<!doctype html><html lang=en><title>Page</title><link rel=icon href=data:,><main><h1>Page</h1>"


def shown(windows: Windows, body: str) -> Page:
    """A page with this body; its regions are fetched from /a and /b, which answer with a region #a."""

    def answer(route: Route) -> None:
        whole = route.request.url == f"{ADDRESS}/"
        route.fulfill(body=HEAD + body if whole else "<section id=a></section>", content_type="text/html")

    page = windows.open(ADDRESS, size=PHONE)
    page.route("**/*", answer)
    page.goto("/")
    return page


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p id=a>1<p id=a>2", "#a stands there twice"),
        ("<a href=#b>Go</a>", "there is no #b"),
        ("<button hx-post=/a>Go</button>", "only a script can follow"),
        ("<a hx-get=/a>Go</a>", "only a script can follow"),
        ("<section id=b data-live=inbox data-src=/b></section>", "#b fetches /b: 200, #a"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(windows: Windows, body: str, fault: str) -> None:
    (found,) = faults_of_shape(shown(windows, body))
    assert fault in found


def test_a_sound_page_has_no_faults(windows: Windows) -> None:
    forms = "<form action=/a><button hx-post=/a>Go</button></form><a href=/a hx-get=/a>Go</a>"
    page = shown(windows, f"{forms}<section id=a data-live=inbox data-src=/a></section>")
    assert faults_of_shape(page) + too_wide(page) + grave_faults(page) == []


def test_a_page_too_wide_is_found(windows: Windows) -> None:
    page = shown(windows, "<p style='width: 500px'>Wide")
    assert too_wide(page) == ["the page is 508 wide where there is room for 390"]


def test_what_is_cut_off_is_found(windows: Windows) -> None:
    row = "<p style='width: 500px; text-align: end'><button>Go</button>"
    assert too_wide(shown(windows, f"<div style='overflow-x: auto'>{row}</div>")) == []
    (found,) = too_wide(shown(windows, f"<div style='overflow: clip'>{row}</div>"))
    assert found == "cut off by the edge: <button>Go</button>"


def test_what_cannot_be_read_is_found(windows: Windows) -> None:
    page = shown(windows, "<p style='color: #ccc'>Pale</p><img src=data:,>")
    found = grave_faults(page)
    assert [fault.split(" (")[0] for fault in found] == ["serious: color-contrast", "critical: image-alt"]
    assert "[#cccccc on #ffffff: 1.6]" in found[0]
    assert len(grave_faults(page, "color-contrast")) == 1
