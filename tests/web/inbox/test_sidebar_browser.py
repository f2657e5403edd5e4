"""The sidebar in real browsers: live for everybody, found in, folded, put into order; and an inbox made by its chips
(I1, I2, I6, L2, L14)."""

import re

from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.create_inbox import PRIVATE, create_inbox
from tappa.core.inbox.actions.edit_inbox import edit_inbox
from tappa.core.inbox.custom import inboxes_seen_by
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.models import Channel
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.lifecycle.actions.edit_stage import edit_stage
from tappa.core.lifecycle.actions.reorder_stages import reorder_stages
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.rules import Kind
from tests.cast import Cast
from tests.core.acts import robot, stage_named
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.inbox.desk import WRITE, go
from tests.web.inbox.reading import inbox_of, page_of, somebody

PUBLIC = Audience(Visibility.PUBLIC)
ROUTE = ".side-route .side-row .truncate"
CUSTOM = "#custom-inboxes > li:visible .truncate"


def second(server: WebServer, windows: Windows, member: Member) -> Page:
    """Another person's browser, signed in."""
    page = windows.open(server.url)
    sign_in(page, server, member)
    return page


def inbox_at(maker: Member, stage: str, name: str, audience: Audience = PUBLIC) -> CustomInbox:
    """An inbox of those who stand at this stage."""
    raw = {"all": [["stage", "hasAnyOf", [stage_named(maker.workspace, stage).id]]]}
    wanted = read_filter(raw, Catalogue(maker.workspace_id))
    return create_inbox(maker, name=name, wanted=wanted, audience=audience, by=actor_of(maker, Via.PAGE))


def test_l2_what_happens_to_stages_changes_every_open_sidebar_at_once(
    server: WebServer, desk: Page, windows: Windows, cast: Cast
) -> None:
    owner, by = second(server, windows, cast.owner), robot(cast.owner.workspace)
    go(desk, inbox_of(cast.agent, "/mine"))
    go(owner, inbox_of(cast.owner))
    payment = stage_named(cast.owner.workspace, "Payment")
    edit_stage(payment, name="Paying", by=by)
    for page in (desk, owner):
        expect(page.locator(ROUTE)).to_have_text(["New Lead", "Hot Lead", "Paying", "Customer"])
    ids = [
        stage_named(cast.owner.workspace, name).id for name in ("Paying", "New Lead", "Hot Lead", "Customer")
    ]
    reorder_stages({Kind.LIFECYCLE: ids}, by=by)
    for page in (desk, owner):
        expect(page.locator(ROUTE)).to_have_text(["Paying", "New Lead", "Hot Lead", "Customer"])
    edit_stage(payment, kind=Kind.LOST, by=by)
    delete_stage(stage_named(cast.owner.workspace, "Hot Lead"), move_to=None, by=by)
    for page in (desk, owner):
        expect(page.locator(ROUTE)).to_have_text(["New Lead", "Customer"])
    show_lifecycle(show=False, by=by)
    for page in (desk, owner):
        expect(page.locator(ROUTE)).to_have_count(0)
        expect(page.locator("#sidebar")).not_to_contain_text("Lifecycle")
    show_lifecycle(show=True, by=by)
    for page in (desk, owner):
        expect(page.locator(ROUTE)).to_have_text(["New Lead", "Customer"])


