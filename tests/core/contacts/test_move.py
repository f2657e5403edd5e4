"""A contact changes its stage: S4, S6, E1, L13."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_by_name, move_contact
from tappa.core.contacts.models import Standing, Transition
from tappa.core.contacts.models_note import TransitionNote
from tappa.core.contacts.queries import history
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.errors import Conflict, Invalid, NotFound
from tappa.kernel.pages import Place
from tests.cast import Cast
from tests.core.acts import new_contact, robot, stage_named
from tests.support.together import meanwhile, together


def test_s4_any_move_is_allowed(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    for name in ("Customer", "New Lead", "Cold Lead", "Payment", None, "Cold Lead", None, "Hot Lead"):
        stage = stage_named(workspace, name) if name else None
        moved = move_contact(contact, to=stage, by=robot(workspace))
        assert moved is not None
        assert moved.to_stage_id == (stage.id if stage else None)
        assert Standing.objects.get(contact=contact).stage == stage


def test_s4_the_stage_it_has_already_changes_nothing_and_logs_nothing(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    before = Standing.objects.values().get(contact=contact)
    events = Event.objects.filter(workspace_id=workspace.id).count()
    assert move_contact(contact, to=stage_named(workspace, "New Lead"), by=robot(workspace)) is None
    nowhere = new_contact(workspace, None)
    assert move_contact(nowhere, to=None, by=robot(workspace)) is None
    assert Standing.objects.values().get(contact=contact) == before
    assert (
        Event.objects.filter(workspace_id=workspace.id).count() == events + 1
    )  # the second contact's making


def test_e1_a_move_says_when_and_by_whom_through_what(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    before = datetime.now(UTC)
    by = actor_of(cast.agent, Via.PAGE)
    moved = move_contact(
        contact, to=stage_named(workspace, "Payment"), reason="Asked", note="By phone", by=by
    )
    assert moved is not None
    assert (moved.by_kind, moved.by_id, moved.via, moved.cause) == ("member", cast.agent.id, "page", None)
    assert before - timedelta(seconds=1) < moved.happened_at <= moved.recorded_at
    event = Event.objects.filter(workspace_id=workspace.id, kind="contact.moved").latest("id")
    assert (event.by_kind, event.by_id, event.via, event.contact_id) == (
        "member",
        cast.agent.id,
        "page",
        contact.id,
    )
    assert event.data == {
        "transition_id": moved.id,
        "seq": 2,
        "from_stage_id": stage_named(workspace, "New Lead").id,
        "from_name": "New Lead",
        "to_stage_id": stage_named(workspace, "Payment").id,
        "to_name": "Payment",
        "seconds_before": moved.seconds_before,
    }
    assert TransitionNote.objects.get(workspace=workspace, transition_id=moved.id).note == "By phone"


def test_what_the_statement_returned_is_what_the_orm_reads(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    returned = move_contact(
        contact, to=stage_named(workspace, "Payment"), reason="Asked", by=robot(workspace)
    )
    assert returned is not None
    stored = Transition.objects.get(id=returned.id)
    for field in Transition._meta.concrete_fields:
        assert getattr(stored, field.attname) == getattr(returned, field.attname), field.name


def test_e3_a_move_tells_how_long_the_stage_before_lasted(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    since = contact.created_at
    for name, days in (("Hot Lead", 2), ("Payment", 5)):
        at = since + timedelta(days=days)
        move_contact(contact, to=stage_named(workspace, name), happened_at=at, by=robot(workspace))
    lasted = [row.transition.seconds_before for row in history(contact, place=Place(limit=10))]
    assert lasted == [3 * 86400, 2 * 86400, None]


def test_a_move_dated_before_the_stage_began_lasts_no_negative_time(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    long_ago = contact.created_at - timedelta(days=9)
    moved = move_contact(contact, to=None, happened_at=long_ago, by=robot(workspace))
    assert moved is not None
    assert moved.seconds_before == 0


@pytest.mark.parametrize("by_name", [False, True])
def test_s6_ten_moves_at_once_name_ten_true_froms_in_order(by_name: bool, workspace: Workspace) -> None:
    contact = new_contact(workspace)
    stages = [stage for stage in stages_of(workspace.id) if stage.name != "New Lead"]
    targets = [*stages, None] * 2

    def move(number: int) -> None:
        to = targets[number]
        if by_name and to is not None:
            move_by_name(contact, name=to.name, by=robot(workspace))
        else:
            move_contact(contact, to=to, by=robot(workspace))

    together(10, move)
    made = Transition.objects.filter(contact_id=contact.id).count() - 1
    chain = list(Transition.objects.filter(contact_id=contact.id).order_by("seq"))
    assert [row.seq for row in chain] == list(range(1, made + 2))
    assert made >= 5, "each target differs from every other stage, so most of ten must have moved it"
    for earlier, later in pairwise(chain):
        assert (later.from_stage_id, later.from_name) == (earlier.to_stage_id, earlier.to_name)
        assert later.happened_at >= earlier.happened_at, "times are taken after the lock"
    standing = Standing.objects.get(contact=contact)
    assert (standing.stage_id, standing.transitions) == (chain[-1].to_stage_id, made + 1)
    assert standing.stage_since == chain[-1].happened_at


def test_s6_forty_moves_to_one_stage_make_one_move(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    target = stage_named(workspace, "Payment")
    made = together(40, lambda _number: move_contact(contact, to=target, by=robot(workspace)))
    assert sum(moved is not None for moved in made) == 1
    told = together(40, lambda _number: move_by_name(contact, name="customer", by=robot(workspace)))
    assert set(told) == {"Customer"}
    assert Transition.objects.filter(contact_id=contact.id).count() == 3


def test_l13_renaming_and_deleting_a_stage_rewrites_no_past(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    payment = stage_named(workspace, "Payment")
    move_contact(contact, to=payment, by=robot(workspace))
    Stage.objects.filter(id=payment.id).update(name="Deposit", folded_name="deposit")
    move_contact(contact, to=None, by=robot(workspace))
    delete_stage(payment, move_to=None, by=robot(workspace))
    told = [
        (row.transition.from_name, row.transition.to_name) for row in history(contact, place=Place(limit=10))
    ]
    assert told == [("Deposit", ""), ("New Lead", "Payment"), ("", "New Lead")]


def test_a_deleted_contact_is_not_moved(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    delete_contact(contact, by=robot(workspace))
    with pytest.raises(NotFound):
        move_contact(contact, to=None, by=robot(workspace))
    assert Transition.objects.filter(contact_id=contact.id).count() == 1


def test_a_contact_of_another_workspace_is_not_moved(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    contact = new_contact(other_workspace)
    with pytest.raises(NotFound):
        move_contact(contact, to=None, by=robot(workspace))
    assert Standing.objects.get(contact=contact).stage == stage_named(other_workspace, "New Lead")


def test_a_stage_that_is_gone_or_another_s_is_refused(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    contact = new_contact(workspace)
    for stage in (stage_named(other_workspace, "Payment"), Stage(id=2**50, workspace=workspace)):
        with pytest.raises(NotFound, match="stage does not exist"):
            move_contact(contact, to=stage, by=robot(workspace))
    assert Standing.objects.get(contact=contact).transitions == 1


def test_a_note_too_long_is_refused(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    with pytest.raises(Invalid, match="note must have at most 1000"):
        move_contact(contact, to=None, note="x" * 1001, by=robot(workspace))
    assert Standing.objects.get(contact=contact).transitions == 1


def test_a_move_is_one_statement(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    with CaptureQueriesContext(connection) as asked:
        move_contact(contact, to=None, by=robot(workspace))
    assert len(asked) == 1, "the ORM adds nothing to the one statement of contacts/sql.py"


def test_a_move_by_name_is_one_statement_and_the_same_move(workspace: Workspace) -> None:
    """S4, E1: with the same transition and the same event, found by the name alone."""
    by_id, by_name = new_contact(workspace), new_contact(workspace)
    move_contact(by_id, to=stage_named(workspace, "Payment"), by=robot(workspace))
    with CaptureQueriesContext(connection) as asked:
        assert move_by_name(by_name, name="  PAYMENT ", by=robot(workspace)) == "Payment"
    assert len(asked) == 1
    made = [history(contact, place=Place(limit=1))[0].transition for contact in (by_id, by_name)]
    own = {"id", "contact_id", "happened_at", "recorded_at", "seconds_before"}
    alike = [field.attname for field in Transition._meta.concrete_fields if field.attname not in own]
    for name in alike:
        assert getattr(made[0], name) == getattr(made[1], name), name
    told = [
        Event.objects.filter(contact_id=move.contact_id, kind="contact.moved").latest("id") for move in made
    ]
    own_data = {"transition_id", "seconds_before"}
    first, second = ({key: event.data[key] for key in event.data.keys() - own_data} for event in told)
    assert first == second
    assert [event.data["transition_id"] for event in told] == [move.id for move in made]


def test_s4_a_move_by_name_to_where_it_stands_changes_nothing(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    with CaptureQueriesContext(connection) as asked:
        assert move_by_name(contact, name="new lead", by=robot(workspace)) == "New Lead"
    assert len(asked) == 2, "nothing is locked a second time"
    assert Transition.objects.filter(contact_id=contact.id).count() == 1
    gone = new_contact(workspace)
    delete_contact(gone, by=robot(workspace))
    with pytest.raises(NotFound, match="contact does not exist"):
        move_by_name(gone, name="Payment", by=robot(workspace))


def test_a_move_by_a_name_that_no_stage_here_has_moves_nobody(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    """It is not taken for "to none", and another workspace's stage is none."""
    contact = new_contact(workspace)
    Stage.objects.filter(workspace=other_workspace, name="Payment").update(
        name="Theirs", folded_name="theirs"
    )
    for name in ("Nothing", "Theirs", ""):
        with pytest.raises(NotFound, match="It has: New Lead"):
            move_by_name(contact, name=name, by=robot(workspace))
    with pytest.raises(NotFound):
        move_by_name(contact, name="Payment", kind=Kind.LOST, by=robot(workspace))
    assert Standing.objects.get(contact=contact).stage == stage_named(workspace, "New Lead")


