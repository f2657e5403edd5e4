"""What the tests of the Inbox in a browser do again and again."""

from playwright.sync_api import Page, expect

from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Message

WRITE = "#composer-text"


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
