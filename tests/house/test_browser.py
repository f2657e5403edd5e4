"""A browser window of the tests tells everything that goes wrong in it, and leaves nothing behind for the next test."""

import asyncio

import pytest
from playwright.sync_api import Page, Route

from tappa.core.accounts.models import Workspace
from tests.support.browser import CHROMIUM_SETTING, Windows, chromium_path
from tests.support.running import eventually

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
PAGE = "<!doctype html><title>Page</title><link rel=icon href=data:,>"
ADDRESS = "http://page.test"


def show(windows: Windows, body: str) -> Page:
    """A window of a page with this body, under a strict policy; /broken.js fails, and nothing else is there."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path == "/":
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=PAGE + body, content_type="text/html", headers=headers)
        elif path == "/broken.js":
            route.fulfill(body="nothing.here", content_type="text/javascript")
        else:
            route.fulfill(status=500, body="")

    page = windows.open(ADDRESS)
    page.route("**/*", answer)
    page.goto("/")
    return page


def is_told(windows: Windows, page: Page, words: str) -> bool:
    """Whether the window says so, now or soon: a page that has loaded may tell of it a moment later."""

    def told() -> bool:
        page.wait_for_timeout(20)  # what the page tells comes meanwhile
        return words in "\n".join(windows.trouble)

    return eventually(told)


def test_a_sound_page_is_fine(windows: Windows) -> None:
    show(windows, "<p>Hello").wait_for_timeout(200)
    assert windows.unexpected() == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<script>1</script>", "script-src"),
        ("<p style='color: red'>Hello", "style-src"),
        ("<style>p { color: red }</style>", "style-src"),
        ("<img src=http://elsewhere.test/a.png>", "img-src"),
    ],
)
def test_what_the_policy_forbids_is_told(windows: Windows, body: str, told: str) -> None:
    windows.expect_trouble("Content.Security.Policy")
    assert is_told(windows, show(windows, body), told), windows.trouble


def test_a_handler_in_an_attribute_is_told_when_it_would_run(windows: Windows) -> None:
    windows.expect_trouble("Content.Security.Policy")
    page = show(windows, "<button onclick='alert(1)'>Press</button>")
    page.get_by_role("button").click()
    assert is_told(windows, page, "script-src-attr"), windows.trouble


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<script src=/broken.js></script>", "nothing is not defined"),
        ("<script src=/a.js></script>", "answer: 500 GET http://page.test/a.js"),
    ],
)
def test_a_script_that_fails_and_an_answer_of_500_are_told(windows: Windows, body: str, told: str) -> None:
    assert is_told(windows, show(windows, body), told), windows.trouble
    assert told in "\n".join(windows.unexpected())
    windows.expect_trouble("nothing is not defined")
    windows.expect_trouble("500")


def test_the_database_can_be_asked_beside_an_open_window(windows: Windows, workspace: Workspace) -> None:
    windows.open(ADDRESS)
    assert Workspace.objects.filter(id=workspace.id).exists()


def test_a_loop_can_run_after_a_window_was_open() -> None:
    async def answer() -> int:
        return 1

    assert asyncio.run(answer()) == 1


def test_a_machine_without_chromium_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHROMIUM_SETTING, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        chromium_path()
    monkeypatch.setenv(CHROMIUM_SETTING, "/nowhere/chromium")
    with pytest.raises(pytest.fail.Exception, match="names /nowhere/chromium, which is none"):
        chromium_path()
