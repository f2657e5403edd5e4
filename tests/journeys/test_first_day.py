"""The first five minutes, in three browsers: a customer writes, an agent answers and moves, a manager watches it happen.

Through real parts only: `tappa serve` with its demo workspace, its worker, its streams, and Chromium.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.kernel.secrets import load_secrets
from tests.support.browser import Windows
from tests.support.entering import sign_in_by_form
from tests.support.whole import Whole, whole_tappa

QUESTION = "Buongiorno, is the walnut desk still there?"
ANSWER = "It is. Shall I keep it for you?"
MARK = "window.neverReloaded = true"


@pytest.fixture(scope="module")
def tappa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """A whole Tappa with its demo workspace, as `script/server` starts it."""
    with whole_tappa(tmp_path_factory.mktemp("first-day") / "data") as whole:
        whole.start()
        yield whole


def test_an_agent_answers_and_moves_and_a_manager_watches(tappa: Whole, windows: Windows) -> None:
    """I1, I4, I5, I6, S1, S2, E1, E2, E3, D1."""
    password = load_secrets(tappa.data).demo_password
    agent, manager = windows.open(tappa.url), windows.open(tappa.url)
    sign_in_by_form(agent, "agent@demo.example", password)
    sign_in_by_form(manager, "manager@demo.example", password)
    manager.get_by_role("navigation", name="Main").get_by_role("link", name="Dashboard").click()
    new_lead, payment = figure(manager, "New Lead"), figure(manager, "Payment")
    before = count(new_lead), count(payment)
    manager.evaluate(MARK)

    customer = write_as_a_customer(agent)
    agent.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox").click()
    agent.get_by_role("link", name=re.compile("^Unassigned")).click()
    expect(agent.get_by_role("heading", name="Unassigned", level=1)).to_be_visible()
    agent.evaluate(MARK)
    say(customer, QUESTION)

    row = agent.locator("#list .conv", has_text=QUESTION)
    expect(row).to_contain_text("New Lead")
    expect(new_lead).to_have_text(written(before[0] + 1))
    assert agent.evaluate("window.neverReloaded"), "the list was loaded anew: it should have come by itself"

    row.click()
    thread = agent.get_by_role("region", name=re.compile("^Conversation with"))
    expect(thread.get_by_text(QUESTION)).to_be_visible()
    agent.get_by_label("Message", exact=True).fill(ANSWER)
    agent.get_by_role("button", name=re.compile("^Send")).click()
    expect(customer.get_by_text(ANSWER)).to_be_visible()

    move_by_the_picker(agent, "Payment")
    line = re.compile(r"Ana.* moved .* from .*New Lead to .*Payment")
    expect(thread.locator(".event", has_text=line)).to_be_visible()
    expect(customer.get_by_text("Payment")).to_have_count(0)
    expect(payment).to_have_text(written(before[1] + 1))
    expect(new_lead).to_have_text(written(before[0]))
    assert manager.evaluate("window.neverReloaded"), "the dashboard was loaded anew"

    open_activity(agent)
    entry = agent.get_by_role("listitem").filter(has_text=re.compile(r"New Lead to .*Payment")).first
    expect(entry).to_contain_text("Ana Torres")


def write_as_a_customer(agent: Page) -> Page:
    """Follow the invitation to try it: the hosted chat in a second window."""
    agent.get_by_role("link", name=re.compile("^Getting started")).click()
    with agent.context.expect_page() as opened:
        agent.get_by_role("link", name="Try it: write as a customer").click()
    return opened.value


def say(customer: Page, text: str) -> None:
    """Send a message from the chat page."""
    customer.get_by_label("Your message").fill(text)
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_text(text)).to_be_visible()


def move_by_the_picker(agent: Page, stage: str) -> None:
    """Open the stage picker, type, and choose."""
    agent.keyboard.press("Escape")
    agent.get_by_role("button", name=re.compile("^Stage of")).click()
    picker = agent.get_by_role("dialog", name=re.compile("^Stage of"))
    picker.get_by_role("combobox").fill(stage)
    picker.get_by_role("option", name=re.compile(stage)).click()
    expect(picker).to_be_hidden()


def open_activity(agent: Page) -> None:
    """From the thread to the contact's drawer, and its Activity tab."""
    agent.get_by_title("More", exact=True).click()
    agent.get_by_role("link", name="Show in Contacts").click()
    agent.get_by_role("link", name=re.compile("^Activity")).click()


def figure(manager: Page, stage: str) -> Locator:
    """The number of contacts on a stage's card."""
    card = manager.get_by_role("article").filter(has=manager.get_by_role("heading", name=stage))
    return card.locator(".stat__figure")


def count(figure: Locator) -> int:
    """The number that a figure shows."""
    return int(re.sub(r"\D", "", figure.inner_text()))


def written(number: int) -> re.Pattern[str]:
    """How a figure shows a number, and the words for those who cannot see it."""
    return re.compile(rf"^\s*{number:,}\b")
