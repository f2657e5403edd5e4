"""Many contacts are deleted at once, hidden from that moment on, and brought back: section 8, S7, E6."""

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.undo_change import undo_change
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.queries import visible_contacts
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.remove_member import remove_member
from tappa.core.reports.queries import lifecycle_figures
from tests.cast import Cast
from tests.core.acts import new_channel, new_contact, new_writer, robot, stage_named
from tests.core.contacts.bulk import by_hand, plainly, stage_of, ticked
from tests.core.history.told import check_history
from tests.core.reports.counting import same_as_full_count


def visible(cast: Cast) -> set[int]:
    """Whom the owner sees."""
    return set(visible_contacts(cast.owner).values_list("id", flat=True))


def test_deleted_contacts_are_hidden_at_once_and_come_back_as_they_were(
    workspace: Workspace, cast: Cast
) -> None:
    channel = new_channel(workspace)
    contacts = [new_writer(channel) for _ in range(3)]
    assign_contact(contacts[0], to=cast.agent, by=robot(workspace))
    before = lifecycle_figures(workspace.id)
    standings = list(Standing.objects.filter(workspace=workspace).order_by("contact_id").values())
    deleted = plainly(OperationKind.DELETE, ticked(contacts), cast.manager)
    assert (deleted.changed, visible(cast), lifecycle_figures(workspace.id).total.contacts) == (3, set(), 0)
    assert Contact.objects.filter(workspace=workspace, deleted_at__isnull=False).count() == 3
    assert same_as_full_count(workspace)
    check_history(workspace, cast.owner)
    told = Event.objects.filter(workspace_id=workspace.id, kind="contact.deleted", batch=deleted.batch)
    assert set(told.values_list("contact_id", "via")) == {(contact.id, "bulk") for contact in contacts}

    undone = undo_change(deleted.id, by=by_hand(cast.manager))
    assert (undone.changed, visible(cast)) == (3, {contact.id for contact in contacts})
    assert lifecycle_figures(workspace.id) == before
    assert list(Standing.objects.filter(workspace=workspace).order_by("contact_id").values()) == standings
    assert same_as_full_count(workspace)
    check_history(workspace, cast.owner)


def test_who_is_deleted_already_is_left_alone_and_not_brought_back_by_it(
    workspace: Workspace, cast: Cast
) -> None:
    first, second = new_contact(workspace), new_contact(workspace)
    both = ticked([first, second])
    by_itself = plainly(OperationKind.DELETE, ticked([first]), cast.owner)
    deleted = plainly(OperationKind.DELETE, both, cast.owner)
    assert (deleted.total, deleted.changed) == (1, 1)
    undo_change(by_itself.id, by=by_hand(cast.owner))
    delete_contact(first, by=robot(workspace))
    assert visible(cast) == set()
    undone = undo_change(deleted.id, by=by_hand(cast.owner))
    assert (undone.changed, visible(cast)) == (1, {second.id})


def test_whose_phone_or_email_another_has_by_now_is_left_and_counted(
    workspace: Workspace, cast: Cast
) -> None:
    """Also where two who come back had the same: the first gets it."""
    mail, phone = (
        new_contact(workspace, email="Ana@example.com"),
        new_contact(workspace, phone="+393331234567"),
    )
    plain = new_contact(workspace)
    twin = {"phone": "+393337654321"}
    older = new_contact(workspace, **twin)
    delete_contact(older, by=robot(workspace))
    younger = new_contact(workspace, **twin)
    Contact.objects.filter(id=older.id).update(phone="")
    deleted = plainly(OperationKind.DELETE, ticked([mail, phone, plain, younger]), cast.owner)
    new_contact(workspace, email="ana@EXAMPLE.com")
    new_contact(workspace, phone="+393331234567")
    undone = undo_change(deleted.id, by=by_hand(cast.owner))
    assert (undone.changed, undone.left_alone) == (2, {"6": 2})
    assert {plain.id, younger.id} <= visible(cast)
    assert not {mail.id, phone.id} & visible(cast)
    check_history(workspace, cast.owner)


def test_of_two_with_one_phone_who_come_back_together_the_first_gets_it(
    workspace: Workspace, cast: Cast
) -> None:
    first, second = (new_contact(workspace, first_name=name) for name in ("Ana", "Bea"))
    deleted = plainly(OperationKind.DELETE, ticked([first, second]), cast.owner)
    Contact.objects.filter(workspace=workspace).update(phone="+393331234567", email="a@example.com")
    undone = undo_change(deleted.id, by=by_hand(cast.owner))
    assert (undone.changed, undone.left_alone, visible(cast)) == (1, {"6": 1}, {first.id})


def test_what_went_meanwhile_is_not_brought_back_with_them(workspace: Workspace, cast: Cast) -> None:
    """The stage was deleted and the assignee has left: they stand where the others went, as nobody's (L9, section 8)."""
    contact = new_writer(new_channel(workspace))
    assign_contact(contact, to=cast.manager, by=robot(workspace))
    deleted = plainly(OperationKind.DELETE, ticked([contact]), cast.owner)
    remove_member(cast.manager, by=by_hand(cast.owner))
    payment = stage_named(workspace, "Payment")
    delete_stage(stage_named(workspace, "New Lead"), move_to=payment, by=robot(workspace))
    assert undo_change(deleted.id, by=by_hand(cast.owner)).changed == 1
    assert stage_of(contact) == payment
    standing = Standing.objects.get(contact=contact)
    assert (standing.assignee, standing.team) == (None, None)
    told = Event.objects.filter(contact_id=contact.id, kind="contact.assigned").latest("id")
    assert (told.cause, told.data["from_member_id"]) == ("member_removed", cast.manager.id)
    assert same_as_full_count(workspace)
