"""A stage is deleted and its contacts go where they are sent: L9, L10, L11, L13."""

import pytest
from django.db import transaction

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.advance import advance
from tappa.core.contacts.actions.create import create_contact
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.delete_stage import AT_ONCE, NotEmpty, delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.undo_move import undo_move
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.contacts.operations import deletions_under_way, operation_by_id
from tappa.core.contacts.rules import ContactDetails
from tappa.core.contacts.sql_operation import Turn
from tappa.core.lifecycle.models import Lifecycle, Stage
from tappa.core.lifecycle.queries import all_stages, default_stage, stages_of
from tappa.core.reports.queries import contacts_at_stages, lifecycle_figures
from tappa.kernel.errors import Conflict, Invalid, NotFound
from tests.cast import Cast
from tests.core.acts import new_contact, robot, stage_named
from tests.core.contacts.crowd import crowd_at
from tests.support.together import elsewhere, together


def last_move(contact: Contact) -> Transition:
    return Transition.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id).latest("seq")


@pytest.mark.parametrize("target", ["Customer", "Cold Lead", None])
def test_l9_each_contact_gets_its_own_transition(
    workspace: Workspace, cast: Cast, target: str | None
) -> None:
    payment = stage_named(workspace, "Payment")
    to = stage_named(workspace, target) if target else None
    contacts = [new_contact(workspace, payment) for _ in range(3)]
    elsewhere = new_contact(workspace)
    by = actor_of(cast.manager, Via.PAGE)
    operation = delete_stage(payment, move_to=to, by=by)
    assert (operation.state, operation.done, operation.total) == ("done", 3, 3)
    moves = [last_move(contact) for contact in contacts]
    for move in moves:
        assert (move.from_stage_id, move.from_name, move.from_kind) == (payment.id, "Payment", "lifecycle")
        assert (move.to_stage_id, move.to_name, move.to_kind) == (
            (to.id, to.name, to.kind) if to else (None, "", "")
        )
        assert (move.by_kind, move.by_id, move.via) == ("member", cast.manager.id, "page")
        assert (move.cause, move.seq) == ("stage_deleted", 2)
        assert move.seconds_before is not None
    assert len({move.batch for move in moves}) == 1
    assert last_move(elsewhere).seq == 1
    assert not Stage.objects.filter(id=payment.id).exists()
    assert [stage.position for stage in stages_of(workspace.id)] == [1, 2, 3, 1]
    assert contacts_at_stages(workspace.id).get(to.id if to else 0, 0) == (3 if to else 0)


def test_l9_the_facts_are_those_of_any_move(workspace: Workspace) -> None:
    """The statement of many writes what the statement of one writes: standing, transition and fact."""
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    one, many = new_contact(workspace, payment), new_contact(workspace, payment)
    move_contact(one, to=customer, by=robot(workspace))
    delete_stage(payment, move_to=customer, by=robot(workspace))

    def told(contact: Contact) -> list[object]:
        event = Event.objects.filter(workspace_id=workspace.id, contact_id=contact.id).latest("id")
        move = Transition.objects.values().get(id=last_move(contact).id)
        standing = Standing.objects.values().get(contact=contact)
        assert event.data["transition_id"] == move["id"]
        assert event.happened_at == move["happened_at"] == standing["stage_since"]
        differing = {"id", "contact_id", "cause", "batch", "happened_at", "recorded_at", "stage_since"}
        rows = [{**event.data, "transition_id": 0}, move, standing]
        return [{key: value for key, value in row.items() if key not in differing} for row in rows]

    assert told(many) == told(one)