def test_a_name_in_both_kinds_is_moved_to_by_its_kind(workspace: Workspace) -> None:
    """L4: in one statement as well; without the kind nothing moves."""
    payment = stage_named(workspace, "Payment")
    lost = stage_named(workspace, "Cold Lead")
    Stage.objects.filter(id=lost.id).update(name="Payment", folded_name=payment.folded_name)
    contact = new_contact(workspace)
    with pytest.raises(Conflict, match="say which by kind"):
        move_by_name(contact, name="Payment", by=robot(workspace))
    for kind, stage in ((Kind.LOST, lost), (Kind.LIFECYCLE, payment)):
        with CaptureQueriesContext(connection) as asked:
            assert move_by_name(contact, name="payment", kind=kind, by=robot(workspace)) == "Payment"
        assert len(asked) == 1
        assert Standing.objects.get(contact=contact).stage_id == stage.id


def test_a_stage_renamed_while_a_move_to_it_waits_gains_nobody(workspace: Workspace) -> None:
    """Who asks for Payment does not come to Refunded: the name is what holds once the contact is free."""
    contact, other = new_contact(workspace), stage_named(workspace, "Customer")

    def rename() -> None:
        Standing.objects.select_for_update().get(contact=contact)
        Stage.objects.filter(workspace=workspace, name="Payment").update(
            name="Refunded", folded_name="refunded"
        )
        Stage.objects.filter(id=other.id).update(name="Payment", folded_name="payment")

    told = meanwhile(rename, lambda: move_by_name(contact, name="Payment", by=robot(workspace)))
    assert told == "Payment"
    assert Standing.objects.get(contact=contact).stage_id == other.id


def test_s7_what_was_taken_back_is_marked_in_the_history(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    moved = move_contact(contact, to=stage_named(workspace, "Payment"), by=robot(workspace))
    assert moved is not None
    move_contact(contact, to=stage_named(workspace, "New Lead"), undoes=moved.id, by=robot(workspace))
    assert [(row.transition.seq, row.undone) for row in history(contact, place=Place(limit=9))] == [
        (3, False),
        (2, True),
        (1, False),
    ]


def test_history_goes_on_from_the_last_one_seen(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    for name in ("Payment", "Customer", "Cold Lead"):
        move_contact(contact, to=stage_named(workspace, name), by=robot(workspace))
    first = history(contact, place=Place(limit=3))[:3]
    rest = history(contact, place=Place(limit=3, cursor=first[-1].transition.id))
    assert [row.transition.seq for row in first + rest] == [4, 3, 2, 1]
    assert history(contact, place=Place(cursor=2**50)) == []
