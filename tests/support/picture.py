"""`python -m tests.support.picture FILE`: the README's picture of the Inbox, from a product that it starts with demo data."""

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from tappa.kernel.postgres.place import HOME_SETTING
from tappa.kernel.secrets import load_secrets
from tests.support.browser import chromium, open_windows
from tests.support.entering import sign_in_by_form
from tests.support.whole import Whole, whole_tappa

MOST_BYTES: Final = 300_000
STAGES: Final = ("Payment", "Hot Lead", "Customer")
IN_SIGHT: Final = 8
AGENT: Final = "agent@demo.example"


def main(file: Path) -> int:
    """Start Tappa in a folder of its own, take the picture, and throw the folder away."""
    with tempfile.TemporaryDirectory(prefix="tappa-picture-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's account has to enter when root takes the picture
        os.environ["DJANGO_SETTINGS_MODULE"] = (
            "tappa.config.settings"  # a window closes Django's connections at its end
        )
        os.environ[HOME_SETTING] = f"{folder}/home"
        with whole_tappa(Path(folder) / "data") as whole:
            whole.start()
            take(whole, file)
    size = file.stat().st_size
    print(f"{file}: {size // 1000} KB")
    if size >= MOST_BYTES:
        print(f"That is too much for a README: {MOST_BYTES // 1000} KB at most.", file=sys.stderr)
        return 1
    return 0


def take(whole: Whole, file: Path) -> None:
    """The Inbox of the demo's agent with a conversation open."""
    with chromium() as running, open_windows(running) as windows:
        page = windows.open(whole.url)
        sign_in_by_form(page, AGENT, load_secrets(whole.data).demo_password)
        open_conversation(page)
        page.screenshot(path=file, animations="disabled", caret="hide")


def open_conversation(page: Page) -> None:
    """All conversations, and of those in sight one that has come some way: its thread and its contact."""
    page.get_by_role("link", name=re.compile("^All")).click()
    expect(page.get_by_role("heading", name="All", level=1)).to_be_visible()
    rows = page.locator("#list .conv")
    chips = [rows.nth(place).locator(".chip").inner_text() for place in range(IN_SIGHT)]
    along = next((place for stage in STAGES for place, chip in enumerate(chips) if stage in chip), 0)
    rows.nth(along).click()
    expect(page.get_by_role("region", name=re.compile("^Conversation with"))).to_be_visible()
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.mouse.move(0, 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
