"""Custom fields of eight types, and what contacts have in them (C6)."""

from decimal import Decimal

import pytest
from django.db import connection

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts import field_rules
from tappa.core.contacts.actions.create import create_contact
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.actions.delete_field import delete_field
from tappa.core.contacts.actions.edit import ChangedMeanwhile, edit_contact
from tappa.core.contacts.actions.edit_field import FieldChanges, edit_field
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.field_rules import field_key
from tappa.core.contacts.fields import field_named, fields_held, fields_of, values_of, values_of_all
from tappa.core.contacts.filters import times
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import CustomField, FieldValue
from tappa.core.contacts.rules import ContactDetails
from tappa.kernel.errors import Conflict, Invalid, NotFound
from tests.core.acts import new_contact, new_field, robot
from tests.support.together import elsewhere, meanwhile, together


def write(contact: Contact, field: CustomField, text: str, **more: dict[str, str]) -> None:
    """Give the field this value."""
    changes = {field_key(field.id): text}
    edit_contact(contact, changes, workspace=field.workspace, by=robot(field.workspace), **more)


def edited(contact: Contact) -> list[list[str]]:
    """What the log says was edited."""
    events = Event.objects.filter(contact_id=contact.id, kind="contact.edited").order_by("id")
    return [event.data["fields"] for event in events]


@pytest.mark.parametrize(
    ("data_type", "given", "text", "number"),
    [
        ("text", "  Via   Roma\n1 ", "Via Roma 1", None),
        ("text", "x" * 2000, "x" * 2000, None),
        ("list", "PRÓ", "Pro", None),
        ("checkbox", "Yes", "true", 1),
        ("checkbox", "0", "false", 0),
        ("email", "Ana@Example.com", "Ana@Example.com", None),
        ("number", "+007.50", "7.5", "7.5"),
        ("number", "-0", "0", 0),
        ("number", ".5", "0.5", "0.5"),
        ("number", "12,5", "12.5", "12.5"),
        ("number", "999999999999999.012345", "999999999999999.012345", "999999999999999.012345"),
        ("url", "example.com/a?b=1", "https://example.com/a?b=1", None),
        ("url", "HTTP://example.com", "HTTP://example.com", None),
        ("date", "1970-01-02", "1970-01-02", 1),
        ("date", "1800-01-01", "1800-01-01", -62091),
        ("date", "2200-12-31", "2200-12-31", 84370),
        ("time", "9:05", "09:05", 545),
        ("time", "23:59:00", "23:59", 1439),
    ],
)
def test_a_value_is_kept_in_its_normal_form(
    workspace: Workspace, data_type: str, given: str, text: str, number: object
) -> None:
    """As text, folded for comparison, and as a number where its type has one."""
    contact, field = new_contact(workspace), new_field(workspace, data_type)
    write(contact, field, given)
    value = FieldValue.objects.get(contact=contact)
    assert (value.text, value.folded) == (text, text.lower())
    assert value.number == (None if number is None else Decimal(str(number)))
    assert values_of(contact) == {field.id: text}
    write(contact, field, text)
    assert edited(contact) == [[field_key(field.id)]], "the same value again logs nothing"
    write(contact, field, " ")
    assert values_of(contact) == {}
    assert not FieldValue.objects.filter(contact=contact).exists(), "nothing is no row"


