"""A contact's form: custom fields of every type, two who edit at once, and who has a phone already (C6)."""

import re
from html import unescape

import httpx
from playwright.sync_api import expect

from tappa.core.accounts.models import Member
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.edit_field import FieldChanges, edit_field
from tappa.core.contacts.field_rules import DataType, field_key
from tappa.core.contacts.fields import fields_of, values_of
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import CustomField
from tappa.core.inbox.actions.assign import assign_contact
from tests.cast import Cast
from tests.core.acts import new_contact, new_field, robot
from tests.support.browser import Windows
from tests.support.signin import sign_in, signed_in
from tests.support.web import WebServer

GIVEN = {
    DataType.TEXT: ("Via Roma", "Via Roma"),
    DataType.LIST: ("Pro", "Pro"),
    DataType.CHECKBOX: ("true", "true"),
    DataType.EMAIL: ("ana@example.com", "ana@example.com"),
    DataType.NUMBER: ("12,5", "12.5"),
    DataType.URL: ("example.com", "https://example.com"),
    DataType.DATE: ("2026-03-31", "2026-03-31"),
    DataType.TIME: ("09:30", "09:30"),
}


def address(member: Member, rest: str) -> str:
    """A page of the contacts."""
    return f"/w/{member.workspace.slug}/contacts{rest}"


def seen(answer: httpx.Response) -> dict[str, str]:
    """What the form showed, as it comes back with it."""
    found = re.search(r'name="seen" value="(.*?)">', unescape(answer.text))
    assert found
    return {"seen": found[1]}


def of_every_type(cast: Cast) -> dict[str, CustomField]:
    """A field of each type."""
    return {kind: new_field(cast.owner.workspace, kind) for kind in DataType}


def test_a_contact_is_added_with_fields_of_every_type_and_edited(server: WebServer, cast: Cast) -> None:
    fields, client = of_every_type(cast), signed_in(server, cast.agent)
    form = client.get(address(cast.agent, "/new")).text
    assert all(f'name="{field_key(field.id)}"' in form for field in fields.values())
    typed = {field_key(fields[kind].id): given for kind, (given, _kept) in GIVEN.items()}
    assert client.post(address(cast.agent, "/new"), data={"first_name": "Ana", **typed}).status_code == 303
    contact = Contact.objects.get(workspace=cast.owner.workspace)
    assert values_of(contact) == {fields[kind].id: kept for kind, (_given, kept) in GIVEN.items()}
    edit = client.get(address(cast.agent, f"/{contact.id}/edit"))
    assert 'value="12.5"' in edit.text
    assert re.search(r'type="checkbox"[^>]* checked', edit.text)
    ticked = field_key(fields[DataType.CHECKBOX].id)
    emptied = {field_key(field.id): "" for field in fields.values()} | {ticked: "false"}
    client.post(address(cast.agent, f"/{contact.id}/edit"), data=emptied | seen(edit))
    assert values_of(contact) == {fields[DataType.CHECKBOX].id: "false"}


def test_what_a_field_does_not_take_is_said_at_it_and_nothing_is_saved(server: WebServer, cast: Cast) -> None:
    fields, client = of_every_type(cast), signed_in(server, cast.agent)
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    for kind, wrong in {
        "number": "9" * 400,
        "url": "javascript:alert(1)",
        "date": "1700-01-01",
        "list": "Gold",
    }.items():
        key = field_key(fields[kind].id)
        for rest in ("/new", f"/{contact.id}/edit"):
            answer = client.post(address(cast.agent, rest), data={"first_name": "Typed", key: wrong})
            assert answer.status_code == 422
            assert f"The {kind} must be" in answer.text
            assert re.search(rf'id="field-{key}"[^>]* aria-invalid="true"', answer.text)
            assert 'value="Typed"' in answer.text
    assert Contact.objects.get(workspace=cast.owner.workspace).first_name == "Marta"


def test_a_field_that_is_never_shown_is_not_asked_for_and_keeps_its_value(
    server: WebServer, cast: Cast
) -> None:
    workspace, client = cast.owner.workspace, signed_in(server, cast.agent)
    field, contact = new_field(workspace, name="Score"), new_contact(workspace, first_name="Marta")
    edit_contact(contact, {field_key(field.id): "7"}, workspace=workspace, by=robot(workspace))
    edit_field(field, FieldChanges(visibility="never"), by=robot(workspace))
    form = client.get(address(cast.agent, f"/{contact.id}/edit"))
    assert field_key(field.id) in form.text, "as a column that one may choose"
    assert f'name="{field_key(field.id)}"' not in form.text
    client.post(address(cast.agent, f"/{contact.id}/edit"), data={"first_name": "Bea"} | seen(form))
    assert values_of(contact) == {field.id: "7"}


