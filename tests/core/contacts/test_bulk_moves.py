"""Many contacts are moved at once: S4, S5, S6."""

import pytest
from django.db import connection, transaction

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.advance import next_operation
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.terms import Broken, Condition, Group, Operator
from tappa.core.contacts.models import Standing, Transition
from tappa.core.contacts.operation_rules import AT_ONCE
from tappa.core.contacts.selection import TICKED_LIMIT, Ticked
from tappa.kernel.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.core.acts import new_channel, new_contact, new_writer, robot, stage_named
from tests.core.contacts.bulk import EVERYONE, by_hand, last_move, matching, move_many, stage_of, ticked, work
from tests.core.contacts.crowd import crowd_at
from tests.core.history.told import check_history
from tests.core.reports.counting import same_as_full_count
from tests.support.together import elsewhere, together


@pytest.mark.parametrize("target", ["Customer", "Cold Lead", None])
def test_s5_each_contact_has_its_own_transition_and_all_are_one_batch(
    workspace: Workspace, cast: Cast, target: str | None
) -> None:
    to = stage_named(workspace, target) if target else None
    contacts = [new_writer(new_channel(workspace)) for _ in range(3)]
    aside = new_contact(workspace)
    moved = move_many(ticked(contacts), to, cast.manager)
    assert (moved.state, moved.done, moved.changed, moved.total, moved.left_alone) == ("done", 3, 3, 3, {})
    moves = [last_move(contact) for contact in contacts]
    for move in moves:
        assert (move.from_name, move.from_kind, move.seq) == ("New Lead", "lifecycle", 2)
        assert (move.to_stage_id, move.to_name, move.to_kind) == (
            (to.id, to.name, to.kind) if to else (None, "", "")
        )
        assert (move.by_kind, move.by_id, move.via, move.cause) == ("member", cast.manager.id, "bulk", None)
        assert move.batch == moved.batch
        assert move.seconds_before is not None
    assert last_move(aside).seq == 1
    assert same_as_full_count(workspace)
    check_history(workspace, cast.owner)


def test_s5_the_rows_are_those_of_any_move(workspace: Workspace, cast: Cast) -> None:
    """The statement of many writes what the statement of one writes: standing, transition and fact."""
    customer = stage_named(workspace, "Customer")
    one, many = new_contact(workspace), new_contact(workspace)
    move_contact(one, to=customer, by=by_hand(cast.owner))
    move_many(ticked([many]), customer, cast.owner)

    def told(contact_id: int) -> list[object]:
        event = Event.objects.filter(workspace_id=workspace.id, contact_id=contact_id).latest("id")
        move = (
            Transition.objects.filter(workspace_id=workspace.id, contact_id=contact_id).values().latest("id")
        )
        standing = Standing.objects.values().get(contact_id=contact_id)
        assert event.data["transition_id"] == move["id"]
        assert event.happened_at == move["happened_at"] == standing["stage_since"]
        differing = {"id", "contact_id", "via", "batch", "happened_at", "recorded_at", "stage_since"}
        rows = [{**event.data, "transition_id": 0}, move, standing]
        return [{key: value for key, value in row.items() if key not in differing} for row in rows]

    assert told(many.id) == told(one.id)


def test_s4_who_stands_there_already_is_left_alone_and_counted(workspace: Workspace, cast: Cast) -> None:
    customer = stage_named(workspace, "Customer")
    there, other = new_contact(workspace, customer), new_contact(workspace)
    moved = move_many(EVERYONE, customer, cast.owner)
    assert (moved.done, moved.changed, moved.left_alone) == (2, 1, {"2": 1})
    assert (last_move(there).seq, last_move(other).seq) == (1, 2)


def test_s5_many_are_moved_batch_by_batch_each_once(workspace: Workspace, cast: Cast) -> None:
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    crowd_at(workspace, payment, AT_ONCE + 100)
    moved = move_many(
        matching(Group((Condition(fields()["stage"], Operator.IS, (payment.id,)),))), customer, cast.owner
    )
    assert (moved.state, moved.done, moved.total) == ("queued", 0, AT_ONCE + 100)
    late = new_contact(workspace, payment)
    halfway = work(moved, most=120, batches=2)
    assert (halfway.state, halfway.done, halfway.changed) == ("running", 240, 240)
    assert same_as_full_count(workspace)
    ended = work(moved, most=120)
    assert (ended.state, ended.done, ended.changed) == ("done", AT_ONCE + 100, AT_ONCE + 100)
    assert stage_of(late) == payment, "it works on what its maker saw"
    assert Transition.objects.filter(workspace_id=workspace.id, batch=moved.batch).count() == AT_ONCE + 100
    assert same_as_full_count(workspace)


def test_what_is_told_as_done_is_on_the_disk(workspace: Workspace, cast: Cast) -> None:
    """The batch that ends a change waits for it, and those before it do not."""
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    crowd_at(workspace, payment, AT_ONCE + 100)
    moved = move_many(EVERYONE, customer, cast.owner)
    waits = []
    while not moved.has_ended:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")  # the tests' own server waits for nothing
            moved = work(moved, most=AT_ONCE, batches=1)
            cursor.execute("SHOW synchronous_commit")
            waits.append((moved.state, cursor.fetchone()[0]))
    assert waits == [("running", "off"), ("running", "off"), ("done", "on")]


