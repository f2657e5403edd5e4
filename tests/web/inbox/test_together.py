"""Two and three people in one conversation, each in a browser of their own: what they do at once ends the same for all,
and nothing that one did is lost (I5, I6, S6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.core.accounts.models import Member
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact, Transition
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.actions.wake import wake_due_conversations
from tappa.core.inbox.models import Channel, Conversation
from tests.cast import Cast
from tests.core.acts import arrive, message, robot, stage_named
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import WRITE, go, replies
from tests.web.inbox.reading import conversation_of, inbox_of, page_of, somebody
from tests.web.settings.stages.editing import Desk

STAGE = "#thread-head .chip--button"


@dataclass(frozen=True)
class Desks:
    """A browser for each who asks for one."""

    server: WebServer
    windows: Windows

    def of(self, member: Member, address: str) -> Page:
        """The member's browser at this address, listening."""
        page = self.windows.open(self.server.url)
        sign_in(page, self.server, member)
        go(page, address)
        return page


@pytest.fixture
def desks(server: WebServer, windows: Windows) -> Desks:
    """Where people sit."""
    return Desks(server, windows)


@pytest.fixture
def marta(letterbox: Channel) -> Contact:
    """Somebody who has written."""
    return somebody(letterbox, "Marta", "Ciao")


def press_at_once(*buttons: Locator) -> None:
    """Each in its own browser, before any has heard of another's."""
    for button in buttons:
        button.evaluate("button => button.click()")


def soon(page: Page, held: Callable[[], bool]) -> None:
    """Wait until it holds, while the pages go on."""
    for _time in range(150):
        if held():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came to that")


def test_assigned_at_once_the_last_one_has_it_for_all(desks: Desks, cast: Cast, marta: Contact) -> None:
    address = page_of(marta, cast.owner)
    one, other = desks.of(cast.owner, address), desks.of(cast.manager, address)
    third = desks.of(cast.agent, inbox_of(cast.agent))
    wanted = {one: cast.owner, other: cast.agent}
    press_at_once(
        *(page.locator(f'#assign-menu [name=member][value="{to.id}"]') for page, to in wanted.items())
    )
    told = Event.objects.filter(contact_id=marta.id, kind="contact.assigned").order_by("id")
    soon(one, lambda: told.count() == 2)
    first, last = told
    assert (first.data["from_member_id"], last.data["from_member_id"]) == (None, first.data["member_id"])
    marta.standing.refresh_from_db()
    assert marta.standing.assignee_id == last.data["member_id"]
    has_it = next(to for to in wanted.values() if to.id == last.data["member_id"])
    for page, me in ((one, cast.owner), (other, cast.manager)):
        name = "Me" if me == has_it else has_it.user.name.partition(" ")[0]
        expect(page.locator("#assign-menu > summary")).to_contain_text(name)
        expect(page.locator("#flow .event")).to_have_count(5)
    expect(third.locator(f"#row-{marta.id} .conv__end .avatar")).to_have_attribute("title", has_it.user.name)
    expect(third.locator("#side-mine")).to_contain_text("1" if has_it == cast.agent else "0")


def test_s6_moved_at_once_both_moves_stand_and_all_see_the_last(
    desks: Desks, cast: Cast, marta: Contact
) -> None:
    address = page_of(marta, cast.owner)
    one, other = desks.of(cast.owner, address), desks.of(cast.agent, address)
    for page in (one, other):
        page.locator(STAGE).click()
        expect(page.locator(".picker [role=option]")).to_have_count(5)
    workspace = cast.owner.workspace
    targets = (stage_named(workspace, "Payment"), stage_named(workspace, "Cold Lead"))
    press_at_once(
        *(
            page.locator(f"#picker-stage-{stage.id}")
            for page, stage in zip((one, other), targets, strict=True)
        )
    )
    made = Transition.objects.filter(workspace_id=workspace.id, contact_id=marta.id).order_by("seq")
    soon(one, lambda: made.count() == 3)
    before, first, last = made
    assert (first.from_name, last.from_name) == (before.to_name, first.to_name)
    assert {first.to_name, last.to_name} == {"Payment", "Cold Lead"}
    for page in (one, other):
        expect(page.locator(STAGE)).to_contain_text(last.to_name)
        expect(page.locator(f"#row-{marta.id}")).to_contain_text(last.to_name)
        expect(page.locator("#flow .event").last).to_contain_text(last.to_name)
        expect(page.locator("#contact-pane .stagebar__now b")).to_have_text(last.to_name)


