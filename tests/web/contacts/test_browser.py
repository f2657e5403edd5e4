"""Contacts in a browser: the picker (S2, S3, I8), the drawer by its address (C2), search as one types (C1)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact, Standing
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.support.browser import PHONE, Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer


@pytest.fixture
def people(cast: Cast) -> list[Contact]:
    """Ada, Bea and Cleo."""
    return [new_contact(cast.owner.workspace, first_name=name) for name in ("Ada", "Bea", "Cleo")]


@pytest.fixture
def page(server: WebServer, windows: Windows, cast: Cast) -> Page:
    """A window of the agent."""
    opened = windows.open(server.url)
    sign_in(opened, server, cast.agent)
    return opened


def contacts_of(member: Member, rest: str = "?sort=name") -> str:
    return f"/w/{member.workspace.slug}/contacts{rest}"


def stage_of(contact: Contact) -> str | None:
    stage = Standing.objects.select_related("stage").get(contact=contact).stage
    return stage.name if stage else None


def expect_stage(page: Page, contact: Contact, stage: str) -> None:
    """In the contact's row of the table."""
    expect(page.locator(f"#contact-row-{contact.id} .chip")).to_have_text(stage)


def test_s2_the_picker_by_keyboard(page: Page, cast: Cast, people: list[Contact]) -> None:
    """S opens it with the search focused; typing finds, arrows walk, Enter moves, Escape changes nothing."""
    page.goto(contacts_of(cast.agent, f"/{people[0].id}?sort=name"))
    page.keyboard.press("s")
    search = page.get_by_role("combobox", name="Find a stage")
    expect(search).to_be_focused()
    options = page.get_by_role("option")
    expect(options).to_have_count(5)
    page.keyboard.press("Escape")
    expect(search).to_have_count(0)
    expect(page.locator("#drawer")).to_be_visible()
    page.keyboard.press("s")
    search.fill("CÓLD")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#drawer .chip--button")).to_contain_text("Cold Lead")
    expect(page.locator(".toast")).to_contain_text("Ada moved to Cold Lead")
    expect(page.locator("#drawer .activity li").first).to_contain_text("New Lead to 🧊Cold Lead")
    page.keyboard.press("s")
    expect(page.get_by_role("option", name=re.compile("Cold Lead"))).to_have_attribute(
        "aria-selected", "true"
    )
    search.fill("zzz")
    expect(page.get_by_text("No stage has this name")).to_be_visible()
    search.fill("")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer .chip--button")).to_contain_text("Customer")
    expect(page.locator(".toast").last).to_contain_text("Ada moved to Customer")
    assert stage_of(people[0]) == "Customer"


