"""A contact comes into being at its stage (S1), whole or not at all."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.create import create_contact
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.contacts.rules import ContactDetails
from tappa.core.lifecycle.models import Stage
from tappa.kernel.errors import Conflict, Invalid, NotFound
from tests.core.acts import new_contact, robot, stage_named
from tests.support.together import together


def test_s1_a_new_contact_stands_at_the_default_stage(workspace: Workspace) -> None:
    contact = new_contact(workspace, first_name="Zoë", phone="+39 333 1234567", email="Zoe@example.com")
    default = stage_named(workspace, "New Lead")
    assert contact.standing.stage == default
    assert contact.phone == "+393331234567"
    (transition,) = Transition.objects.filter(workspace_id=workspace.id, contact_id=contact.id)
    assert (transition.seq, transition.from_stage_id, transition.from_name) == (1, None, "")
    assert (transition.to_stage_id, transition.to_name, transition.to_kind) == (
        default.id,
        "New Lead",
        "lifecycle",
    )
    assert (transition.by_kind, transition.via, transition.cause) == ("system", "api", "default")
    assert (transition.seconds_before, transition.happened_at) == (None, contact.created_at)
    assert contact.standing.stage_since == contact.created_at
    assert contact.standing.transitions == 1


def test_s1_what_the_statement_wrote_is_what_the_orm_reads(workspace: Workspace) -> None:
    returned = new_contact(workspace, first_name="Ada", last_name="Rossi", language="it", country_code="IT")
    stored = Contact.objects.get(workspace_id=workspace.id, id=returned.id)
    for field in Contact._meta.concrete_fields:
        assert getattr(stored, field.attname) == getattr(returned, field.attname), field.name


def test_e1_making_a_contact_is_logged_with_its_first_move(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    events = Event.objects.filter(workspace_id=workspace.id, contact_id=contact.id).order_by("id")
    assert [(event.kind, event.cause) for event in events] == [
        ("contact.created", None),
        ("contact.moved", "default"),
    ]
    assert events[1].data["to_name"] == "New Lead"


def test_s1_a_named_stage_goes_before_the_default(workspace: Workspace) -> None:
    customer = stage_named(workspace, "Customer")
    contact = new_contact(workspace, customer)
    (transition,) = Transition.objects.filter(contact_id=contact.id)
    assert contact.standing.stage == customer
    assert (transition.to_name, transition.cause) == ("Customer", None)


def test_a_contact_may_stand_at_no_stage(workspace: Workspace) -> None:
    contact = new_contact(workspace, None)
    assert contact.standing.stage is None
    assert not Transition.objects.filter(contact_id=contact.id).exists()


def test_s1_without_a_default_a_new_contact_stands_nowhere(workspace: Workspace) -> None:
    Stage.objects.filter(workspace=workspace).update(is_default=False)
    assert new_contact(workspace).standing.stage is None


def test_s1_a_change_of_default_touches_nobody(workspace: Workspace) -> None:
    before = new_contact(workspace)
    Stage.objects.filter(workspace=workspace).update(is_default=False)
    Stage.objects.filter(id=stage_named(workspace, "Hot Lead").id).update(is_default=True)
    assert Standing.objects.get(contact=before).stage == stage_named(workspace, "New Lead")
    assert new_contact(workspace).standing.stage == stage_named(workspace, "Hot Lead")


def test_s1_a_contact_that_is_rolled_back_leaves_nothing(workspace: Workspace) -> None:
    events = Event.objects.filter(workspace_id=workspace.id).count()
    with transaction.atomic():
        new_contact(workspace)
        transaction.set_rollback(True)
    assert not Contact.objects.filter(workspace=workspace).exists()
    assert not Standing.objects.filter(workspace=workspace).exists()
    assert not Transition.objects.filter(workspace_id=workspace.id).exists()
    assert Event.objects.filter(workspace_id=workspace.id).count() == events


def test_a_contact_with_the_past_it_came_from(workspace: Workspace) -> None:
    past = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    contact = create_contact(ContactDetails(), workspace=workspace, happened_at=past, by=robot(workspace))
    (transition,) = Transition.objects.filter(contact_id=contact.id)
    assert contact.created_at == transition.happened_at == past
    assert transition.recorded_at > past


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "+49 30 123456789012"}, "phone"),  # possible in Germany, too long for E.164
        ({"email": "ana"}, "email"),
        ({"email": "a@b@c.it"}, "email"),
        ({"language": "ita"}, "language"),
        ({"country_code": "Italy"}, "country_code"),
        ({"profile_pic": "javascript:alert(1)"}, "profile_pic"),
        ({"first_name": "x" * 256}, "first_name"),
        ({"last_name": "a\x00b"}, "last_name"),
    ],
)
def test_details_that_are_none_are_refused_by_name(
    workspace: Workspace, details: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid, match=field) as refusal:
        new_contact(workspace, **details)
    assert refusal.value.field == field
    assert not Contact.objects.filter(workspace=workspace).exists()


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("333 1234567", "+393331234567"),
        ("0039 333 1234567", "+393331234567"),
        ("+1 (555) 000-1111", "+15550001111"),
    ],
)
def test_a_phone_is_read_with_the_workspace_s_country(workspace: Workspace, given: str, stored: str) -> None:
    assert new_contact(workspace, phone=given).phone == stored


def test_phone_and_email_are_one_contact_s_until_it_is_deleted(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    first = new_contact(workspace, phone="+393331234567", email="Ana@example.com")
    for details in ({"phone": "3331234567"}, {"email": "ana@EXAMPLE.com"}):
        with pytest.raises(Conflict, match="Another contact has this"):
            new_contact(workspace, **details)
    new_contact(other_workspace, phone="+393331234567", email="Ana@example.com")
    delete_contact(first, by=robot(workspace))
    assert new_contact(workspace, phone="+393331234567", email="ana@example.com").id != first.id


def test_ten_contacts_with_one_phone_at_once_make_one(workspace: Workspace) -> None:
    def make(_number: int) -> bool:
        try:
            new_contact(workspace, phone="+393331234567")
        except Conflict:
            return False
        return True

    assert together(10, make).count(True) == 1
    assert Contact.objects.filter(workspace=workspace).count() == 1


def test_a_refusal_inside_a_transaction_does_not_break_it(workspace: Workspace) -> None:
    new_contact(workspace, email="ana@example.com")
    with transaction.atomic():
        with pytest.raises(Conflict):
            new_contact(workspace, email="ana@example.com")
        new_contact(workspace, email="bea@example.com")
    assert Contact.objects.filter(workspace=workspace).count() == 2


def test_a_stage_of_another_workspace_is_refused_by_the_database(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    """The statement looks for the stage in its own workspace: another's is no stage at all."""
    with pytest.raises(NotFound):
        new_contact(workspace, stage_named(other_workspace, "Payment"))
    assert not Contact.objects.filter(workspace=workspace).exists()
    contact = new_contact(workspace)
    with pytest.raises(Exception, match="contacts_standing_stage_within"), transaction.atomic():
        Standing.objects.filter(contact=contact).update(stage=stage_named(other_workspace, "Payment"))


def test_a_contact_is_made_by_one_statement(workspace: Workspace) -> None:
    with CaptureQueriesContext(connection) as orm:
        new_contact(workspace)
    assert len(orm) == 0, "the ORM adds nothing to the one statement of contacts/sql.py"


def test_a_stage_that_is_gone_is_refused(workspace: Workspace) -> None:
    gone = stage_named(workspace, "Payment")
    delete_stage(gone, move_to=None, by=robot(workspace))
    with pytest.raises(NotFound):
        new_contact(workspace, gone)
    assert not Contact.objects.filter(workspace=workspace).exists()