def test_looking_whose_turn_it_is_does_not_wait_for_the_disk(workspace: Workspace, cast: Cast) -> None:
    """It locks a row, and with the commit of that it would wait for all that the batch before has written."""
    crowd_at(workspace, stage_named(workspace, "Payment"), AT_ONCE + 1)
    moved = move_many(EVERYONE, stage_named(workspace, "Customer"), cast.owner)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        assert next_operation() is not None
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("off",)
    assert work(moved).state == "done"


def test_a_batch_is_written_in_the_order_of_its_contacts(workspace: Workspace, cast: Cast) -> None:
    """Whichever stages they come from: the indexes by contact are then written page after page."""
    stages = [stage_named(workspace, name) for name in ("Payment", "Hot Lead", "Cold Lead", "New Lead")]
    contacts = [new_contact(workspace, stages[number % len(stages)]) for number in range(20)]
    moved = move_many(ticked(contacts), stage_named(workspace, "Customer"), cast.manager)
    for log in (Transition.objects, Event.objects.filter(kind="contact.moved")):
        written = log.filter(workspace_id=workspace.id, batch=moved.batch).order_by("id")
        assert list(written.values_list("contact_id", flat=True)) == [contact.id for contact in contacts]


def test_whoever_is_being_changed_is_not_waited_for_and_comes_later(workspace: Workspace, cast: Cast) -> None:
    """S6: and the transition then names where the other move left the contact."""
    customer, hot_lead = stage_named(workspace, "Customer"), stage_named(workspace, "Hot Lead")
    crowd_at(workspace, stage_named(workspace, "Payment"), AT_ONCE + 1)
    held = new_contact(workspace)
    moved = move_many(EVERYONE, customer, cast.owner)
    with transaction.atomic():
        move_contact(held, to=hot_lead, by=robot(workspace))
        assert elsewhere(lambda: work(moved)).done == AT_ONCE + 1
    assert work(moved).state == "done"
    move = last_move(held)
    assert (move.from_name, move.to_name, move.seq) == ("Hot Lead", "Customer", 3)
    assert same_as_full_count(workspace)


def test_who_is_deleted_before_their_turn_is_left_alone(workspace: Workspace, cast: Cast) -> None:
    crowd_at(workspace, stage_named(workspace, "Payment"), AT_ONCE + 1)
    gone = new_contact(workspace)
    moved = move_many(EVERYONE, None, cast.owner)
    delete_contact(gone, by=robot(workspace))
    ended = work(moved)
    assert (ended.changed, ended.left_alone) == (AT_ONCE + 1, {"3": 1})
    assert last_move(gone).seq == 1


def test_two_at_once_over_the_same_contacts(workspace: Workspace, cast: Cast) -> None:
    """S6: every contact is moved by both, and each transition begins where the one before ended."""
    for _ in range(30):
        new_contact(workspace)
    targets = [stage_named(workspace, "Payment"), stage_named(workspace, "Customer")]
    together(2, lambda number: move_many(EVERYONE, targets[number], (cast.owner, cast.manager)[number]))
    check_history(workspace, cast.owner)
    made = Transition.objects.filter(workspace_id=workspace.id, via="bulk")
    assert sorted(made.values_list("to_name", flat=True)) == ["Customer"] * 30 + ["Payment"] * 30


def test_only_what_the_member_may_see_and_only_of_the_workspace(
    workspace: Workspace, other_workspace: Workspace, cast: Cast
) -> None:
    """Section 8: what is another's is left out as if it did not exist."""
    customer = stage_named(workspace, "Customer")
    ours, theirs = new_contact(workspace), new_contact(other_workspace)
    moved = move_many(ticked([ours, theirs]), customer, cast.owner)
    assert (moved.total, stage_of(ours)) == (1, customer)
    assert last_move(theirs).seq == 1
    with pytest.raises(NotFound, match="do not exist"):
        move_many(ticked([theirs]), customer, cast.owner)
    with pytest.raises(NotFound, match="stage does not exist"):
        move_many(ticked([ours]), stage_named(other_workspace, "Payment"), cast.owner)
    for agent in (cast.agent, cast.mine_only, cast.team_only):
        with pytest.raises(Forbidden):
            move_many(ticked([ours]), None, agent)
    assert stage_of(ours) == customer


def test_none_and_too_many_are_refused_with_a_sentence(workspace: Workspace, cast: Cast) -> None:
    for selection, words in (
        (Ticked(()), "at least one"),
        (Ticked(tuple(range(1, TICKED_LIMIT + 2))), f"At most {TICKED_LIMIT}"),
        (EVERYONE, "Nobody matches"),
        (matching(search="nobody has this name"), "Nobody matches"),
    ):
        with pytest.raises(Invalid, match=words) as refused:
            move_many(selection, None, cast.owner)
        assert refused.value.field == "contacts"
    with pytest.raises(Invalid, match="stage is gone"):
        move_many(matching(Group((Broken([], "This stage is gone."),))), None, cast.owner)
    with pytest.raises(NotFound):
        move_many(Ticked((-1, 2**70)), None, cast.owner)


def test_a_search_chooses_as_the_table_does(workspace: Workspace, cast: Cast) -> None:
    jose, anna = new_contact(workspace, first_name="José"), new_contact(workspace, first_name="Anna")
    customer = stage_named(workspace, "Customer")
    move_many(matching(search="OSE"), customer, cast.owner)
    assert (stage_of(jose), last_move(anna).seq) == (customer, 1)
    move_many(matching(search="an"), customer, cast.owner)
    assert stage_of(anna) == customer
