"""The drawer of a contact over HTTP: a field by itself (C2, C6), activity by kind (E3, E4), who may (C5, section 8)."""

import re

import httpx
import pytest

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.actions.delete_field import delete_field
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.contacts.field_rules import Visibility, field_key
from tappa.core.contacts.fields import values_of
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import CustomField
from tappa.core.inbox.actions.assign import assign_contact
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, new_field, robot, stage_named
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.contacts.test_pages import contacts_of, hide_stages

BY_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def ada(cast: Cast) -> Contact:
    """A contact of the workspace."""
    return new_contact(cast.owner.workspace, first_name="Ada", phone="+393331234567")


def change(
    client: httpx.Client,
    member: Member,
    contact: Contact,
    field: str,
    value: str,
    expected: str | None = None,
) -> httpx.Response:
    data = {"field": field, "value": value} | ({} if expected is None else {"expected": expected})
    return client.post(contacts_of(member, f"/{contact.id}/field"), data=data, headers=BY_SCRIPT)


def value_in(fragment: str) -> str:
    found = re.search(r'name="value"[^>]* value="([^"]*)"', fragment)
    assert found
    return found[1]


def test_c2_a_field_is_saved_by_itself_and_comes_back_as_it_is_kept(
    server: WebServer, cast: Cast, ada: Contact
) -> None:
    client = signed_in(server, cast.agent)
    details = client.get(contacts_of(cast.agent, f"/{ada.id}?tab=details")).text
    assert 'value="+39 333 123 4567"' in details, "a phone as people read it"
    answer = change(client, cast.agent, ada, "phone", "333 999 88 77", "+393331234567")
    assert (answer.status_code, value_in(answer.text)) == (200, "+39 333 999 8877")
    assert f"contact-{ada.id}" in answer.headers["hx-trigger"]
    ada.refresh_from_db()
    assert ada.phone == "+393339998877"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("phone", "call me", "Write the phone with its country"),
        ("email", "ada", "Write an e-mail address"),
        ("first_name", "x" * 256, "This name is too long."),
        ("country_code", "Italy", "ISO 3166-1"),
    ],
)
def test_bad_input_is_refused_at_the_field_and_nothing_is_saved(
    server: WebServer, cast: Cast, ada: Contact, field: str, value: str, told: str
) -> None:
    answer = change(signed_in(server, cast.agent), cast.agent, ada, field, value)
    assert answer.status_code == 400
    assert told in answer.text
    assert 'aria-invalid="true"' in answer.text
    before = getattr(ada, field)
    ada.refresh_from_db()
    assert getattr(ada, field) == before


def test_c6_a_custom_field_of_each_kind_is_shown_where_it_may_be(
    server: WebServer, cast: Cast, ada: Contact
) -> None:
    """Always, when it is filled, or never."""
    workspace = cast.owner.workspace
    plan = new_field(workspace, "list", "Plan", "Basic", "Pro")
    filled, never = new_field(workspace, "text", "Shoe size"), new_field(workspace, "text", "Secret note")
    CustomField.objects.filter(workspace=workspace, id=filled.id).update(visibility=Visibility.FILLED)
    CustomField.objects.filter(workspace=workspace, id=never.id).update(visibility=Visibility.NEVER)
    client = signed_in(server, cast.owner)
    page = client.get(contacts_of(cast.owner, f"/{ada.id}/drawer?tab=details")).text
    assert "Plan" in page
    assert "Shoe size" not in page
    assert "Secret note" not in page
    edit_contact(ada, {field_key(filled.id): "42"}, workspace=workspace, by=robot(workspace))
    assert "Shoe size" in client.get(contacts_of(cast.owner, f"/{ada.id}/drawer?tab=details")).text
    answer = change(client, cast.owner, ada, field_key(plan.id), "Pro", "")
    assert answer.status_code == 200
    assert values_of(ada)[plan.id] == "Pro"
    refused = change(client, cast.owner, ada, field_key(plan.id), "Gold", "Pro")
    assert refused.status_code == 400
    assert values_of(ada)[plan.id] == "Pro"


def test_e3_the_activity_names_custom_fields_as_they_are_called(
    server: WebServer, cast: Cast, ada: Contact
) -> None:
    """By name, never by key; a field that is gone is said to be gone."""
    workspace = cast.owner.workspace
    plan, size = new_field(workspace, "text", "Plan"), new_field(workspace, "text", "Shoe size")
    values = {field_key(plan.id): "Pro", field_key(size.id): "42"}
    edit_contact(ada, values, workspace=workspace, by=robot(workspace))
    client = signed_in(server, cast.owner)
    address = contacts_of(cast.owner, f"/{ada.id}/drawer?tab=activity")
    page = client.get(address).text
    assert "changed details: Plan, Shoe size" in page
    assert "custom:" not in page
    delete_field(plan, by=robot(workspace))
    assert "changed details: a deleted field, Shoe size" in client.get(address).text