@pytest.mark.parametrize(
    ("data_type", "given"),
    [
        ("text", "x" * 2001),
        ("text", "x" * 100_000),
        ("text", "a\x00b"),
        ("list", "Gold"),
        ("list", "Basic, Pro"),
        ("checkbox", "perhaps"),
        ("email", "ana"),
        ("email", f"{'a' * 250}@example.com"),
        ("number", "9" * 400),
        ("number", "1e400"),
        ("number", "NaN"),
        ("number", "Infinity"),
        ("number", "1,234"),
        ("number", "1.234,5"),
        ("number", "0.0000001"),
        ("number", "٣"),
        ("url", "javascript:alert(1)"),
        ("url", "JaVaScRiPt:alert(1)"),
        ("url", "java\tscript:alert(1)"),
        ("url", "data:text/html,x"),
        ("url", "ftp://example.com"),
        ("url", "https://"),
        ("url", "https://[::1"),
        ("url", "https://example.com:port"),
        ("url", "hello"),
        ("url", "two words.com"),
        ("date", "1700-06-30"),
        ("date", "1799-12-31"),
        ("date", "2201-01-01"),
        ("date", "9999-12-31"),
        ("date", "10000-01-01"),
        ("date", "2026-02-30"),
        ("date", "31/03/2026"),
        ("date", "20260331"),
        ("time", "24:00"),
        ("time", "12:60"),
        ("time", "noon"),
    ],
)
def test_a_value_that_is_none_is_refused_by_the_field_s_name(
    workspace: Workspace, data_type: str, given: str
) -> None:
    """A sentence that names the field, and nothing of the edit is kept."""
    contact, field = new_contact(workspace), new_field(workspace, data_type, "Its field")
    with pytest.raises(Invalid, match="Its field") as refused:
        edit_contact(
            contact,
            {"first_name": "Ana", field_key(field.id): given},
            workspace=workspace,
            by=robot(workspace),
        )
    assert refused.value.field == field_key(field.id)
    assert len(refused.value.message) < 300
    assert Contact.objects.get(id=contact.id).first_name == ""
    assert (values_of(contact), edited(contact)) == ({}, [])


def test_what_can_be_kept_can_be_asked_for() -> None:
    """A filter reads the days that a field takes, and no others."""
    assert (field_rules.FIRST_YEAR, field_rules.LAST_YEAR) == (times.FIRST_YEAR, times.LAST_YEAR)


def test_details_and_fields_are_saved_together_and_told_once(workspace: Workspace) -> None:
    """One fact, with which fields and not what they say (E5)."""
    contact, plan, seats = (
        new_contact(workspace),
        new_field(workspace, "list"),
        new_field(workspace, "number"),
    )
    changes = {field_key(plan.id): "pro", "first_name": "Ana", field_key(seats.id): "12"}
    edit_contact(contact, changes, workspace=workspace, by=robot(workspace))
    assert values_of(contact) == {plan.id: "Pro", seats.id: "12"}
    assert edited(contact) == [["first_name", field_key(plan.id), field_key(seats.id)]]


def test_a_contact_comes_with_its_fields_or_not_at_all(workspace: Workspace) -> None:
    seats = new_field(workspace, "number")
    for number, refused in (("12", False), ("many", True)):
        try:
            create_contact(
                ContactDetails(first_name=number),
                workspace=workspace,
                values={field_key(seats.id): number},
                by=robot(workspace),
            )
        except Invalid:
            assert refused
    contact = Contact.objects.get(workspace=workspace)
    assert (contact.first_name, values_of(contact)) == ("12", {seats.id: "12"})
    assert edited(contact) == []


def test_two_who_edit_one_field_the_second_is_told_what_stands_there_now(workspace: Workspace) -> None:
    contact, plan, note = new_contact(workspace), new_field(workspace, "list"), new_field(workspace)
    key, other = field_key(plan.id), field_key(note.id)
    saw = {key: "", other: "", "first_name": ""}
    edit_contact(contact, {key: "Basic"}, expected=saw, workspace=workspace, by=robot(workspace))
    with pytest.raises(ChangedMeanwhile, match="The list was changed meanwhile: it says Basic now") as told:
        edit_contact(
            contact, {key: "Pro", other: "x"}, expected=saw, workspace=workspace, by=robot(workspace)
        )
    assert (told.value.field, told.value.present) == (key, {key: "Basic"})
    assert values_of(contact) == {plan.id: "Basic"}, "nothing of the second's is half done"
    edit_contact(
        contact,
        {key: "", other: "x", "first_name": "Ana"},
        expected=saw,
        workspace=workspace,
        by=robot(workspace),
    )
    assert values_of(contact) == {plan.id: "Basic", note.id: "x"}, "what they left as they saw it stays"
    edit_contact(contact, {key: "Basic"}, expected=saw, workspace=workspace, by=robot(workspace))
    edit_contact(contact, {key: ""}, expected={key: "Basic"}, workspace=workspace, by=robot(workspace))
    with pytest.raises(ChangedMeanwhile, match="it is empty now"):
        edit_contact(contact, {key: "Pro"}, expected={key: "Basic"}, workspace=workspace, by=robot(workspace))
    with pytest.raises(ChangedMeanwhile, match="first_name"):
        edit_contact(contact, {"first_name": "Bea"}, expected=saw, workspace=workspace, by=robot(workspace))


