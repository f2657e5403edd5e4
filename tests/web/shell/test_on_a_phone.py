"""What a phone's pages have of their own: sheets that dim what lies behind, messages that cover nothing."""

import re

from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Member
from tests.cast import Cast
from tests.core.acts import new_channel
from tests.support.browser import PHONE, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.reading import page_of, somebody


def phone_of(member: Member, server: WebServer, windows: Windows) -> Page:
    """The member's phone."""
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, member)
    return page


def test_pressing_beside_a_sheet_closes_it_and_nothing_else(
    server: WebServer, cast: Cast, windows: Windows
) -> None:
    marta = somebody(new_channel(cast.owner.workspace), "Marta")
    page = phone_of(cast.agent, server, windows)
    page.goto(page_of(marta, cast.agent))
    here = page.url
    page.get_by_title(re.compile("^Assignee")).click()
    sheet = page.locator("#assign-menu > .pop")
    expect(sheet).to_be_in_viewport(ratio=1)
    page.mouse.click(PHONE["width"] / 2, 30)
    expect(sheet).to_be_hidden()
    assert page.url == here


def test_a_message_of_the_page_stands_in_one_line_and_is_put_away(
    server: WebServer, cast: Cast, windows: Windows
) -> None:
    page = phone_of(cast.agent, server, windows)
    page.goto("/profile")
    page.get_by_role("button", name="Save").click()
    toast = page.get_by_role("status").filter(has_text="Profile saved")
    expect(toast).to_be_in_viewport(ratio=1)
    words = toast.locator("span").bounding_box()
    assert words is not None
    assert words["height"] < 30
    toast.get_by_role("button", name="Dismiss").click()
    expect(toast).to_have_count(0)