def test_s3_digits_choose_and_clear_is_there_only_when_a_stage_is_set(
    page: Page, cast: Cast, people: list[Contact]
) -> None:
    contact = people[1]
    page.goto(contacts_of(cast.agent, f"/{contact.id}?sort=name"))
    page.keyboard.press("s")
    expect(page.get_by_role("combobox", name="Find a stage")).to_be_focused()
    page.keyboard.press("3")
    expect(page.locator("#drawer .chip--button")).to_contain_text("Payment")
    expect(page.locator(".toast")).to_contain_text("Bea moved to Payment")
    expect_stage(page, contact, "💳Payment")
    page.keyboard.press("s")
    page.get_by_role("button", name="Clear selection").click()
    expect(page.locator("#drawer .chip--button")).to_contain_text("No stage")
    expect(page.locator(".toast").last).to_contain_text("Bea is at no stage now")
    assert stage_of(contact) is None
    page.keyboard.press("s")
    expect(page.get_by_role("option")).to_have_count(5)
    expect(page.get_by_role("button", name="Clear selection")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(page.locator("#drawer .chip--button")).to_contain_text("Payment")


def test_the_next_stage_has_a_key_and_the_bar_its_stops(
    page: Page, cast: Cast, people: list[Contact]
) -> None:
    page.goto(contacts_of(cast.agent, f"/{people[0].id}"))
    page.keyboard.press("]")
    expect(page.locator(".stop[data-state=current]")).to_contain_text("Hot Lead")
    page.get_by_role("button", name="Move to Customer").click()
    expect(page.locator(".stop[data-state=current]")).to_contain_text("Customer")
    expect(page.locator(".stop[data-state=skipped]")).to_contain_text("Payment")
    assert stage_of(people[0]) == "Customer"


def test_the_key_of_the_next_stage_pressed_twice_goes_two_steps(
    page: Page, cast: Cast, people: list[Contact]
) -> None:
    page.goto(contacts_of(cast.agent, f"/{people[0].id}"))
    for _time in range(2):
        page.keyboard.press("]")  # the second before the first was answered
    expect(page.locator(".stop[data-state=current]")).to_contain_text("Payment")
    expect(page.locator(".stop[data-state=done]").last).to_contain_text("Hot Lead")
    assert stage_of(people[0]) == "Payment"


def test_a_refused_move_puts_the_old_stage_back(
    page: Page, windows: Windows, cast: Cast, people: list[Contact]
) -> None:
    windows.expect_trouble("404")
    contact = people[2]
    page.goto(contacts_of(cast.agent, f"/{contact.id}?sort=name"))
    page.keyboard.press("s")
    expect(page.get_by_role("option")).to_have_count(5)
    stage_named(cast.owner.workspace, "Customer").delete()
    page.keyboard.press("4")
    expect(page.locator(".toast[data-tone=error]")).to_be_visible()
    expect_stage(page, contact, "🌱New Lead")


def test_c2_the_drawer_opens_by_its_address_and_closes_by_escape(
    page: Page, cast: Cast, people: list[Contact]
) -> None:
    """The list stays as it was; back and forward lead through what was open; J and K walk."""
    page.goto(contacts_of(cast.agent))
    page.get_by_role("link", name="Bea").click()
    expect(page.locator("#drawer h2")).to_have_text("Bea")
    expect(page).to_have_url(re.compile(rf"/contacts/{people[1].id}\?sort=name$"))
    expect(page.locator(f"#contact-row-{people[1].id}")).to_have_attribute("aria-selected", "true")
    page.get_by_role("link", name="Details").click()
    expect(page.locator("#drawer .details")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("#drawer h2")).to_have_text("Cleo")
    expect(page.locator("#drawer .details")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator("#drawer h2")).to_have_text("Bea")
    page.reload()
    expect(page.locator("#drawer h2")).to_have_text("Bea")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/contacts\?sort=name$"))
    page.go_back()
    expect(page.locator("#drawer h2")).to_have_text("Bea")


def test_c1_the_table_follows_what_is_typed(page: Page, cast: Cast, people: list[Contact]) -> None:
    page.goto(contacts_of(cast.agent))
    rows = page.locator("#contacts-rows > tr")
    expect(rows).to_have_count(3)
    page.keyboard.press("/")
    page.keyboard.type("cle", delay=30)
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile("search=cle"))
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("xx")
    expect(page.get_by_text("Nobody found")).to_be_visible()
    page.get_by_role("searchbox").fill("")
    expect(rows).to_have_count(3)


def test_c6_a_contact_is_added_and_edited_in_the_drawer(page: Page, windows: Windows, cast: Cast) -> None:
    """What was refused stays typed, with the reason at its field."""
    windows.expect_trouble("422")
    page.goto(contacts_of(cast.agent))
    page.keyboard.press("c")
    page.get_by_label("First name").fill("Marta")
    page.get_by_role("textbox", name="Phone").fill("abc")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write the phone with its country")).to_be_visible()
    expect(page.get_by_label("First name")).to_have_value("Marta")
    page.get_by_role("textbox", name="Phone").fill("+34 655 210 884")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#drawer h2")).to_have_text("Marta")
    expect(page.locator(".toast")).to_contain_text("Marta was added")
    expect(page.locator("#contacts-rows > tr")).to_have_count(1)
    page.keyboard.press("e")
    page.get_by_label("Last name").fill("Iglesias")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#drawer h2")).to_have_text("Marta Iglesias")