def test_of_ten_who_saw_the_same_one_is_first(workspace: Workspace) -> None:
    contact, field = new_contact(workspace), new_field(workspace)

    def edit(number: int) -> bool:
        try:
            write(contact, field, f"from {number}", expected={field_key(field.id): ""})
        except ChangedMeanwhile:
            return False
        return True

    assert together(10, edit).count(True) == 1
    assert len(edited(contact)) == 1


def test_a_value_and_a_deletion_or_another_type_at_once(workspace: Workspace) -> None:
    """Whoever writes a value holds the field: it changes before or after, never under the value."""
    contact, field = new_contact(workspace), new_field(workspace)
    with pytest.raises(Conflict, match="data_type cannot change"):
        meanwhile(
            lambda: write(contact, field, "x"),
            lambda: edit_field(field, FieldChanges(data_type="number"), by=robot(workspace)),
        )
    with pytest.raises(NotFound, match="does not exist any more"):
        meanwhile(lambda: delete_field(field, by=robot(workspace)), lambda: write(contact, field, "y"))
    assert elsewhere(lambda: fields_of(workspace.id)) == []


def test_another_workspace_s_field_is_none(workspace: Workspace, other_workspace: Workspace) -> None:
    contact, theirs = new_contact(workspace), new_field(other_workspace)
    for key in (
        field_key(theirs.id),
        "custom:0",
        "custom:",
        "custom:x",
        "custom:99999999999999999999",
        "age",
    ):
        with pytest.raises(NotFound) as refused:
            edit_contact(contact, {key: "x"}, workspace=workspace, by=robot(workspace))
        assert refused.value.field == key


def test_values_of_many_are_one_question(workspace: Workspace, other_workspace: Workspace) -> None:
    field = new_field(workspace)
    contacts = [new_contact(workspace) for _ in range(3)]
    for contact in contacts[:2]:
        write(contact, field, f"of {contact.id}")
    ids = [contact.id for contact in contacts]
    assert values_of_all(workspace.id, ids) == {each: {field.id: f"of {each}"} for each in ids[:2]}
    assert values_of_all(other_workspace.id, ids) == {}


def test_values_go_with_the_person(workspace: Workspace) -> None:
    """E6: what says something about them is gone with the contact's row, whoever removes it."""
    field, gone, other = new_field(workspace), new_contact(workspace), new_contact(workspace)
    for contact in (gone, other):
        write(contact, field, "x")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_contact WHERE id = %s", [gone.id])
    assert list(FieldValue.objects.filter(workspace=workspace).values_list("contact_id", flat=True)) == [
        other.id
    ]


def test_programs_call_a_field_by_name_or_slug(workspace: Workspace) -> None:
    """The name first: it is what a contact is answered with."""
    seats = new_field(workspace, "number", "Seats")
    places = create_field(FieldDefinition(name="Places", slug="Seats_2"), by=robot(workspace))
    fields = fields_of(workspace.id)
    for name, field in {"SEATS ": seats, "places": places, "seats_2": places, "Rooms": None}.items():
        assert field_named(fields, name) == field


def test_fields_with_what_some_contacts_have_in_them_are_what_the_orm_reads(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    """In one statement: each value beside the contact that has it, deleted fields and other workspaces left out."""
    fields = [new_field(workspace, name=name) for name in ("City", "Street", "Empty", "Gone")]
    people = [new_contact(workspace) for _ in range(3)]
    for number, contact in enumerate(people[:2]):
        for field in (fields[0], fields[number], fields[3]):
            write(contact, field, f"{field.name} of {contact.id}")
    theirs, stranger = new_field(other_workspace, name="City"), new_contact(other_workspace)
    write(stranger, theirs, "Rome")
    delete_field(fields[3], by=robot(workspace))
    asked = [contact.id for contact in (*people, stranger)]
    held = fields_held(workspace.id, asked)
    standing = list(CustomField.objects.filter(workspace=workspace, deleted_at=None).order_by("position"))
    assert [told.name for told in held] == [field.name for field in standing]
    for told, field in zip(held, standing, strict=True):
        wanted = dict(FieldValue.objects.filter(field=field).values_list("contact_id", "text"))
        assert dict(zip(told.contacts or [], told.texts or [], strict=True)) == wanted, told.name
    assert fields_held(workspace.id, [people[2].id])[0].contacts is None
    assert fields_held(other_workspace.id, [people[0].id])[0].contacts is None