def test_l9_a_deleted_stage_gains_nobody(workspace: Workspace) -> None:
    """Not from the first moment on: not by a move, not by an undo, not by a new contact."""
    payment = stage_named(workspace, "Payment")
    crowd_at(workspace, payment, AT_ONCE + 1)
    came_from = new_contact(workspace, payment)
    moved = move_contact(came_from, to=stage_named(workspace, "Hot Lead"), by=robot(workspace))
    operation = delete_stage(payment, move_to=None, by=robot(workspace))
    assert (operation.state, operation.done, operation.total) == ("queued", 0, AT_ONCE + 1)
    assert [stage.name for stage in stages_of(workspace.id)] == [
        "New Lead",
        "Hot Lead",
        "Customer",
        "Cold Lead",
    ]
    assert all_stages(workspace.id)[-1] == payment
    assert moved is not None
    for act in (
        lambda: move_contact(new_contact(workspace), to=payment, by=robot(workspace)),
        lambda: create_contact(ContactDetails(), workspace=workspace, stage=payment, by=robot(workspace)),
        lambda: undo_move(came_from, transition_id=moved.id, by=robot(workspace)),
        lambda: delete_stage(payment, move_to=None, by=robot(workspace)),
        lambda: delete_stage(stage_named(workspace, "Customer"), move_to=payment, by=robot(workspace)),
    ):
        with pytest.raises(NotFound, match="does not exist any more"):
            act()
    assert deletions_under_way(workspace.id) == [operation]


def test_l9_a_large_stage_is_emptied_in_batches(workspace: Workspace) -> None:
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    crowd_at(workspace, payment, AT_ONCE + 1)
    hidden = new_contact(workspace, payment)
    assert delete_contact(hidden, by=robot(workspace))
    operation = delete_stage(payment, move_to=customer, by=robot(workspace))
    turn = Turn(operation.id, workspace.id)
    done = []
    while operation.state != "done":
        assert advance(turn, most=400)
        operation = operation_by_id(workspace.id, operation.id)
        done.append((operation.state, operation.done))
        assert sum(contacts_at_stages(workspace.id).values()) == AT_ONCE + 1
        assert lifecycle_figures(workspace.id).total.contacts == AT_ONCE + 1
    assert done[:3] == [("running", 400), ("running", 800), ("running", AT_ONCE + 1)]
    assert done[-1] == ("done", AT_ONCE + 1)
    assert contacts_at_stages(workspace.id) == {customer.id: AT_ONCE + 1}
    # Who is hidden comes back, and then stands where the others went.
    assert Standing.objects.get(contact=hidden).stage == customer
    assert not advance(turn)
    assert [row.state for row in deletions_under_way(workspace.id)] == []


def test_l9_whoever_is_being_changed_is_not_waited_for(workspace: Workspace) -> None:
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    crowd_at(workspace, payment, AT_ONCE + 1)
    held = new_contact(workspace, payment)
    operation = delete_stage(payment, move_to=customer, by=robot(workspace))
    turn = Turn(operation.id, workspace.id)

    with transaction.atomic():
        move_contact(held, to=None, by=robot(workspace))
        assert elsewhere(lambda: [advance(turn, most=AT_ONCE + 10), advance(turn)]) == [True, False]
        assert operation_by_id(workspace.id, operation.id).done == AT_ONCE + 1
    while advance(turn):
        pass
    assert last_move(held).cause is None
    assert operation_by_id(workspace.id, operation.id).done == AT_ONCE + 1
    assert not Stage.objects.filter(id=payment.id).exists()


def test_l9_contacts_on_their_way_to_a_stage_that_goes_too(workspace: Workspace) -> None:
    """They go straight to where that one's contacts go, and no transition names a stage where they never stood."""
    payment, hot_lead = stage_named(workspace, "Payment"), stage_named(workspace, "Hot Lead")
    customer = stage_named(workspace, "Customer")
    crowd_at(workspace, payment, AT_ONCE + 1)
    operation = delete_stage(payment, move_to=hot_lead, by=robot(workspace))
    with pytest.raises(NotEmpty, match=f"{AT_ONCE + 1} contacts"):
        delete_stage(hot_lead, move_to=None, only_empty=True, by=robot(workspace))
    assert advance(Turn(operation.id, workspace.id), most=1)
    delete_stage(hot_lead, move_to=customer, by=robot(workspace))
    while advance(Turn(operation.id, workspace.id)):
        pass
    assert contacts_at_stages(workspace.id) == {customer.id: AT_ONCE + 1}
    ways = Transition.objects.filter(workspace_id=workspace.id, seq__gt=1)
    assert set(ways.values_list("from_name", "to_name")) == {
        ("Payment", "Hot Lead"),
        ("Hot Lead", "Customer"),
        ("Payment", "Customer"),
    }
    assert operation_by_id(workspace.id, operation.id).to_name == "Customer"