def test_answered_at_once_both_answers_go_out_once_and_the_first_has_the_contact(
    desks: Desks, cast: Cast, marta: Contact
) -> None:
    address = page_of(marta, cast.owner)
    one, other = desks.of(cast.owner, address), desks.of(cast.agent, address)
    one.locator(WRITE).fill("This is Olga")
    other.locator(WRITE).fill("Ada here")
    expect(one.locator("#composer-here")).to_contain_text("Ada is writing too")
    press_at_once(one.locator("#composer-send"), other.locator("#composer-send"))
    soon(one, lambda: len(replies(marta)) == 2)
    for page in (one, other):
        expect(page.locator("#flow .msg[data-dir=out] .msg__text")).to_have_text(replies(marta))
        expect(page.locator("#outbox > *")).to_have_count(0)
        expect(page.locator(WRITE)).to_have_value("")
    marta.standing.refresh_from_db()
    first = cast.owner if replies(marta)[0] == "This is Olga" else cast.agent
    assert marta.standing.assignee_id == first.id


def test_a_draft_and_the_place_stay_while_others_answer_assign_and_move(
    desks: Desks, cast: Cast, letterbox: Channel
) -> None:
    marta = somebody(letterbox, "Marta", *(f"Text {number:02}." for number in range(60)))
    address = page_of(marta, cast.owner)
    mine, theirs = desks.of(cast.owner, address), desks.of(cast.agent, address)
    mine.locator(WRITE).fill("half a thought")
    mine.locator(WRITE).evaluate("field => field.setSelectionRange(5, 6)")
    mine.locator(".thread__scroll").evaluate("place => { place.scrollTop = -200; }")
    shown = mine.locator(".msg__text", has_text="Text 50.")
    before = shown.bounding_box()
    theirs.locator(WRITE).fill("Salve")
    theirs.locator(WRITE).press("Control+Enter")
    theirs.keyboard.press("Escape")
    theirs.keyboard.press("]")
    arrive(letterbox, "Marta", message("And one more."))
    expect(mine.locator("#flow")).to_contain_text("And one more.")
    # Their answer and their move go out beside each other: which is told last is open.
    expect(mine.locator("#flow .event", has_text="took over")).to_be_attached()
    expect(mine.locator("#flow .event", has_text="Hot Lead")).to_be_attached()
    expect(mine.locator(WRITE)).to_have_value("half a thought")
    expect(mine.locator(WRITE)).to_be_focused()
    assert mine.locator(WRITE).evaluate("field => [field.selectionStart, field.selectionEnd]") == [5, 6]
    after = shown.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 3, "what is being read stays where it is"


def test_a_snooze_wakes_by_itself_in_every_browser(desks: Desks, cast: Cast, marta: Contact) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    snooze_conversation(marta, until=tomorrow, by=robot(marta.workspace))
    thread = desks.of(cast.agent, page_of(marta, cast.agent))
    lists = desks.of(cast.manager, inbox_of(cast.manager))
    asleep = desks.of(cast.owner, inbox_of(cast.owner, "/all?status=snoozed"))
    expect(thread.locator("#snooze-menu > summary .num")).to_be_visible()
    expect(lists.locator(f"#row-{marta.id}")).to_have_count(0)
    expect(asleep.locator(f"#row-{marta.id}")).to_have_count(1)
    Conversation.objects.filter(id=conversation_of(marta).id).update(
        snoozed_until=datetime.now(UTC) - timedelta(seconds=1)
    )
    wake_due_conversations()
    expect(thread.locator("#flow .event").last).to_contain_text("The snooze ended")
    expect(thread.locator("#thread-head").get_by_role("button", name="Close")).to_be_visible()
    expect(thread.locator("#snooze-menu > summary .num")).to_have_count(0)
    expect(lists.locator(f"#row-{marta.id}")).to_have_count(1)
    expect(lists.locator("#list-count")).to_have_text("1 open")
    expect(asleep.locator(f"#row-{marta.id}")).to_have_count(0)


def test_a_stage_that_one_deletes_takes_nothing_from_another_who_works_in_its_inbox(
    desks: Desks, cast: Cast, letterbox: Channel
) -> None:
    """L9, I1: its row and list go, and say so; the conversation stays with what is typed, at the stage it was moved to."""
    marta = somebody(letterbox, "Marta", "Ciao")
    payment = stage_named(marta.workspace, "Payment")
    move_contact(marta, to=payment, by=robot(marta.workspace))
    here = desks.of(cast.agent, page_of(marta, cast.agent, f"stage-{payment.id}"))
    here.locator(WRITE).fill("Half a thought")
    settings = Desk(desks.windows, desks.server, cast.owner)
    settings.choose(payment, "Delete…")
    dialog = settings.page.get_by_role("dialog", name="Delete 💳 Payment?")
    dialog.get_by_label("Stage", exact=True).select_option(label="🤝 Customer")
    dialog.get_by_role("button", name="Delete and move 1").click()
    expect(settings.page.get_by_text("Stage Payment deleted")).to_be_visible()
    expect(here.locator("#list")).to_contain_text("This inbox is gone")
    expect(here.locator("#sidebar-boxes")).not_to_contain_text("Payment")
    expect(here.locator(STAGE)).to_contain_text("Customer")
    expect(here.locator("#flow")).to_contain_text(
        "Olga Owner deleted the stage Payment and moved Marta to 🤝Customer"
    )
    expect(here.locator(WRITE)).to_have_value("Half a thought")
