"""The drawer of a contact in a browser: fields in place (C2), tags, assignee, activity by kind (E3), the walk (C2)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tappa.core.contacts import table
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.tags import tags_of
from tests.cast import Cast
from tests.core.acts import new_contact, new_field, robot
from tests.support.axe import grave_faults
from tests.support.browser import Theme, Windows
from tests.support.running import eventually
from tests.support.signin import sign_in
from tests.support.web import WebServer
from tests.web.contacts.test_browser import contacts_of


@pytest.fixture
def ada(cast: Cast) -> Contact:
    """A contact of the workspace."""
    return new_contact(cast.owner.workspace, first_name="Ada", phone="+393331234567")


@pytest.fixture
def page(server: WebServer, windows: Windows, cast: Cast, ada: Contact) -> Page:
    """The agent at Ada's details."""
    opened = windows.open(server.url)
    sign_in(opened, server, cast.agent)
    opened.goto(contacts_of(cast.agent, f"/{ada.id}?tab=details"))
    return opened


def field(page: Page, label: str) -> Locator:
    return page.locator("#drawer").get_by_label(label, exact=True)


def kept(contact: Contact, name: str) -> str:
    return str(getattr(Contact.objects.get(id=contact.id), name))


def test_c2_a_field_is_saved_as_one_leaves_it(page: Page, ada: Contact) -> None:
    """The name above follows; Enter saves too; Escape takes back what was typed, and the drawer stays."""
    last = field(page, "Last name")
    last.fill("Lovelace")
    page.keyboard.press("Tab")
    expect(page.locator("#detail-last_name [data-saved]")).to_be_visible()
    expect(page.locator("#drawer h2")).to_have_text("Ada Lovelace")
    expect(page.locator(f"#contact-row-{ada.id}")).to_contain_text("Ada Lovelace")
    expect(field(page, "Phone")).to_be_focused()
    field(page, "Phone").fill("333 999 8877")
    page.keyboard.press("Enter")
    expect(field(page, "Phone")).to_have_value("+39 333 999 8877")
    field(page, "E-mail").fill("nonsense")
    page.keyboard.press("Escape")
    expect(field(page, "E-mail")).to_have_value("")
    expect(page.locator("#drawer")).to_be_visible()
    assert (kept(ada, "last_name"), kept(ada, "phone"), kept(ada, "email")) == (
        "Lovelace",
        "+393339998877",
        "",
    )


def test_c2_what_is_refused_stays_with_the_reason(page: Page, windows: Windows, ada: Contact) -> None:
    windows.expect_trouble("400")
    mail = field(page, "E-mail")
    mail.fill("nonsense")
    page.keyboard.press("Tab")
    error = page.locator("#detail-email .field__error")
    expect(error).to_contain_text("Write an e-mail address")
    field(page, "Last name").fill("Lovelace")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer h2")).to_have_text("Ada Lovelace")
    expect(error).to_be_visible()
    expect(field(page, "E-mail")).to_have_value("nonsense")
    field(page, "E-mail").fill("ada@example.com")
    page.keyboard.press("Enter")
    expect(error).to_have_count(0)
    assert eventually(lambda: kept(ada, "email") == "ada@example.com")


def test_two_who_edit_one_field_the_second_is_told(
    page: Page, windows: Windows, cast: Cast, ada: Contact
) -> None:
    """What another writes appears at once, but not under the fingers of whoever writes there."""
    windows.expect_trouble("409")
    workspace = cast.owner.workspace
    last = field(page, "Last name")
    last.fill("Byron")
    edit_contact(ada, {"last_name": "Lovelace"}, workspace=workspace, by=robot(workspace))
    expect(page.locator("#drawer h2")).to_have_text("Ada Lovelace")
    expect(last).to_have_value("Byron")
    page.keyboard.press("Enter")
    expect(page.locator("#detail-last_name .field__error")).to_contain_text("Somebody else wrote Lovelace")
    assert kept(ada, "last_name") == "Lovelace"
    field(page, "Last name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail-last_name .field__error")).to_have_count(0)
    expect(page.locator("#drawer h2")).to_have_text("Ada Byron")


def test_c6_a_list_is_chosen_at_once(page: Page, cast: Cast, ada: Contact) -> None:
    new_field(cast.owner.workspace, "list", "Plan", "Basic", "Pro")
    page.reload()
    field(page, "Plan").select_option("Pro")
    expect(page.locator("#drawer .detail__saved:visible")).to_be_visible()
    page.reload()
    expect(field(page, "Plan")).to_have_value("Pro")


def test_c2_tags_and_assignee(page: Page, cast: Cast, ada: Contact) -> None:
    add = page.get_by_role("combobox", name="Add a tag")
    add.fill("walnut")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer .tag")).to_have_text(re.compile("walnut"))
    expect(add).to_have_value("")
    add.fill("Milan fair")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer .tag")).to_have_count(2)
    page.get_by_role("button", name="Remove walnut").click()
    expect(page.locator("#drawer .tag")).to_have_count(1)
    assert [tag.name for tag in tags_of(ada)] == ["Milan fair"]
    page.locator("#detail-assignee summary").click()
    page.get_by_role("button", name="Ada Agent").click()
    expect(page.locator("#detail-assignee summary")).to_contain_text("Ada Agent")
    expect(page.locator("#detail-assignee form")).to_be_hidden()
    assert Standing.objects.get(contact=ada).assignee_id == cast.agent.id


def test_e3_the_activity_by_kind_and_undo(page: Page, ada: Contact, cast: Cast) -> None:
    """The list stays where it was; the kind stays from contact to contact."""
    page.goto(contacts_of(cast.agent, f"/{ada.id}"))
    page.keyboard.press("]")
    entries = page.locator("#drawer .activity > li")
    expect(entries.first).to_contain_text("New Lead to")
    page.get_by_role("link", name="Moves").click()
    expect(entries).to_have_count(2)
    expect(page.get_by_role("link", name="Moves")).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile(r"show=moves"))
    page.locator("#drawer .activity").get_by_role("button", name="Undo").click()
    expect(entries).to_have_count(3)
    page.get_by_role("link", name="Assignment").click()
    expect(page.get_by_text("Nothing of this kind happened yet.")).to_be_visible()


def test_c2_j_and_k_walk_across_the_ends_of_pages(page: Page, cast: Cast, ada: Contact) -> None:
    for number in range(table.PAGE):
        new_contact(cast.owner.workspace, first_name=f"Bea {number:02}")
    page.goto(contacts_of(cast.agent))
    last = page.locator("#contacts-rows > tr").last
    expect(last).to_contain_text("Bea 48")
    last.locator("a").click()
    expect(page.locator("#drawer h2")).to_have_text("Bea 48")
    page.keyboard.press("j")
    expect(page.locator("#drawer h2")).to_have_text("Bea 49")
    expect(page.locator("#contacts-rows > tr")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("#drawer h2")).to_have_text("Bea 48")
    expect(page.locator("#contacts-rows > tr")).to_have_count(table.PAGE)
    expect(page.locator("#contacts-rows > tr[aria-selected=true]")).to_contain_text("Bea 48")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_drawer_is_sound_in_both_looks(
    server: WebServer, windows: Windows, cast: Cast, ada: Contact, theme: Theme
) -> None:
    page = windows.open(server.url, theme=theme)
    sign_in(page, server, cast.agent)
    for tab in ("activity", "details"):
        page.goto(contacts_of(cast.agent, f"/{ada.id}?tab={tab}"))
        expect(page.locator("#drawer h2")).to_have_text("Ada")
        assert grave_faults(page) == []
