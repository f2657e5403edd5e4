"""Custom fields are made, changed, put into order and deleted (C6)."""

import pytest
from django.db import connection

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.clear_labels import clear_labels
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.actions.delete_field import delete_field
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.edit_field import FieldChanges, edit_field
from tappa.core.contacts.actions.reorder_fields import reorder_fields
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.field_rules import FIELD_LIMIT, field_key
from tappa.core.contacts.fields import COUNTED, contacts_with, field_by_id, fields_of, values_of
from tappa.core.contacts.models_field import CustomField, FieldValue
from tappa.kernel.errors import Conflict, DomainError, Invalid, NotFound
from tests.core.acts import new_contact, new_field, robot
from tests.support.together import together


def told(workspace: Workspace) -> list[str]:
    """What the log says of fields."""
    events = Event.objects.filter(workspace_id=workspace.id, kind__startswith="field.").order_by("id")
    return list(events.values_list("kind", flat=True))


def test_a_field_is_made_with_a_slug_after_its_name(workspace: Workspace) -> None:
    first = create_field(FieldDefinition(name="  Città   di nascita "), by=robot(workspace))
    second = create_field(FieldDefinition(name="Città (di nascita)"), by=robot(workspace))
    third = create_field(FieldDefinition(name="住所"), by=robot(workspace))
    assert [field.slug for field in (first, second, third)] == [
        "citta_di_nascita",
        "citta_di_nascita_2",
        "field",
    ]
    assert first.name == "Città di nascita"
    assert [field.position for field in fields_of(workspace.id)] == [1, 2, 3]
    assert told(workspace) == ["field.created"] * 3


@pytest.mark.parametrize(
    ("field", "definition"),
    [
        ("name", FieldDefinition(name=" ")),
        ("name", FieldDefinition(name="x" * 51)),
        ("name", FieldDefinition(name="a\x00")),
        ("name", FieldDefinition(name="\u200b")),
        ("slug", FieldDefinition(name="A", slug="a b")),
        ("slug", FieldDefinition(name="A", slug="città")),
        ("slug", FieldDefinition(name="A", slug="x" * 51)),
        ("description", FieldDefinition(name="A", description="x" * 256)),
        ("data_type", FieldDefinition(name="A", data_type="phone")),
        ("visibility", FieldDefinition(name="A", visibility="sometimes")),
        ("allowed_values", FieldDefinition(name="A", data_type="list")),
        ("allowed_values", FieldDefinition(name="A", data_type="list", allowed_values=(" ",))),
        ("allowed_values", FieldDefinition(name="A", data_type="list", allowed_values=("José", "jose"))),
        ("allowed_values", FieldDefinition(name="A", data_type="list", allowed_values=("x" * 101,))),
        (
            "allowed_values",
            FieldDefinition(name="A", data_type="list", allowed_values=[str(n) for n in range(101)]),
        ),
        ("allowed_values", FieldDefinition(name="A", allowed_values=("x",))),
    ],
)
def test_a_field_that_is_none_is_refused(
    workspace: Workspace, field: str, definition: FieldDefinition
) -> None:
    with pytest.raises(Invalid, match=field) as refused:
        create_field(definition, by=robot(workspace))
    assert refused.value.field == field
    assert fields_of(workspace.id) == []


