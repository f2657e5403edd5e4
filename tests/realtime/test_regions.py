"""Live regions follow what happens elsewhere: at once, seldom, and after every interruption (I6)."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tappa.core.activity.whisper import Whisper, whisper
from tappa.kernel.session_keys import kept_as
from tests.core.acts import new_contact
from tests.realtime.made import Made


@pytest.mark.parametrize("query", ["", "?alone"])
def test_a_region_follows_what_happens_elsewhere(made: Made, query: str) -> None:
    """With a shared worker, and where there is none."""
    made.region("before")
    page = made.open(query=query)
    made.region("after")
    made.tell()
    expect(page.locator("#region")).to_have_text("after")


def test_all_tabs_of_a_browser_share_one_stream(made: Made) -> None:
    """A browser allows six connections to a host: the seventh tab would hang."""
    made.region("before")
    page = made.open()
    for _ in range(7):
        made.visit(page.context.new_page())
    made.region("after")
    made.tell()
    for tab in page.context.pages:
        tab.bring_to_front()
        expect(tab.locator("#region")).to_have_text("after")


def test_only_what_is_concerned_is_fetched(made: Made) -> None:
    made.region("one")
    other = (
        f'<section id="other" data-live="lifecycle" data-src="/w/$SLUG/region/{made.name}-other">o</section>'
    )
    made.write(other.replace(">o<", ">other<"), f"{made.name}-other")
    page = made.open(around=other)
    expect(page.locator("#other")).to_have_text("other")  # by the first refresh
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("%2F")[2]))
    made.region("two")
    made.tell()
    expect(page.locator("#region")).to_have_text("two")
    assert set(fetched) == {made.name}


def test_what_the_page_shows_already_is_not_sent_again_but_after_an_act(made: Made) -> None:
    """An act may have changed the page otherwise than the server will tell: a row that is faded, or dragged."""
    made.region("<b id='inner'>before</b>")
    other = f'<p id="other" data-live="settings" data-src="/w/$SLUG/region/{made.name}-other">before</p>'
    made.write(other, f"{made.name}-other")
    page = made.open(around=other)
    inner = page.locator("#inner")
    made.region("<b id='inner'>after</b>")
    for text in ("one", "two"):
        made.write(other.replace("before", text), f"{made.name}-other")
        made.tell()
        expect(page.locator("#other")).to_have_text(text)
        expect(inner).to_have_text("after" if text == "one" else "of the page")
        page.evaluate("document.querySelector('#inner').textContent = 'of the page'")
    inner.click()
    made.tell()
    expect(inner).to_have_text("after")


def test_a_part_that_cannot_be_had_takes_no_other_with_it(made: Made) -> None:
    """Of several in one answer one is gone."""
    made.region("before")
    gone = f'<p id="gone" data-live="settings" data-src="/w/$SLUG/region/{made.name}-gone">before</p>'
    made.write(gone, f"{made.name}-gone")
    page = made.open(around=gone)
    (made.folder / f"{made.name}-gone.html").unlink()
    made.region("after")
    made.tell()
    expect(page.locator("#gone")).to_have_count(0)
    expect(page.locator("#region")).to_have_text("after")


def test_a_hidden_tab_waits_until_it_is_looked_at(made: Made) -> None:
    made.region("before")
    page = made.open()
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => window.away, configurable: true})")
    page.evaluate("document.addEventListener('live:names', () => { document.body.id = 'heard' })")
    page.evaluate("window.away = true")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    made.region("after")
    made.tell()
    expect(page.locator("body")).to_have_id("heard")
    page.wait_for_timeout(1_500)  # twice as long as a region waits at most
    assert fetched == []
    page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#region")).to_have_text("after")
    assert fetched


def test_a_typing_mark_shows_and_goes_when_the_message_is_there(made: Made) -> None:
    contact = new_contact(made.member.workspace, first_name="Ana")
    made.region("thread")
    page = made.open(around=f'<p id="mark" data-live-mark="typing-{contact.id}" hidden>…</p>')
    whisper(Whisper(made.member.workspace_id, contact.id))
    expect(page.locator("#mark")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    whisper(Whisper(made.member.workspace_id, contact.id))
    expect(page.locator("#mark")).to_be_hidden()


@pytest.mark.parametrize("query", ["?fresh", "?alone&fresh"])
def test_a_page_that_is_fresh_is_not_fetched_again_and_misses_nothing(made: Made, query: str) -> None:
    """It says when it was made, and hears what came after: at its first tab's stream, and at one that flows already."""
    made.region("at first")
    first = made.open()
    made.region("before")
    made.tell()
    expect(first.locator("#region")).to_have_text("before")  # the server remembers since before it told this
    second = first.context.new_page()
    fetched: list[str] = []
    second.on("request", lambda request: fetched.append(request.url.rpartition("%2F")[2]))
    first.wait_for_timeout(2_500)  # the margin by which clocks may differ
    made.visit(second, query=query)
    made.region("after")
    made.tell()
    expect(second.locator("#region")).to_have_text("after")
    assert fetched.count(made.name) == 1