def test_two_who_edit_one_field_at_once_the_second_is_told(
    server: WebServer, cast: Cast, ada: Contact
) -> None:
    workspace = cast.owner.workspace
    edit_contact(ada, {"last_name": "Lovelace"}, workspace=workspace, by=robot(workspace))
    client = signed_in(server, cast.agent)
    answer = change(client, cast.agent, ada, "last_name", "Byron", "")
    assert answer.status_code == 409
    assert "Somebody else wrote Lovelace here meanwhile" in answer.text
    assert value_in(answer.text) == "Byron"
    again = change(client, cast.agent, ada, "last_name", "Byron", "Lovelace")
    assert again.status_code == 200
    ada.refresh_from_db()
    assert ada.last_name == "Byron"


def test_whoever_has_the_phone_already_is_named_to_who_may_see_them(
    server: WebServer, cast: Cast, ada: Contact
) -> None:
    other = new_contact(cast.owner.workspace, first_name="Bea")
    assign_contact(other, to=cast.mine_only, by=robot(cast.owner.workspace))
    for member, sees in ((cast.agent, True), (cast.mine_only, False)):
        answer = change(signed_in(server, member), member, other, "phone", "+393331234567", "")
        assert answer.status_code == 409
        assert (contacts_of(member, f"/{ada.id}") in answer.text) is sees


def test_without_scripts_a_field_is_sent_by_enter(server: WebServer, cast: Cast, ada: Contact) -> None:
    client = signed_in(server, cast.agent)
    address = contacts_of(cast.agent, f"/{ada.id}/field")
    answer = client.post(address, data={"field": "last_name", "value": "Lovelace", "expected": ""})
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        contacts_of(cast.agent, f"/{ada.id}?tab=details"),
    )
    assert client.post(address, data={"field": "email", "value": "x", "expected": ""}).status_code == 400
    assert client.post(address, data={"field": "search", "value": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["mine_only", "team_only", "stranger"])
def test_section_8_a_field_of_a_contact_that_one_may_not_see(
    server: WebServer, cast: Cast, ada: Contact, who: str
) -> None:
    member: Member = getattr(cast, who)
    answer = change(signed_in(server, member), member, ada, "first_name", "Eve")
    assert answer.status_code == 404
    ada.refresh_from_db()
    assert ada.first_name == "Ada"


def history_of(workspace: Workspace, cast: Cast) -> Contact:
    """One of everything."""
    channel = new_channel(workspace)
    received = arrive(channel, "m1", message("Hi"), first_name="Marta")
    assert received.contact_id is not None
    contact = Contact.objects.get(workspace=workspace, id=received.contact_id)
    move_contact(contact, to=stage_named(workspace, "Payment"), by=robot(workspace))
    add_tags(contact, ["walnut"], by=robot(workspace))
    assign_contact(contact, to=cast.agent, by=robot(workspace))
    return contact


@pytest.mark.parametrize(
    ("show", "there", "not_there"),
    [
        ("all", ["walnut", "Ada Agent", "Payment"], []),
        ("moves", ["Payment"], ["walnut", "was assigned"]),
        ("conversations", ["conversation"], ["walnut", "was assigned", "within a minute"]),
        ("assignment", ["was assigned"], ["walnut", "within a minute"]),
        ("details", ["walnut"], ["was assigned", "within a minute"]),
        ("nonsense", ["walnut", "was assigned"], []),
    ],
)
def test_e3_e4_the_activity_by_kind(
    server: WebServer, cast: Cast, show: str, there: list[str], not_there: list[str]
) -> None:
    contact = history_of(cast.owner.workspace, cast)
    page = (
        signed_in(server, cast.owner).get(contacts_of(cast.owner, f"/{contact.id}/drawer?show={show}")).text
    )
    told = page.partition('<div class="activity-list">')[2]
    assert told
    for text in there:
        assert text in told
    for text in not_there:
        assert text not in told


def test_l2_no_kind_for_moves_where_stages_are_hidden(server: WebServer, cast: Cast, ada: Contact) -> None:
    client = signed_in(server, cast.owner)
    assert "show=moves" in client.get(contacts_of(cast.owner, f"/{ada.id}")).text
    hide_stages(cast.owner.workspace)
    assert "show=moves" not in client.get(contacts_of(cast.owner, f"/{ada.id}")).text
