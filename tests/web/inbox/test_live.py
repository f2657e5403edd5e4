"""The Inbox is live, and what changes elsewhere loses nobody their place (I6)."""

from playwright.sync_api import Page, expect

from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.activity.whisper import Whisper, whisper
from tappa.core.contacts.actions.move import move_contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.core.acts import arrive, message, robot, stage_named
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import go, rows
from tests.web.inbox.reading import inbox_of, page_of, somebody


def test_i6_what_others_do_appears_without_a_reload(desk: Page, cast: Cast, letterbox: Channel) -> None:
    """In list, counts and thread: a first message, a move, an assignment, an answer."""
    go(desk, inbox_of(cast.agent))
    expect(desk.locator("#list")).to_contain_text("No conversations yet")
    marta = somebody(letterbox, "Marta", "Ciao")
    row = desk.locator(f"#row-{marta.id}")
    expect(row).to_contain_text("Ciao")
    expect(row).to_contain_text("New Lead")
    expect(desk.locator("#list-count")).to_have_text("1 open")
    row.click()
    expect(desk.locator("#flow")).to_contain_text("Marta became 🌱New Lead")
    by = actor_of(cast.manager, Via.PAGE)
    move_contact(marta, to=stage_named(marta.workspace, "Payment"), by=by)
    expect(desk.locator("#flow")).to_contain_text("Marco Manager moved Marta from 🌱New Lead to 💳Payment")
    expect(desk.locator("#thread-head .chip--button")).to_contain_text("Payment")
    assign_contact(marta, to=cast.manager, by=by)
    expect(desk.locator("#assign-menu > summary")).to_contain_text("Marco")
    reply(marta, {"type": "text", "text": "Salve"}, text="Salve", by=by)
    expect(desk.locator("#flow .msg[data-dir=out]")).to_contain_text("Salve")
    expect(desk.locator("#side-mine")).to_contain_text("0")


def test_no_row_moves_under_the_pointer(desk: Page, cast: Cast, letterbox: Channel) -> None:
    ada, bea = somebody(letterbox, "Ada"), somebody(letterbox, "Bea")
    go(desk, inbox_of(cast.agent))
    assert rows(desk) == ["Bea", "Ada"]
    desk.locator(f"#row-{bea.id}").hover()
    arrive(letterbox, "Ada", message("Look here"))
    expect(desk.locator(f"#row-{ada.id}")).to_contain_text("Look here")
    assert rows(desk) == ["Bea", "Ada"], "it changes in place"
    desk.mouse.move(900, 300)
    expect(desk.locator("#list .conv__name").first).to_have_text("Ada")


def test_the_mark_of_a_writing_visitor_shows_and_goes(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    expect(desk.locator("#typing")).to_be_hidden()
    whisper(Whisper(marta.workspace_id, marta.id))
    expect(desk.locator("#typing")).to_have_text("Marta is typing")
    arrive(letterbox, "Marta", message("Done"))
    expect(desk.locator("#flow")).to_contain_text("Done")
    expect(desk.locator("#typing")).to_be_hidden()
    whisper(Whisper(marta.workspace_id, marta.id, cast.manager.id))
    expect(desk.locator("#composer-here")).to_contain_text("Marco is writing too")


def test_what_one_may_see_no_longer_goes_away(
    server: WebServer, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    windows.expect_trouble("404")
    marta = somebody(letterbox, "Marta", "Secret")
    assign_contact(marta, to=cast.mine_only, by=robot(marta.workspace))
    page = windows.open(server.url)
    sign_in(page, server, cast.mine_only)
    go(page, page_of(marta, cast.mine_only))
    expect(page.locator("#flow")).to_contain_text("Secret")
    assign_contact(marta, to=cast.agent, by=robot(marta.workspace))
    expect(page.locator("#list")).to_contain_text("No conversations yet")
    expect(page.locator("body")).not_to_contain_text("Secret")
