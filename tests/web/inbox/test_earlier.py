"""An earlier conversation of a contact opens where it stands, and leads down to the newest (I4, I5)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.core.acts import arrive, message, robot
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.inbox.desk import WRITE, go
from tests.web.inbox.reading import conversation_of, inbox_of, page_of, pieces, somebody

LAST = "Last of spring."
MUCH = 120  # messages since: more than two pages of a thread


@pytest.fixture
def marta(letterbox: Channel) -> Contact:
    """She wrote in spring, and much since."""
    marta = somebody(letterbox, "Marta", *(f"Spring {number:02}." for number in range(60)), LAST)
    close_conversation(marta, by=robot(marta.workspace))
    return marta


@pytest.fixture
def spring(marta: Contact, letterbox: Channel) -> int:
    """Her earlier conversation."""
    spring = conversation_of(marta).id
    for number in range(MUCH):
        arrive(letterbox, "Marta", message(f"Summer {number:03}."))
    return spring


def test_an_earlier_conversation_opens_at_its_end_and_leads_down(
    desk: Page, cast: Cast, marta: Contact, spring: int, letterbox: Channel
) -> None:
    """By "Other conversations"; what was there before it above, what came since below, step by step to the newest. What one
    reads stays in sight meanwhile."""
    go(desk, page_of(marta, cast.agent))
    desk.locator(f"#talk-{spring} a").click()
    flow, scroll = desk.locator("#flow"), desk.locator(".thread__scroll")
    expect(desk.get_by_text(LAST)).to_be_in_viewport()
    expect(flow).not_to_contain_text("Summer")
    scroll.evaluate("place => place.scrollTo(0, -place.scrollHeight)")
    expect(desk.locator(".thread__inner").first).to_contain_text("Spring 00.")
    scroll.evaluate("place => place.scrollTo(0, 0)")
    arrive(letterbox, "Marta", message("And now."))
    expect(desk.locator(f"#row-{marta.id}")).to_contain_text("And now.")
    desk.get_by_role("link", name="Newer messages").click()
    expect(flow).to_contain_text("Summer 040.")
    expect(desk.get_by_text(LAST)).to_be_in_viewport()
    expect(flow).not_to_contain_text("And now.")
    for _more in range(2):
        desk.get_by_role("link", name="Newer messages").click()
        expect(flow).to_contain_text("Summer 080.")
    expect(desk.get_by_role("link", name="Newer messages")).to_have_count(0)
    expect(flow).to_contain_text("And now.")
    expect(flow).to_contain_text("Summer 000.")
    arrive(letterbox, "Marta", message("At last."))
    expect(flow).to_contain_text("At last.")


def test_down_to_the_newest_at_once_and_so_by_an_answer(
    desk: Page, cast: Cast, marta: Contact, spring: int
) -> None:
    """What is not shown does not count as read."""
    go(desk, inbox_of(cast.agent, f"/all/{spring}"))
    expect(desk.locator("#thread[data-reading]")).to_have_count(0)
    desk.get_by_role("link", name="To the newest").click()
    expect(desk.locator("#flow").get_by_text(f"Summer {MUCH - 1}.")).to_be_in_viewport()
    expect(desk).to_have_url(re.compile(f"{re.escape(page_of(marta, cast.agent))}$"))
    expect(desk.locator("#thread[data-reading]")).to_have_count(1)
    desk.go_back()
    expect(desk.get_by_text(LAST)).to_be_in_viewport()
    desk.locator(WRITE).fill("Here is the answer")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#flow .msg[data-dir=out]")).to_contain_text("Here is the answer")
    expect(desk.locator("#flow")).to_contain_text(f"Summer {MUCH - 1}.")


def test_without_a_script_its_links_lead_up_and_down(
    server: WebServer, cast: Cast, marta: Contact, spring: int
) -> None:
    client = signed_in(server, cast.agent)
    page = client.get(inbox_of(cast.agent, f"/all/{spring}")).text
    assert LAST in pieces(page)[-2], "the closing is its last line"
    seen: list[str] = []
    while newer := re.search(r'id="newer"><a [^>]*href="([^"]*)"', page):
        page = client.get(newer[1].replace("&amp;", "&")).text
        seen += pieces(page)
    texts = re.findall(r"Summer \d+\.", " ".join(seen))
    assert texts == [f"Summer {number:03}." for number in range(MUCH)]
    assert "To the newest" not in page
    above: list[str] = pieces(page)
    while older := re.search(r'id="older"><a [^>]*href="([^"]*)"', page):
        page = client.get(older[1].replace("&amp;", "&")).text
        above = pieces(page) + above
    said = re.findall(r"(?:Summer|Spring) \d+\.", " ".join(above))
    assert said.count("Summer 000.") == 1, "upwards nothing is left out and nothing stands twice"
    assert [each for each in said if each.startswith("Summer")] == texts
