"""Somebody at the lifecycle page in a browser."""

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tappa.core.accounts.models import Member
from tappa.core.lifecycle.models import Stage
from tests.support.browser import DESK, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor


class Desk:
    """The page, with words for its parts."""

    def __init__(
        self, windows: Windows, server: WebServer, member: Member, *, size: ViewportSize = DESK
    ) -> None:
        self.page: Page = windows.open(server.url, size=size)
        self.address = Visitor(server, member).url("settings_lifecycle")
        sign_in(self.page, server, member)
        self.page.goto(self.address)
        expect(self.page.locator("html")).to_have_attribute("data-live-state", "online")

    def row(self, stage: Stage | str) -> Locator:
        """A stage's row, by the stage or by its key."""
        return self.page.locator(f"#stage-{stage.id if isinstance(stage, Stage) else stage}")

    def field(self, stage: Stage | str, name: str = "name") -> Locator:
        """A field of a row."""
        return self.row(stage).locator(f'input[name^="{name}-"]')

    def grip(self, stage: Stage | str) -> Locator:
        """What a row is moved by."""
        return self.row(stage).locator(".grip")

    def choose(self, stage: Stage | str, label: str) -> None:
        """Choose from a row's menu."""
        self.row(stage).locator("summary").click()
        self.row(stage).locator(".menu__item").get_by_text(label, exact=True).click()

    def names(self, kind: str = "lifecycle") -> list[str]:
        """The names in a list as they stand there."""
        fields = self.page.locator(f'[data-list="{kind}"] input[name^="name-"]').all()
        return [field.input_value() for field in fields]

    def marks(self, stage: Stage | str) -> list[str]:
        """The words at a changed row."""
        return self.row(stage).locator("[data-marks] .badge").all_text_contents()

    @property
    def bar(self) -> Locator:
        """The bar with Save."""
        return self.page.locator("#draftbar")

    def save(self) -> None:
        """Save, and wait until the page says so."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.bar.get_by_role("button", name="Save").click()
        # Of two that came within ten seconds both are still there.
        expect(self.page.get_by_text("Lifecycle saved").last).to_be_visible()
        expect(self.bar).to_be_hidden()
