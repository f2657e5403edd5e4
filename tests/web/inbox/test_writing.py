"""Answers and comments in a real browser: quick, and nothing that was typed is lost (I5, I7)."""

import pytest
from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Workspace
from tappa.core.inbox.actions.deliver import delivery_failed, delivery_sent, lease_deliveries
from tappa.core.inbox.models import Channel
from tappa.core.inbox.reading import drafts_of
from tests.cast import Cast
from tests.core.acts import arrive, message
from tests.support.browser import Windows
from tests.support.correspondence import correspond
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import WRITE, go, replies
from tests.web.inbox.reading import page_of, somebody


def test_i5_an_answer_stands_in_the_thread_at_once_and_is_sent(
    desk: Page, cast: Cast, letterbox: Channel
) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.locator(WRITE).fill("Salve, Marta")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".thread .msg[data-dir=out]")).to_contain_text("Salve, Marta")
    expect(desk.locator(WRITE)).to_have_value("")
    expect(desk.locator("#flow .msg[data-dir=out]")).to_contain_text("Salve, Marta")
    expect(desk.locator("#outbox > *")).to_have_count(0)
    expect(desk.locator(f"#row-{marta.id}")).to_contain_text("We wrote:")
    assert replies(marta) == ["Salve, Marta"]


@pytest.mark.usefixtures("empty_line")
def test_i4_an_answer_that_takes_long_says_why(desk: Page, cast: Cast, workspace: Workspace) -> None:
    """As soon as the first attempt has failed, and until it is sent; also where more was written since."""
    post = correspond(workspace, "http://bridge.invalid")
    marta = post.contact()
    go(desk, page_of(marta, cast.agent))
    sent = post.answer(marta, "Salve, Marta")
    out = desk.locator("#flow .msg[data-dir=out]")
    expect(out.get_by_title("Being sent")).to_be_visible()
    [parcel] = [each for each in lease_deliveries(most=100, per_channel=1) if each.message_id == sent.id]
    delivery_failed(parcel, reason="The bridge does not answer.", final=False)
    why = out.get_by_text("Not sent yet, it is tried again by itself: The bridge does not answer.")
    expect(why).to_be_visible()
    post.answer(marta, "And one more thing")
    expect(desk.locator("#flow")).to_contain_text("And one more thing")
    expect(why).to_be_visible()
    delivery_sent(parcel, channel_message_id="there")
    expect(why).to_have_count(0)


def test_nothing_typed_is_lost_when_the_line_breaks(
    desk: Page, cast: Cast, letterbox: Channel, windows: Windows
) -> None:
    windows.expect_trouble("ERR_INTERNET_DISCONNECTED")
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.context.set_offline(True)
    desk.locator(WRITE).fill("Will this be lost?")
    desk.locator("#composer-send").click()
    expect(desk.locator("#outbox")).to_contain_text("Not sent")
    desk.context.set_offline(False)
    desk.reload()
    expect(desk.locator("#outbox")).to_contain_text("Will this be lost?")
    desk.locator("#outbox").get_by_role("button", name="Retry").click()
    expect(desk.locator("#flow .msg[data-dir=out]")).to_contain_text("Will this be lost?")
    expect(desk.locator("#outbox > *")).to_have_count(0)
    assert replies(marta) == ["Will this be lost?"]


def test_a_draft_outlives_reloads_other_conversations_and_what_comes_in(
    desk: Page, cast: Cast, letterbox: Channel
) -> None:
    ada, bea = somebody(letterbox, "Ada"), somebody(letterbox, "Bea")
    go(desk, page_of(ada, cast.agent))
    desk.locator(WRITE).fill("half a thou")
    arrive(letterbox, "Ada", message("Are you there?"))
    expect(desk.locator("#flow")).to_contain_text("Are you there?")
    expect(desk.locator(WRITE)).to_have_value("half a thou")
    expect(desk.locator(WRITE)).to_be_focused()
    desk.locator(f"#row-{bea.id}").click()
    expect(desk.locator(WRITE)).to_have_value("")
    desk.locator(f"#row-{ada.id}").click()
    expect(desk.locator(WRITE)).to_have_value("half a thou")
    desk.reload()
    expect(desk.locator(WRITE)).to_have_value("half a thou")
    desk.locator(WRITE).press("Escape")
    desk.keyboard.press("c")
    expect(desk.locator(WRITE)).to_have_value("")
    desk.keyboard.press("Escape")
    desk.keyboard.press("r")
    expect(desk.locator(WRITE)).to_have_value("half a thou")