def test_l2_a_stage_goes_while_its_inbox_is_open_and_nothing_else_does(
    desk: Page, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    """The draft, the thread, a field that is open and the sidebar stay; hidden and shown again, the list is there again; thread and
    pane show the stage that came instead (L9)."""
    windows.expect_trouble("404")
    ada, by = somebody(letterbox, "Ada"), robot(cast.owner.workspace)
    stage = stage_named(cast.owner.workspace, "New Lead")
    go(desk, page_of(ada, cast.agent, f"stage-{stage.id}"))
    desk.locator(WRITE).fill("Not sent yet")
    edit_stage(stage, name="Fresh", by=by)
    expect(desk.locator("#list-pane .bar__title")).to_have_text("Fresh")
    show_lifecycle(show=False, by=by)
    expect(desk.locator("#list")).to_contain_text("This inbox is gone")
    expect(desk.locator("#list-pane .bar__title")).to_be_hidden()
    expect(desk.locator("#thread")).to_have_attribute("data-contact", str(ada.id))
    expect(desk.locator("#side-mine")).to_be_visible()
    show_lifecycle(show=True, by=by)
    expect(desk.locator(f"#row-{ada.id}")).to_be_visible()
    field = desk.locator("#contact-pane").get_by_label("Last name", exact=True)
    field.fill("Love")
    delete_stage(stage, move_to=stage_named(cast.owner.workspace, "Payment"), by=by)
    expect(desk.locator("#list")).to_contain_text("This inbox is gone")
    expect(desk.locator(ROUTE).first).to_have_text("Hot Lead")
    expect(desk.locator("#thread-head .chip--button")).to_contain_text("Payment")
    expect(desk.locator("#contact-pane .stagebar__now b")).to_have_text("Payment")
    expect(desk.locator("#flow")).to_contain_text("Fresh and moved Ada to")
    expect(field).to_be_focused()
    expect(field).to_have_value("Love")
    expect(desk.locator(WRITE)).to_have_value("Not sent yet")
    desk.get_by_role("link", name="Back to the Inbox").click()
    expect(desk).to_have_url(re.compile("/inbox/mine$"))


def test_i6_custom_inboxes_are_counted_live_each_over_what_one_may_see(
    server: WebServer, desk: Page, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    lost = inbox_at(cast.owner, "Cold Lead", "Lost")
    other = second(server, windows, cast.mine_only)
    count = f"#side-custom-{lost.id} .side-row__count"
    go(desk, inbox_of(cast.agent, f"/custom-{lost.id}"))
    go(other, inbox_of(cast.mine_only))
    for page in (desk, other):
        expect(page.locator(count)).to_have_text("0")
    ada = somebody(letterbox, "Ada")
    move_contact(ada, to=stage_named(ada.workspace, "Cold Lead"), by=robot(ada.workspace))
    expect(desk.locator(count)).to_have_text("1")
    expect(desk.locator("#list-count")).to_have_text("1 open")
    expect(desk.locator("#list .conv__name")).to_have_text(["Ada"])
    expect(other.locator(count)).to_have_text("0")
    close_conversation(ada, by=robot(ada.workspace))
    expect(desk.locator(count)).to_have_text("0")


def test_i2_what_is_shared_comes_and_goes_on_open_pages(
    desk: Page, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    """A right taken away while the page is open: the list goes, the next fetch is refused."""
    windows.expect_trouble("404")
    somebody(letterbox, "Ada")
    go(desk, inbox_of(cast.agent))
    by = actor_of(cast.owner, Via.PAGE)
    inbox = inbox_at(cast.owner, "New Lead", "Fresh", PRIVATE)
    shared = Audience(Visibility.SHARED, members=frozenset({cast.agent.id}))
    edit_inbox(inbox, version=1, audience=shared, by=by)
    desk.locator(f"#side-custom-{inbox.id}").click()
    expect(desk.locator("#list")).to_contain_text("Ada")
    expect(desk.locator("html[data-live-state=online]")).to_be_attached()
    edit_inbox(inbox, version=2, audience=PRIVATE, by=by)
    expect(desk.locator("#list")).to_contain_text("This inbox is gone")
    expect(desk.locator(f"#side-custom-{inbox.id}")).to_have_count(0)
    expect(desk.locator("#list")).not_to_contain_text("Ada")


def test_i1_an_inbox_is_found_by_typing(desk: Page, cast: Cast) -> None:
    inbox_at(cast.owner, "Cold Lead", "Perdús")
    go(desk, inbox_of(cast.agent))
    desk.locator("#find-inbox").fill("perdu")
    expect(desk.locator("#sidebar-scroll .side-row:visible .truncate")).to_have_text(["Perdús"])
    desk.locator("#find-inbox").fill("nowhere")
    expect(desk.locator("#find-nothing")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator(ROUTE)).to_have_count(4)
    desk.locator("#find-inbox").fill("hot")
    desk.keyboard.press("Enter")
    expect(desk.locator("#list-pane .bar__title")).to_have_text("Hot Lead")


def test_i1_what_is_folded_and_how_it_is_ordered_is_there_again(desk: Page, cast: Cast) -> None:
    """By keyboard, by the menu and by the mouse; for this person, not for this browser alone."""
    for name in ("One", "Two", "Three"):
        inbox_at(cast.agent, "Cold Lead", name)
    go(desk, inbox_of(cast.agent))
    with desk.expect_response(re.compile("/sidebar/folds")):
        desk.locator("[data-fold=lifecycle] > summary").click()
    expect(desk.locator(ROUTE).first).to_be_hidden()
    expect(desk.locator(CUSTOM)).to_have_text(["One", "Two", "Three"])
    desk.locator("#custom-inboxes .side-row").last.focus()
    with desk.expect_response(re.compile("/custom/order")):
        desk.keyboard.press("Alt+ArrowUp")
    expect(desk.locator(CUSTOM)).to_have_text(["One", "Three", "Two"])
    desk.locator("#custom-inboxes > li").first.hover()
    desk.locator("#custom-inboxes summary").first.click()
    with desk.expect_response(re.compile("/custom/order")):
        desk.get_by_role("button", name="Move down").first.click()
    expect(desk.locator(CUSTOM)).to_have_text(["Three", "One", "Two"])
    first, last = (desk.locator("#custom-inboxes > li").nth(place).bounding_box() for place in (0, 2))
    assert first
    assert last
    desk.mouse.move(first["x"] + 60, first["y"] + 12)
    desk.mouse.down()
    with desk.expect_response(re.compile("/custom/order")):
        desk.mouse.move(last["x"] + 60, last["y"] + 4, steps=8)
        desk.mouse.move(last["x"] + 60, last["y"] + last["height"], steps=4)
        expect(desk.locator(CUSTOM)).to_have_text(
            ["One", "Two", "Three"]
        )  # SortableJS follows some twenty times a second
        desk.mouse.up()
    expect(desk.locator(CUSTOM)).to_have_text(["One", "Two", "Three"])
    go(desk, inbox_of(cast.agent))
    expect(desk.locator(CUSTOM)).to_have_text(["One", "Two", "Three"])
    expect(desk.locator(ROUTE).first).to_be_hidden()


def test_i2_all_by_me_and_by_others(desk: Page, cast: Cast) -> None:
    inbox_at(cast.agent, "Cold Lead", "Own")
    inbox_at(cast.owner, "Cold Lead", "Olga's")
    go(desk, inbox_of(cast.agent))
    for choice, shown in (("By me", ["Own"]), ("By others", ["Olga's"]), ("All", ["Own", "Olga's"])):
        desk.locator(".side-custom__whose").get_by_text(choice, exact=True).click()
        expect(desk.locator(CUSTOM)).to_have_text(shown)


def test_i2_an_inbox_is_made_by_chips_deleted_and_brought_back(
    desk: Page, windows: Windows, cast: Cast, letterbox: Channel
) -> None:
    windows.expect_trouble("404")
    ada = somebody(letterbox, "Ada")
    move_contact(ada, to=stage_named(ada.workspace, "Cold Lead"), by=robot(ada.workspace))
    go(desk, inbox_of(cast.agent))
    desk.get_by_role("link", name="New inbox").click()
    desk.locator("#field-name").fill("Worth a call")
    desk.get_by_role("button", name="Add a condition").click()
    desk.locator(".picker--editor button[name=field][value=stage]").click()
    desk.locator(".picker--editor").get_by_text("Cold Lead").click()
    desk.locator(".picker--editor").get_by_role("button", name="Done").click()
    expect(desk.locator(".custom-inbox__preview")).to_contain_text("Ada")
    expect(desk.locator("#field-name")).to_have_value("Worth a call")
    desk.get_by_role("button", name="Make the inbox").click()
    expect(desk.locator("#list-pane .bar__title")).to_have_text("Worth a call")
    expect(desk.locator("#list")).to_contain_text("Ada")
    expect(desk.locator("html[data-live-state=online]")).to_be_attached()
    inbox = inboxes_seen_by(cast.agent).get()
    desk.locator(f"#inbox-{inbox.id}").hover()
    desk.locator(f"#inbox-{inbox.id} summary").click()
    desk.locator(f"#inbox-{inbox.id}").get_by_role("button", name="Delete").click()
    expect(desk.locator("#list")).to_contain_text("This inbox is gone")
    desk.get_by_role("button", name="Undo").click()
    expect(desk.locator("#list")).to_contain_text("Ada")
    expect(desk.locator(f"#inbox-{inbox.id}")).to_be_visible()