def test_names_and_slugs_stand_once_whatever_their_case(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    create_field(FieldDefinition(name="Plan", slug="plan"), by=robot(workspace))
    for name, slug, field in (("PLAN", "other", "name"), ("Other", "PLAN", "slug")):
        with pytest.raises(Conflict, match=f"the {field}") as refused:
            create_field(FieldDefinition(name=name, slug=slug), by=robot(workspace))
        assert refused.value.field == field
    create_field(FieldDefinition(name="Plan", slug="plan"), by=robot(other_workspace))


def test_no_field_is_called_as_programs_call_another(workspace: Workspace) -> None:
    """They go by names and by slugs: a field that takes another's slug for its name would get what is meant for that."""
    plan = create_field(FieldDefinition(name="Contract", slug="plan"), by=robot(workspace))
    seats = create_field(FieldDefinition(name="Seats", slug="places"), by=robot(workspace))
    with pytest.raises(Conflict, match="call the field Contract so") as refused:
        create_field(FieldDefinition(name="PLAN"), by=robot(workspace))
    assert refused.value.field == "name"
    with pytest.raises(Conflict, match="The field Seats is called so") as refused:
        create_field(FieldDefinition(name="Rooms", slug="SEATS"), by=robot(workspace))
    assert refused.value.field == "slug"
    with pytest.raises(Conflict, match="call the field Contract so"):
        edit_field(seats, FieldChanges(name="Plan"), by=robot(workspace))
    edit_field(plan, FieldChanges(name="Plan"), by=robot(workspace))
    assert [field.name for field in fields_of(workspace.id)] == ["Plan", "Seats"], (
        "its own slug may be its name"
    )


def test_a_hundred_fields_and_no_more_whoever_adds_them(workspace: Workspace) -> None:
    CustomField.objects.bulk_create(
        CustomField(
            workspace=workspace,
            name=f"F{n}",
            folded_name=f"f{n}",
            slug=f"f{n}",
            data_type="text",
            position=n,
        )
        for n in range(1, FIELD_LIMIT - 1)
    )

    def add(number: int) -> str:
        try:
            return create_field(FieldDefinition(name=f"New {number}"), by=robot(workspace)).name
        except DomainError as refused:
            return refused.message

    answers = together(6, add)
    assert sum("no more can be added" in answer for answer in answers) == 4
    assert [field.position for field in fields_of(workspace.id)] == list(range(1, FIELD_LIMIT + 1))


def test_renaming_keeps_what_contacts_have(workspace: Workspace) -> None:
    """And the slug, by which programs know the field."""
    contact, field = new_contact(workspace), new_field(workspace, "list", "Plan")
    key = field_key(field.id)
    edit_contact(contact, {key: "Pro"}, workspace=workspace, by=robot(workspace))
    changes = FieldChanges(name="Contract", visibility="filled", description="What they pay for")
    edit_field(field, changes, by=robot(workspace))
    edit_field(field, changes, by=robot(workspace))
    stored = field_by_id(workspace.id, field.id)
    assert (stored.name, stored.slug, stored.visibility) == ("Contract", "plan", "filled")
    assert values_of(contact) == {field.id: "Pro"}
    assert told(workspace) == ["field.created", "field.edited"], "what is the same logs nothing"
    event = Event.objects.get(workspace_id=workspace.id, kind="field.edited")
    assert event.data["name_before"] == "Plan"
    new_field(workspace, name="Tariff")
    with pytest.raises(Conflict, match="the name tariff already"):
        edit_field(field, FieldChanges(name="tariff"), by=robot(workspace))


def test_a_type_changes_only_while_nobody_has_a_value(workspace: Workspace) -> None:
    contact, field = new_contact(workspace), new_field(workspace, "list", "Plan")
    edit_field(field, FieldChanges(data_type="number"), by=robot(workspace))
    assert field_by_id(workspace.id, field.id).allowed_values == []
    edit_contact(contact, {field_key(field.id): "3"}, workspace=workspace, by=robot(workspace))
    with pytest.raises(Conflict, match="contacts have something in Plan"):
        edit_field(field, FieldChanges(data_type="text", name="Other"), by=robot(workspace))
    assert field_by_id(workspace.id, field.id).name == "Plan"


def test_a_choice_taken_from_a_list_stays_with_who_has_it_and_is_offered_no_more(
    workspace: Workspace,
) -> None:
    contact, other = new_contact(workspace), new_contact(workspace)
    field = new_field(workspace, "list", "Plan", "Basic", "Pro", "Old")
    key = field_key(field.id)
    edit_contact(contact, {key: "Old"}, workspace=workspace, by=robot(workspace))
    assert (
        contacts_with(field),
        contacts_with(field, texts=["old"]),
        contacts_with(field, texts=["Pro"]),
    ) == (
        1,
        1,
        0,
    )
    edit_field(field, FieldChanges(allowed_values=("Basic", "Pro")), by=robot(workspace))
    edit_contact(contact, {key: "Old", "first_name": "Ana"}, workspace=workspace, by=robot(workspace))
    assert values_of(contact) == {field.id: "Old"}
    with pytest.raises(Invalid, match="Plan must be one of: Basic, Pro"):
        edit_contact(other, {key: "Old"}, workspace=workspace, by=robot(workspace))


def test_fields_are_put_into_order(workspace: Workspace) -> None:
    first, second, third = (new_field(workspace, name=name) for name in ("A", "B", "C"))
    reorder_fields([third.id, first.id, second.id], by=robot(workspace))
    reorder_fields([third.id, first.id, second.id], by=robot(workspace))
    assert [field.name for field in fields_of(workspace.id)] == ["C", "A", "B"]
    assert told(workspace)[3:] == ["field.reordered"]
    with pytest.raises(Invalid, match="order"):
        reorder_fields([first.id, first.id, second.id], by=robot(workspace))
    with pytest.raises(Conflict, match="changed meanwhile"):
        reorder_fields([first.id, second.id], by=robot(workspace))


def test_a_deleted_field_is_gone_at_once_and_its_values_by_and_by(workspace: Workspace) -> None:
    """Its name, slug and place are free again."""
    contact, first, second = (
        new_contact(workspace),
        new_field(workspace, name="A"),
        new_field(workspace, name="B"),
    )
    edit_contact(
        contact,
        {field_key(first.id): "x", field_key(second.id): "y"},
        workspace=workspace,
        by=robot(workspace),
    )
    delete_field(first, by=robot(workspace))
    assert [(field.name, field.position) for field in fields_of(workspace.id)] == [("B", 1)]
    with pytest.raises(NotFound):
        field_by_id(workspace.id, first.id)
    for act in (
        lambda: delete_field(first, by=robot(workspace)),
        lambda: edit_field(first, FieldChanges(name="C"), by=robot(workspace)),
        lambda: edit_contact(contact, {field_key(first.id): "z"}, workspace=workspace, by=robot(workspace)),
    ):
        with pytest.raises(NotFound):
            act()
    assert new_field(workspace, name="A").slug == "a"
    while clear_labels():
        pass
    assert list(FieldValue.objects.filter(workspace=workspace).values_list("text", flat=True)) == ["y"]
    assert not CustomField.objects.filter(id=first.id).exists()
    assert told(workspace)[-2:] == ["field.deleted", "field.created"]


def test_counts_are_exact_up_to_a_bound(workspace: Workspace) -> None:
    """A field of a million contacts is not counted to the end for a dialog."""
    field, contact = new_field(workspace), new_contact(workspace)
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH made AS (
                INSERT INTO contacts_contact (workspace_id, first_name, last_name, phone, email, language, profile_pic,
                                              country_code, search, is_blocked)
                SELECT workspace_id, '', '', '', '', '', '', '', '', false
                FROM contacts_contact, generate_series(1, %s) WHERE id = %s RETURNING id, workspace_id)
            INSERT INTO contacts_fieldvalue (workspace_id, contact_id, field_id, text, folded)
            SELECT workspace_id, id, %s, 'x', 'x' FROM made""",
            [COUNTED + 5, contact.id, field.id],
        )
    assert contacts_with(field) == COUNTED + 1


def test_another_workspace_s_field_is_not_touched(workspace: Workspace, other_workspace: Workspace) -> None:
    field = new_field(other_workspace)
    for act in (
        lambda: delete_field(field, by=robot(workspace)),
        lambda: edit_field(field, FieldChanges(name="C"), by=robot(workspace)),
        lambda: field_by_id(workspace.id, field.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert field_by_id(other_workspace.id, field.id).name == field.name
