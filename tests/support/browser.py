"""Real browsers in tests: one Chromium for each process that runs tests, a window with cookies of its own for each person.

Whatever a window's pages complain of is kept, and fails the test at its end unless the test said that it expects it:
errors on the console, scripts that failed, violations of the Content-Security-Policy, answers of 500 and above.
"""

import asyncio
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

import pytest
from django.db import connections
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    ViewportSize,
    WebError,
    expect,
    sync_playwright,
)

CHROMIUM_SETTING: Final = "TAPPA_TEST_CHROMIUM"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: Final[ViewportSize] = {"width": 1440, "height": 900}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
PATIENCE_MS: Final = 15_000.0  # for two cores that other work keeps busy; nothing waits for its end
SERVER_ERROR: Final = 500
# Chromium writes violations to the console by itself; this way their directive and place stand there too.
REPORT_VIOLATIONS: Final = """
document.addEventListener("securitypolicyviolation", event => console.error(
  `Content-Security-Policy: ${event.violatedDirective} kept ${event.blockedURI || "something inline"} out of ` +
  `${event.documentURI} (${event.sourceFile}:${event.lineNumber}) ${event.sample}`));
"""

Theme = Literal["light", "dark"]


def chromium_path() -> str:
    """Where Chromium is. A machine without it fails the tests that need it: skipped, they would hold nothing."""
    given = os.environ.get(CHROMIUM_SETTING)
    path = given or next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None or not shutil.which(path):
        named = f" {CHROMIUM_SETTING} names {given}, which is none." if given else ""
        pytest.fail(
            f"Tests in a browser need Chromium.{named} Install it (Debian: apt-get install chromium), or name one in "
            f"{CHROMIUM_SETTING}.",
            pytrace=False,
        )
    return path


@dataclass
class Chromium:
    """The running browser. `loop` is Playwright's own, which stands still between our calls."""

    browser: Browser
    loop: asyncio.AbstractEventLoop


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start Chromium, and end it in order: its windows, itself, then Playwright's driver."""
    path = chromium_path()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        try:
            yield Chromium(browser, loop)
        finally:
            asyncio._set_running_loop(loop)
            browser.close()


@contextmanager
def in_use(running: Chromium) -> Iterator[None]:
    """Make Playwright's loop the thread's for the length of a test, and nobody's after it.

    Its synchronous calls leave their loop marked as running. Django would take the test for asynchronous and refuse the
    database, and a test that starts a loop of its own would find one there.
    """
    asyncio._set_running_loop(running.loop)
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        yield
    finally:
        connections.close_all()  # under a loop Django keeps other connections than without one
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before
        asyncio._set_running_loop(None)


@dataclass
class Windows:
    """A test's browser windows and what went wrong in them."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def open(
        self,
        url: str,
        *,
        size: ViewportSize = DESK,
        theme: Theme = "light",
        scripts: bool = True,
        language: str = "en-GB",
        zone: str = "Europe/Rome",
    ) -> Page:
        """An empty page in a window that shares no cookies with any other: another person's browser.

        Addresses without a host are those of `url`. `scripts=False` is a browser with JavaScript switched off.
        """
        context = self.browser.new_context(
            base_url=url,
            viewport=size,
            color_scheme=theme,
            java_script_enabled=scripts,
            locale=language,
            timezone_id=zone,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("response", self._on_response)
        self.contexts.append(context)
        return context.new_page()

    def expect_trouble(self, pattern: str) -> None:
        """What this test makes go wrong: complaints that this regular expression finds do not fail it."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        """The complaints that the test did not say it expects."""
        return [
            complaint
            for complaint in self.trouble
            if not any(re.search(pattern, complaint) for pattern in self.expected)
        ]

    def close(self) -> None:
        """Close every window."""
        while self.contexts:
            self.contexts.pop().close()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location
            self.trouble.append(
                f"console: {message.text} ({where.get('url', '')}:{where.get('lineNumber', '')})"
            )

    def _on_error(self, error: WebError) -> None:
        self.trouble.append(f"script: {error.error}")

    def _on_response(self, response: Response) -> None:
        if response.status >= SERVER_ERROR:
            self.trouble.append(f"answer: {response.status} {response.request.method} {response.url}")


@contextmanager
def open_windows(running: Chromium) -> Iterator[Windows]:
    """The windows of one test; fails at its end when something went wrong in one of them."""
    with in_use(running):
        windows = Windows(running.browser)
        try:
            yield windows
        finally:
            windows.close()
    wrong = windows.unexpected()
    if wrong:
        pytest.fail("\n".join(["Something went wrong in a browser window:", *wrong]), pytrace=False)