def test_a_draft_is_there_in_another_browser_of_the_same_person_alone(
    desk: Page, server: WebServer, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    with desk.expect_response(lambda answer: answer.url.endswith("/draft")):
        desk.locator(WRITE).fill("half a thought")
    desk.locator("#composer [value=comment]").check(force=True)
    with desk.expect_response(lambda answer: answer.url.endswith("/draft")):
        desk.locator(WRITE).fill("for us")
    assert desk.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft-'))") == []
    elsewhere, colleague = windows.open(server.url), windows.open(server.url)
    sign_in(elsewhere, server, cast.agent)
    sign_in(colleague, server, cast.manager)
    for page, text in ((elsewhere, "half a thought"), (colleague, "")):
        go(page, page_of(marta, cast.agent))
        expect(page.locator(WRITE)).to_have_value(text)
    elsewhere.locator("#composer [value=comment]").check(force=True)
    expect(elsewhere.locator(WRITE)).to_have_value("for us")
    elsewhere.locator("#composer [value=reply]").check(force=True)
    elsewhere.locator(WRITE).press("Control+Enter")
    expect(elsewhere.locator("#flow .msg[data-dir=out]")).to_contain_text("half a thought")
    elsewhere.reload()
    expect(elsewhere.locator(WRITE)).to_have_value("for us")
    assert drafts_of(marta, member=cast.agent) == {"comment": "for us"}


def test_a_draft_that_the_server_could_not_get_is_kept_here_and_sent_later(
    desk: Page, cast: Cast, letterbox: Channel, windows: Windows
) -> None:
    windows.expect_trouble("ERR_INTERNET_DISCONNECTED")
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.context.set_offline(True)
    desk.locator(WRITE).fill("Will this be lost?")
    desk.wait_for_timeout(1_500)
    assert drafts_of(marta, member=cast.agent) == {}
    desk.context.set_offline(False)
    with desk.expect_response(lambda answer: answer.url.endswith("/draft")):
        desk.reload()
    expect(desk.locator(WRITE)).to_have_value("Will this be lost?")
    assert drafts_of(marta, member=cast.agent) == {"reply": "Will this be lost?"}


def test_an_emoji_goes_where_the_caret_is(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.locator(WRITE).fill("Good day")
    for _step in range(4):
        desk.keyboard.press("ArrowLeft")
    desk.get_by_role("button", name="Emoji").click()
    box = desk.locator(".emoji-picker")
    expect(box.locator("[data-clear]")).to_be_hidden()
    composer, picker = desk.locator(WRITE).bounding_box(), box.bounding_box()
    assert composer is not None
    assert picker is not None
    assert picker["y"] + picker["height"] <= composer["y"] + composer["height"] + 40, "it covers no words"
    desk.keyboard.type("sun with face")
    expect(box.locator("[role=option]").first).to_have_text("🌞")
    desk.keyboard.press("Enter")
    expect(box).to_have_count(0)
    expect(desk.locator(WRITE)).to_be_focused()
    desk.keyboard.type("!")
    expect(desk.locator(WRITE)).to_have_value("Good🌞! day")


def test_a_comment_calls_a_member_from_a_short_list(desk: Page, cast: Cast, letterbox: Channel) -> None:
    marta = somebody(letterbox, "Marta")
    go(desk, page_of(marta, cast.agent))
    desk.keyboard.press("c")
    desk.keyboard.type("Ask @mi")
    expect(desk.locator("#mentions > *")).to_have_count(1)
    expect(desk.locator("#mentions")).to_contain_text("Mina Mine")
    desk.keyboard.press("Enter")
    expect(desk.locator(WRITE)).to_have_value("Ask @Mina Mine ")
    desk.keyboard.type("please")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#flow .note")).to_contain_text("Ask @Mina Mine please")
    expect(desk.locator("#flow .mention")).to_have_text("@Mina Mine")
    expect(desk.locator("#outbox > *")).to_have_count(0)