def test_a_part_that_was_under_way_while_its_name_was_told_is_fetched(made: Made) -> None:
    made.region("before")
    page = made.open(around='<div id="place"></div>')
    made.region("after")
    made.tell()
    expect(page.locator("#region")).to_have_text("after")
    late = f'<p id="late" data-live="settings" data-src="/w/$SLUG/region/{made.name}-late">old</p>'
    made.write(late.replace("old", "after"), f"{made.name}-late")
    late = late.replace("$SLUG", made.member.workspace.slug)
    page.evaluate("(late) => { document.querySelector('#place').innerHTML = late; }", late)
    expect(page.locator("#late")).to_have_text("after")


def test_an_error_in_showing_one_part_is_told_as_such_and_keeps_no_other(made: Made) -> None:
    made.windows.expect_trouble("showing this one")
    made.region("before")
    other = f'<p id="other" data-live="settings" data-src="/w/$SLUG/region/{made.name}-other">before</p>'
    made.write(other, f"{made.name}-other")
    page = made.open(around=other)
    fails = "({ id }) => { if (id === 'other') throw new Error('showing this one'); }"
    page.evaluate(f"window.htmx = {{ process: {fails} }}; null")
    made.write(other.replace("before", "after"), f"{made.name}-other")
    made.region("after")
    with page.expect_event("pageerror") as told:
        made.tell()
    assert told.value.message == "showing this one"
    expect(page.locator("#region")).to_have_text("after")


def test_what_may_no_longer_be_seen_goes_away(made: Made) -> None:
    made.windows.expect_trouble("404")
    made.region("before")
    page = made.open()
    (made.folder / f"{made.name}.html").unlink()
    made.tell()
    expect(page.locator("#region")).to_have_count(0)


def test_an_act_of_one_s_own_shows_at_once(made: Made) -> None:
    """`done(…, names=…)` reaches the page as this event."""
    made.region("before")
    page = made.open()
    made.region("after")
    told = "new CustomEvent('live:told', {detail: {names: 'settings x'}, bubbles: true})"
    page.evaluate(f"document.body.dispatchEvent({told})")
    expect(page.locator("#region")).to_have_text("after")


@pytest.mark.parametrize(
    "ahead",
    ["document.body.toggleAttribute('data-under-way', {})", "region.ariaBusy = {} ? 'true' : null"],
    ids=["a move", "another list"],
)
def test_an_answer_that_does_not_know_what_is_under_way_is_not_shown(made: Made, ahead: str) -> None:
    """I6, S7: what somebody has just done is not shown undone; once it is through, what came meanwhile shows."""
    made.region("before")
    page = made.open()
    page.evaluate(ahead.format("true"))
    made.region("after")
    answer = re.compile(made.name)
    with page.expect_response(answer):
        made.tell()
    with page.expect_response(answer):
        pass  # it is asked for again, as long as it is not shown
    expect(page.locator("#region")).to_have_text("before")
    page.evaluate(ahead.format("false"))
    expect(page.locator("#region")).to_have_text("after")


def test_offline_is_said_and_what_was_missed_is_fetched(made: Made) -> None:
    made.windows.expect_trouble("net::")
    made.region("before")
    page = made.open(query="?alone")
    page.context.set_offline(True)
    page.evaluate(
        "document.dispatchEvent(new Event('live:anew'))"
    )  # as when the network tells that it is gone
    expect(page.locator("[data-live-offline]")).to_be_visible()
    made.region("after")
    made.tell()
    page.context.set_offline(False)
    expect(page.locator("[data-live-offline]")).to_be_hidden()
    expect(page.locator("#region")).to_have_text("after")


def test_whoever_is_signed_out_elsewhere_is_told_and_can_sign_in_again(made: Made) -> None:
    made.windows.expect_trouble("401|404")
    made.region("before")
    page = made.open()
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    Session.objects.filter(session_key=kept_as(key)).delete()
    made.tell()
    page.get_by_role("alert").get_by_role("link", name="Sign in again").click()
    page.wait_for_url("**/account/login?next=%2Fw%2F**")
