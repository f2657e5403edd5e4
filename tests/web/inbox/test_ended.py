"""What one may do no longer, while the page is open: a right is taken away, a sign-in ends. Nothing typed is lost
(section 8, I6, I7)."""

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tappa.core.accounts.actions.change_member import change_member
from tappa.core.accounts.grants import Restriction, Role
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.inbox.actions.remove_member import remove_member
from tappa.core.inbox.models import Channel
from tappa.kernel.session_keys import kept_as
from tests.cast import Cast
from tests.core.acts import arrive, message
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import WRITE, go, replies
from tests.web.inbox.reading import page_of, somebody


def end_sign_in(page: Page) -> None:
    """As when it runs out, or is ended elsewhere."""
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    Session.objects.filter(session_key=kept_as(key)).delete()


def test_a_restriction_takes_open_conversations_away_at_once(
    desk: Page, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    windows.expect_trouble("404")
    marta = somebody(letterbox, "Marta", "Secret")
    go(desk, page_of(marta, cast.agent))
    expect(desk.locator("#flow")).to_contain_text("Secret")
    by = actor_of(cast.owner, Via.PAGE)
    change_member(
        cast.agent, role=Role.AGENT, restrictions=[Restriction.SHOW_ONLY_MINE], team=cast.team, by=by
    )
    expect(desk.locator("body")).not_to_contain_text("Secret")
    expect(desk.locator("#thread")).to_contain_text("Choose a conversation")
    arrive(letterbox, "Marta", message("And more of it"))
    desk.wait_for_timeout(1_500)
    expect(desk.locator("body")).not_to_contain_text("Marta")


def test_who_is_no_member_any_more_sees_and_hears_nothing(
    desk: Page, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    windows.expect_trouble("404")
    marta = somebody(letterbox, "Marta", "Secret")
    go(desk, page_of(marta, cast.agent))
    asked: list[str] = []
    remove_member(cast.agent, by=actor_of(cast.owner, Via.PAGE))
    expect(desk.locator("body")).to_contain_text("Nothing here")
    desk.on("request", lambda request: asked.append(request.url))
    arrive(letterbox, "Marta", message("And more of it"))
    desk.wait_for_timeout(1_500)
    expect(desk.locator("body")).not_to_contain_text("Secret")
    asked = [url for url in asked if "/static/" not in url]  # the icon of the page that says so
    assert asked == [], "its stream has ended, and it does not ask again and again"


def test_a_sign_in_that_ends_is_said_and_no_word_is_lost(
    server: WebServer, desk: Page, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    windows.expect_trouble("401")
    marta, ada = somebody(letterbox, "Marta"), somebody(letterbox, "Ada")
    go(desk, page_of(marta, cast.agent))
    end_sign_in(desk)
    said = desk.get_by_role("alert")
    desk.locator(WRITE).fill("On my way")
    expect(said).to_contain_text("You are signed out")
    here = desk.url
    desk.locator(WRITE).press("Control+Enter")
    expect(desk.locator("#outbox")).to_contain_text("Not sent")
    desk.locator(WRITE).fill("half a thought")
    desk.locator("#thread-head").get_by_role("button", name="Close").click()
    desk.locator(f"#row-{ada.id}").click()
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(marta.id))
    expect(desk.locator(WRITE)).to_have_value("half a thought")
    sign_in(desk, server, cast.agent)
    said.get_by_role("link", name="Sign in again").click()
    desk.wait_for_url(here)
    expect(desk.locator(WRITE)).to_have_value("half a thought")
    desk.locator("#outbox").get_by_role("button", name="Retry").click()
    expect(desk.locator("#flow .msg[data-dir=out]")).to_contain_text("On my way")
    assert replies(marta) == ["On my way"]


def test_a_stream_that_finds_the_sign_in_ended_says_so(
    desk: Page, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    windows.expect_trouble("401")
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.locator(WRITE).fill("half a thought")
    end_sign_in(desk)
    arrive(letterbox, "Marta", message("Are you there?"))
    expect(desk.get_by_role("alert")).to_contain_text("You are signed out")
    expect(desk.locator(WRITE)).to_have_value("half a thought")
    expect(desk.locator(WRITE)).to_be_focused()
    expect(desk.locator("#thread")).not_to_contain_text("Are you there?")