def test_a_contact_is_deleted_after_a_question(page: Page, cast: Cast, people: list[Contact]) -> None:
    page.goto(contacts_of(cast.agent, f"/{people[0].id}?sort=name"))
    page.locator("#drawer summary").click()
    page.get_by_role("link", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("#drawer summary").click()
    page.get_by_role("link", name="Delete…").click()
    page.get_by_role("button", name="Delete contact").click()
    expect(page.locator("#drawer")).to_have_count(0)
    expect(page.locator("#contacts-rows > tr")).to_have_count(2)


def test_on_a_phone_a_contact_fills_the_screen_and_the_picker_is_a_sheet(
    server: WebServer, windows: Windows, cast: Cast, people: list[Contact]
) -> None:
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.agent)
    page.goto(contacts_of(cast.agent))
    page.get_by_role("link", name="Ada").click()
    expect(page.locator("#drawer")).to_be_visible()
    expect(page.locator("#contacts-rows")).not_to_be_visible()
    page.locator("#drawer .chip--button").click()
    expect(page.locator(".picker")).to_be_visible()
    box = page.locator(".picker").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] == 844
    page.get_by_role("option", name=re.compile("Payment")).click()
    expect(page.locator("#drawer .chip--button")).to_contain_text("Payment")


def test_c1_on_a_phone_a_row_is_a_card_of_the_name_and_the_first_three_columns(
    server: WebServer, windows: Windows, cast: Cast
) -> None:
    new_contact(cast.owner.workspace, first_name="Marta", phone="+34655210884", email="marta@example.com")
    Member.objects.filter(id=cast.manager.id).update(
        contact_columns=["phone", "assignee", "email", "stage", "created_at"]
    )
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.manager)
    page.goto(contacts_of(cast.manager))
    row = page.locator("#contacts-rows tr")
    texts = ("Marta", "+34655210884", "Nobody", "marta@example.com")
    boxes = [box for text in texts if (box := row.get_by_text(text, exact=True).bounding_box())]
    name, left, right, top = boxes
    assert name["y"] < left["y"], "the first stands under the name"
    assert abs(left["y"] - right["y"]) < 8
    assert left["x"] < right["x"]
    assert abs(name["y"] - top["y"]) < 8
    assert max(box["x"] + box["width"] for box in boxes) <= 390
    expect(row.locator(".cell-stage")).to_be_hidden()


def test_on_a_phone_the_lists_open_over_the_table_and_the_search_over_its_head(
    server: WebServer, windows: Windows, cast: Cast, people: list[Contact]
) -> None:
    """C1, C5: what stands beside the table on a desk is reached on a phone too, and one sees what one searches."""
    page = windows.open(server.url, size=PHONE)
    sign_in(page, server, cast.manager)
    page.goto(contacts_of(cast.manager))
    page.get_by_role("link", name="Lists").click()
    sidebar = page.get_by_role("navigation", name="Contacts")
    expect(sidebar).to_be_visible()
    sidebar.get_by_role("link", name="Blocked").click()
    expect(page.get_by_role("heading", name="Nobody found")).to_be_visible()
    expect(sidebar).to_be_hidden()
    page.goto(contacts_of(cast.manager))
    search = page.get_by_role("searchbox")
    assert width(search) < 60, "a button until one writes"
    search.click()
    assert width(search) > 300
    search.fill("ada")
    expect(page.locator("#contacts-rows > tr")).to_have_count(1)
    search.blur()
    expect(page.get_by_role("link", name="Contact", exact=True)).to_be_visible()
    assert width(search) > 100, "what is searched stays in sight"


def width(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["width"]


def test_the_frame_stays_where_it_is_whatever_has_the_focus(page: Page, cast: Cast) -> None:
    """Hidden words in rows far down once made the whole frame scroll away under the focus."""
    for number in range(45):
        new_contact(cast.owner.workspace, first_name=f"N{number:02}")
    page.goto(contacts_of(cast.agent))
    page.get_by_role("link", name="N44").focus()
    page.get_by_role("link", name="N44").click()
    expect(page.locator("#drawer h2")).to_have_text("N44")
    page.locator(".event__undo button, .activity__meta time").last.scroll_into_view_if_needed()
    tops = page.evaluate("['.main', '.app', 'html'].map(name => document.querySelector(name).scrollTop)")
    assert tops == [0, 0, 0]
    overflow = page.evaluate(
        "['.main', 'html'].map(name => (one => one.scrollHeight - one.clientHeight)(document.querySelector(name)))"
    )
    assert overflow == [0, 0], "and nothing could scroll it"
