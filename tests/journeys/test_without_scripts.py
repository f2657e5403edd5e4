"""The main job in a browser that runs no script: forms and links are whole by themselves."""

import re

from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact
from tests.cast import PASSWORD, Cast
from tests.core.acts import arrive, message, new_channel
from tests.support.browser import Windows
from tests.support.entering import sign_in_by_form
from tests.support.web import WebServer

QUESTION = "Quanto costa?"
ANSWER = "Venti euro."


def test_an_agent_works_a_day_without_scripts(
    server: WebServer, windows: Windows, workspace: Workspace, cast: Cast
) -> None:
    """Signs in, answers (I5), moves (S2), finds the contact in the table (C1), and adds another by hand (S1)."""
    arrive(new_channel(workspace), "giulia", message(QUESTION), first_name="Giulia")
    page = windows.open(server.url, scripts=False)
    sign_in_by_form(page, cast.agent.user.email, PASSWORD)

    page.get_by_role("link", name=re.compile("^Unassigned")).first.click()
    page.get_by_role("link", name=re.compile("Giulia")).click()
    expect(page.locator(".thread").get_by_text(QUESTION)).to_be_visible()
    answer(page)
    move(page, "Payment")
    find_in_the_table(page)
    add_by_hand(page)

    added = Contact.objects.get(workspace=workspace, first_name="Matteo")
    assert added.standing.stage is not None
    assert added.standing.stage.name == "New Lead"


def answer(page: Page) -> None:
    """Write in the composer and send it; it stands in the thread that comes back."""
    page.get_by_label("Message", exact=True).fill(ANSWER)
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.locator(".thread").get_by_text(ANSWER)).to_be_visible()


def move(page: Page, stage: str) -> None:
    """The stage's button is a link to a page of its own, and that leads back."""
    page.get_by_role("button", name=re.compile("^Stage of")).first.click()
    page.get_by_role("button", name=re.compile(f"^.*{stage}")).click()
    line = re.compile(f"moved Giulia from .*New Lead to .*{stage}")
    expect(page.locator(".event", has_text=line)).to_be_visible()


def find_in_the_table(page: Page) -> None:
    """By the search, which is a form."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Contacts").click()
    page.get_by_role("searchbox").fill("Giulia")
    page.keyboard.press("Enter")
    row = page.get_by_role("row").filter(has_text="Giulia")
    expect(row).to_contain_text("Payment")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Giulia")).to_be_visible()


def add_by_hand(page: Page) -> None:
    """A form on a page of its own."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Contacts").click()
    page.get_by_role("link", name="Add contact").click()
    page.get_by_label("First name").fill("Matteo")
    page.get_by_role("button", name=re.compile("^(Add|Save)")).click()
    expect(page.get_by_role("heading", name="Matteo")).to_be_visible()