def test_l10_the_last_lifecycle_stage_is_not_deleted(workspace: Workspace) -> None:
    for name in ("New Lead", "Hot Lead", "Payment"):
        delete_stage(stage_named(workspace, name), move_to=None, by=robot(workspace))
    customer = stage_named(workspace, "Customer")
    with pytest.raises(Conflict, match="last lifecycle stage"):
        delete_stage(customer, move_to=None, by=robot(workspace))
    delete_stage(stage_named(workspace, "Cold Lead"), move_to=customer, by=robot(workspace))
    assert stages_of(workspace.id) == [customer]


def test_l10_two_people_cannot_delete_the_last_two_at_once(workspace: Workspace) -> None:
    for name in ("Hot Lead", "Payment"):
        delete_stage(stage_named(workspace, name), move_to=None, by=robot(workspace))
    last_two = [stage_named(workspace, name) for name in ("New Lead", "Customer")]

    def act(number: int) -> bool:
        try:
            delete_stage(last_two[number], move_to=None, by=robot(workspace))
        except Conflict:
            return False
        return True

    assert sorted(together(2, act)) == [False, True]


def test_l11_the_default_moves_on_and_the_won_stage_is_none(workspace: Workspace) -> None:
    delete_stage(stage_named(workspace, "New Lead"), move_to=None, by=robot(workspace))
    assert default_stage(workspace.id) == stage_named(workspace, "Hot Lead")
    assert new_contact(workspace).standing.stage == stage_named(workspace, "Hot Lead")
    delete_stage(stage_named(workspace, "Customer"), move_to=None, by=robot(workspace))
    assert not any(stage.is_won for stage in stages_of(workspace.id))
    kinds = ("stage.deleted", "stage.default_changed", "stage.won_changed", "stage.emptied")
    facts = Event.objects.filter(workspace_id=workspace.id, kind__in=kinds).order_by("id")
    assert [(fact.kind, fact.data.get("name"), fact.data.get("name_before")) for fact in facts] == [
        ("stage.deleted", "New Lead", None),
        ("stage.default_changed", "Hot Lead", "New Lead"),
        ("stage.emptied", "New Lead", None),
        ("stage.deleted", "Customer", None),
        ("stage.won_changed", "", "Customer"),
        ("stage.emptied", "Customer", None),
    ]


def test_an_unset_default_stays_unset_when_another_stage_is_deleted(workspace: Workspace) -> None:
    Stage.objects.filter(workspace=workspace).update(is_default=False)
    delete_stage(stage_named(workspace, "New Lead"), move_to=None, by=robot(workspace))
    assert default_stage(workspace.id) is None


def test_what_cannot_be_deleted_changes_nothing(workspace: Workspace, other_workspace: Workspace) -> None:
    payment = stage_named(workspace, "Payment")
    theirs = stage_named(other_workspace, "Payment")
    for refusal, stage, target in (
        (Invalid, payment, payment),
        (NotFound, theirs, None),
        (NotFound, payment, theirs),
    ):
        with pytest.raises(refusal):
            delete_stage(stage, move_to=target, by=robot(workspace))
    assert Lifecycle.objects.get(workspace=workspace).version == 1
    assert len(stages_of(workspace.id)) == len(stages_of(other_workspace.id)) == 5


def test_the_version_grows_and_the_slot_and_the_name_are_free(workspace: Workspace) -> None:
    payment = stage_named(workspace, "Payment")
    crowd_at(workspace, payment, AT_ONCE + 1)
    delete_stage(payment, move_to=None, by=robot(workspace))
    assert Lifecycle.objects.get(workspace=workspace).version == 2
    closed = Stage.objects.get(id=payment.id)
    assert (closed.slot, closed.position, closed.folded_name, closed.name) == (None, None, None, "Payment")
    assert closed.closed_at is not None