def test_a_choice_that_is_offered_no_more_stays_chosen(server: WebServer, cast: Cast) -> None:
    workspace, client = cast.owner.workspace, signed_in(server, cast.agent)
    field, contact = new_field(workspace, "list", "Plan", "Old", "Pro"), new_contact(workspace)
    edit_contact(contact, {field_key(field.id): "Old"}, workspace=workspace, by=robot(workspace))
    edit_field(field, FieldChanges(allowed_values=("Pro",)), by=robot(workspace))
    form = client.get(address(cast.agent, f"/{contact.id}/edit"))
    assert '<option value="Old" selected>' in form.text
    assert '"Old"' not in client.get(address(cast.agent, "/new")).text
    client.post(
        address(cast.agent, f"/{contact.id}/edit"), data={"first_name": "Bea", field_key(field.id): "Old"}
    )
    assert values_of(contact) == {field.id: "Old"}


def test_two_who_edit_one_field_at_once_the_second_is_told_and_loses_nothing(
    server: WebServer, cast: Cast
) -> None:
    """What the second left as they saw it stays as the first has made it."""
    workspace, client = cast.owner.workspace, signed_in(server, cast.agent)
    plan, note = new_field(workspace, "list", "Plan"), new_field(workspace, name="Note")
    contact = new_contact(workspace, first_name="Marta")
    edit = address(cast.agent, f"/{contact.id}/edit")
    form = client.get(edit)
    mine = {"first_name": "Marta", field_key(plan.id): "Pro", field_key(note.id): "", **seen(form)}
    first = {field_key(plan.id): "Basic", field_key(note.id): "called", "last_name": "Iglesias"}
    edit_contact(contact, first, workspace=workspace, by=robot(workspace))
    told = client.post(edit, data=mine)
    assert told.status_code == 422
    assert "Plan was changed meanwhile: it says Basic now. Nothing was saved." in told.text
    assert '<option value="Pro" selected>' in told.text, "what was typed is not lost"
    assert 'value="called"' in told.text
    assert 'value="Iglesias"' in told.text
    again = mine | {field_key(note.id): "called", "last_name": "Iglesias"} | seen(told)
    assert client.post(edit, data=again).status_code == 303
    assert values_of(contact) == {plan.id: "Pro", note.id: "called"}
    assert Contact.objects.get(id=contact.id).last_name == "Iglesias"


def test_who_has_the_phone_already_is_a_link_for_who_may_see_them(server: WebServer, cast: Cast) -> None:
    """Whoever does not see the first is told that it is taken, and not by whom."""
    workspace = cast.owner.workspace
    first = new_contact(workspace, first_name="Marta", phone="+393331234567", email="marta@example.com")
    own = new_contact(workspace, first_name="Own")
    assign_contact(own, to=cast.mine_only, by=robot(workspace))
    link = f'href="{address(cast.owner, f"/{first.id}")}"'
    typed = {"phone": "333 123 4567", "email": "MARTA@example.com"}
    for member, sees in ((cast.owner, True), (cast.agent, True), (cast.mine_only, False)):
        client = signed_in(server, member)
        for rest in ("/new", f"/{own.id}/edit"):
            for field, text in typed.items():
                answer = client.post(address(member, rest), data={field: text})
                form = answer.text[answer.text.index("drawer__form") :]
                assert answer.status_code == 422
                assert ("Marta has this" in form, link in form) == (sees, sees)
                assert ("Another contact has this" in form) != sees
    assert Contact.objects.filter(workspace=workspace).count() == 2


def test_a_field_of_another_workspace_or_none_is_refused(server: WebServer, cast: Cast) -> None:
    theirs = new_field(cast.stranger.workspace)
    client = signed_in(server, cast.agent)
    for key in (field_key(theirs.id), "custom:0", "custom:x"):
        answer = client.post(address(cast.agent, "/new"), data={"first_name": "Ana", key: "x"})
        assert answer.status_code == 422
        assert "This custom field does not exist any more." in answer.text
    assert not Contact.objects.filter(workspace=cast.owner.workspace).exists()
    assert fields_of(cast.owner.workspace_id) == []


def test_in_a_browser_the_way_leads_to_who_has_it_and_fields_are_saved(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    """Without leaving the page: refused in the drawer, then on to the first; and a form with fields saved."""
    windows.expect_trouble("422")
    workspace = cast.owner.workspace
    plan, since = new_field(workspace, "list", "Plan"), new_field(workspace, "date", "Since")
    first = new_contact(workspace, first_name="Marta", phone="+393331234567")
    page = windows.open(server.url)
    sign_in(page, server, cast.agent)
    page.goto(address(cast.agent, "/new"))
    page.locator("#field-phone").fill("333 123 4567")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Marta has this phone already.")).to_be_visible()
    page.get_by_role("link", name="Open the contact").click()
    expect(page.locator("#drawer .who__name")).to_have_text("Marta")
    page.goto(address(cast.agent, f"/{first.id}/edit"))
    page.locator("#drawer").get_by_label("Plan").select_option("Pro")
    page.locator("#drawer").get_by_label("Since").fill("2026-03-31")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("Saved")
    assert values_of(first) == {plan.id: "Pro", since.id: "2026-03-31"}
