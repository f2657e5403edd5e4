"""Made pages (tests/support/live_urls.py) in a real browser, on a real server and stream."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.models import Member
from tests.cast import Cast
from tests.support.browser import Windows
from tests.support.live_urls import FOLDER
from tests.support.signin import sign_in
from tests.support.web import WebServer, web_server

# The answer to a fetch begins with its first part: to have seen it begin says nothing of the others.
SAY_SHOWN = """document.addEventListener("live:changed", ({ target }) => {
  const shown = document.documentElement.dataset;
  shown.shown = ` ${target.dataset.src.split("/").at(-1)} ${shown.shown ?? ""}`;
})"""


@dataclass
class Made:
    """A server of made pages. `write` says what a region, or the page around it, shows from now on."""

    server: WebServer
    folder: Path
    windows: Windows
    member: Member
    name: str

    def write(self, html: str, name: str = "") -> None:
        """The content of a region; of the test's own unless another is named."""
        (self.folder / f"{name or self.name}.html").write_text(html)

    def region(self, inner: str, attributes: str = "") -> None:
        """Let the region show this."""
        self.write(
            f'<section id="region" data-live="settings" data-src="/w/$SLUG/region/{self.name}" {attributes}>'
            f"{inner}</section>"
        )

    def open(self, *, query: str = "", around: str = "") -> Page:
        """A window of the member, on a page that has the region, once its stream flows."""
        page = self.windows.open(self.server.url)
        sign_in(page, self.server, self.member)
        self.visit(page, query=query, around=around)
        return page

    def visit(self, page: Page, *, query: str = "", around: str = "") -> None:
        """Show the page in this window."""
        self.write(around + (self.folder / f"{self.name}.html").read_text(), f"{self.name}-page")
        address = f"/w/{self.member.workspace.slug}/made/{self.name}-page{query}"
        if "fresh" in query:
            page.goto(address)
        else:  # past the fetch with which its stream begins
            page.add_init_script(SAY_SHOWN)
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("data-shown", re.compile(rf" {self.name} "))
        expect(page.locator("html")).to_have_attribute("data-live-state", "online")

    def tell(self) -> None:
        """Something happens elsewhere that concerns the region."""
        create_team(self.member.workspace, name=secrets.token_hex(6))


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WebServer, Path]]:
    """A server with the made pages, and the folder that they come from."""
    folder = tmp_path_factory.mktemp("regions")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.support.live_settings", FOLDER: str(folder)}
    with web_server(folder / "web.log", settings=settings) as running:
        yield running, folder


@pytest.fixture
def made(live_server: tuple[WebServer, Path], windows: Windows, cast: Cast) -> Made:
    """Made pages for the agent."""
    server, folder = live_server
    return Made(server, folder, windows, cast.agent, f"region-{secrets.token_hex(6)}")


def rows(*names: str, text: str = "") -> str:
    """A list that holds still under the pointer."""
    inner = "".join(f'<li id="row-{name}"><a href="#{name}">{name}{text}</a></li>' for name in names)
    return f'<ul id="list" data-live-hold>{inner}</ul>'
