"""The agent at the Inbox in a real browser, and what the tests of that do again and again."""

import pytest
from playwright.sync_api import Page, expect

from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel, Message
from tests.cast import Cast
from tests.core.acts import new_channel
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer

WRITE = "#composer-text"


@pytest.fixture
def channel(cast: Cast) -> Channel:
    """A way to write to the workspace."""
    return new_channel(cast.owner.workspace)


@pytest.fixture
def desk(server: WebServer, cast: Cast, windows: Windows) -> Page:
    """The agent's browser, signed in."""
    page = windows.open(server.url)
    sign_in(page, server, cast.agent)
    return page


def rows(page: Page) -> list[str]:
    """The names in the list, in order."""
    return page.locator("#list .conv__name").all_inner_texts()


def go(page: Page, address: str) -> None:
    """Open a page and wait until it hears what happens."""
    page.goto(address)
    expect(page.locator("html[data-live-state=online]")).to_be_attached()


def replies(contact: Contact) -> list[str]:
    """What was written to the contact, in order."""
    sent = Message.objects.filter(contact=contact, traffic="outgoing").order_by("id")
    return list(sent.values_list("text", flat=True))
