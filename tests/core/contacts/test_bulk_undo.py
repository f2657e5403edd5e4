"""A bulk change is taken back as one batch: S7."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from tappa.core.accounts.grants import Restriction
from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.actions.cancel_change import cancel_change
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.undo_change import undo_change
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import AT_ONCE, UNDO_DAYS, OperationKind
from tappa.core.contacts.queries import history
from tappa.core.contacts.sql_operation import UNKNOWN, WRITE_UNDO_TARGETS
from tappa.kernel.errors import Conflict, Forbidden, NotFound
from tappa.kernel.pages import Place
from tests.cast import Cast
from tests.core.acts import new_contact, robot, stage_named
from tests.core.contacts.bulk import (
    EVERYONE,
    by_hand,
    last_move,
    move_many,
    plainly,
    stage_of,
    ticked,
    work,
)
from tests.core.contacts.crowd import crowd_at
from tests.core.history.told import check_history
from tests.core.reports.counting import same_as_full_count
from tests.support.plans import nodes
from tests.support.together import together


def moved_from(workspace: Workspace, cast: Cast, *names: str) -> tuple[list[Contact], Operation]:
    """A contact from each of these stages, all moved to Customer."""
    contacts = [new_contact(workspace, stage_named(workspace, name) if name else None) for name in names]
    return contacts, move_many(ticked(contacts), stage_named(workspace, "Customer"), cast.manager)


def test_s7_each_goes_back_to_where_it_came_from_and_both_moves_stay(
    workspace: Workspace, cast: Cast
) -> None:
    contacts, moved = moved_from(workspace, cast, "Payment", "Cold Lead", "")
    undone = undo_change(moved.id, by=by_hand(cast.owner))
    assert (undone.state, undone.kind, undone.undoes) == ("done", "move", moved.id)
    assert (undone.changed, undone.total, undone.left_alone) == (3, 3, {})
    names = [getattr(stage_of(contact), "name", None) for contact in contacts]
    assert names == ["Payment", "Cold Lead", None]
    for contact in contacts:
        back, there, *_first = history(contact, place=Place(limit=10))
        assert (back.transition.undoes, back.transition.cause) == (there.transition.id, "undo")
        assert (back.transition.by_id, back.transition.batch) == (cast.owner.id, undone.batch)
        assert (there.undone, there.transition.to_name) == (True, "Customer")
    check_history(workspace, cast.owner)


def test_s7_who_is_moved_back_has_been_there_all_along(workspace: Workspace, cast: Cast) -> None:
    """C1, C3: also where a move before was taken back; and who was at no stage, since it came into being."""
    contact, new = new_contact(workspace), new_contact(workspace, None)
    came = timezone.now() - timedelta(days=40)
    move_contact(contact, to=stage_named(workspace, "Payment"), happened_at=came, by=robot(workspace))
    for name in ("Customer", "Cold Lead"):
        moved = move_many(ticked([contact, new]), stage_named(workspace, name), cast.manager)
        undo_change(moved.id, by=by_hand(cast.owner))
        since = {row.contact_id: row.stage_since for row in Standing.objects.filter(workspace=workspace)}
        assert since == {contact.id: came, new.id: new.created_at}
    check_history(workspace, cast.owner)


def test_s7_who_was_moved_again_since_is_left_alone_and_counted(workspace: Workspace, cast: Cast) -> None:
    """Also who was moved away and back again, and who was deleted or whose stage is gone."""
    contacts, moved = moved_from(workspace, cast, *["New Lead"] * 5, "Payment")
    hot_lead, customer = stage_named(workspace, "Hot Lead"), stage_named(workspace, "Customer")
    move_contact(contacts[0], to=hot_lead, by=robot(workspace))
    move_contact(contacts[1], to=hot_lead, by=robot(workspace))
    move_contact(contacts[1], to=customer, by=robot(workspace))
    delete_contact(contacts[2], by=robot(workspace))
    delete_stage(stage_named(workspace, "Payment"), move_to=None, by=robot(workspace))
    undone = undo_change(moved.id, by=by_hand(cast.manager))
    assert (undone.done, undone.changed, undone.left_alone) == (6, 2, {"3": 1, "4": 2, "5": 1})
    names = [getattr(stage_of(contact), "name", None) for contact in contacts]
    assert names == ["Hot Lead", "Customer", "Customer", "New Lead", "New Lead", "Customer"]
    check_history(workspace, cast.owner)


def test_s7_only_once_and_an_undoing_is_not_undone(workspace: Workspace, cast: Cast) -> None:
    _contacts, moved = moved_from(workspace, cast, "Payment")
    undone = undo_change(moved.id, by=by_hand(cast.manager))
    for operation, words in ((moved, "already"), (undone, "cannot")):
        with pytest.raises(Conflict, match=words):
            undo_change(operation.id, by=by_hand(cast.manager))


def test_s7_of_two_at_once_one_takes_it_back(workspace: Workspace, cast: Cast) -> None:
    contacts, moved = moved_from(workspace, cast, *["Payment"] * 20)

    def act(_number: int) -> bool:
        try:
            undo_change(moved.id, by=by_hand(cast.manager))
        except Conflict:
            return False
        return True

    assert sorted(together(2, act)) == [False, True]
    assert [last_move(contact).seq for contact in contacts] == [3] * 20


def test_s7_what_changed_nothing_or_is_too_old_or_not_ours(workspace: Workspace, cast: Cast) -> None:
    _contacts, nothing = moved_from(workspace, cast, "Customer")
    _others, old = moved_from(workspace, cast, "Payment")
    Operation.objects.filter(id=old.id).update(ended_at=Now() - timedelta(days=UNDO_DAYS + 1))
    deletion = delete_stage(stage_named(workspace, "Hot Lead"), move_to=None, by=robot(workspace))
    for operation, words in ((nothing, "nothing"), (old, "too long ago"), (deletion, "cannot")):
        with pytest.raises(Conflict, match=words):
            undo_change(operation.id, by=by_hand(cast.owner))
    for member, refusal in ((cast.stranger, NotFound), (cast.agent, Forbidden)):
        with pytest.raises(refusal):
            undo_change(nothing.id, by=by_hand(member))


def test_s7_a_stopped_one_is_taken_back_as_far_as_it_came(workspace: Workspace, cast: Cast) -> None:
    """And a stopped undoing can be begun anew: it goes on with the rest."""
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    crowd_at(workspace, payment, AT_ONCE * 2)
    moved = move_many(EVERYONE, customer, cast.owner)
    with pytest.raises(Conflict, match="still at work"):
        undo_change(moved.id, by=by_hand(cast.owner))
    work(moved, most=AT_ONCE + 50, batches=1)
    stopped = cancel_change(moved.id, by=by_hand(cast.manager))
    assert (stopped.state, stopped.stopped_for, stopped.changed) == ("stopped", "canceled", AT_ONCE + 50)
    assert work(moved).done == AT_ONCE + 50, "nothing more is done"
    with pytest.raises(Conflict, match="ended already"):
        cancel_change(moved.id, by=by_hand(cast.owner))

    first = undo_change(moved.id, by=by_hand(cast.owner))
    assert (first.state, first.total) == ("queued", AT_ONCE + 50)
    work(first, most=100, batches=1)
    cancel_change(first.id, by=by_hand(cast.owner))
    second = work(undo_change(moved.id, by=by_hand(cast.owner)))
    assert (second.state, second.total, second.changed) == ("done", AT_ONCE - 50, AT_ONCE - 50)
    back = Transition.objects.filter(workspace_id=workspace.id, cause="undo")
    assert back.count() == back.values("contact_id").distinct().count() == AT_ONCE + 50
    assert same_as_full_count(workspace)


OTHERS = """
INSERT INTO contacts_operationtarget (workspace_id, operation_id, contact_id, outcome)
SELECT %(workspace)s, %(operation)s + 1 + number / 1000, -number, 1 FROM generate_series(1, 20000) AS number
"""


def test_s7_only_the_targets_of_what_is_taken_back_are_read(
    workspace: Workspace, cast: Cast, owner_connection: "psycopg.Connection[Any]"
) -> None:
    """Those of every other bulk change of the month stand in the same table."""
    _contacts, moved = moved_from(workspace, cast, "Payment")
    given = {"workspace": workspace.id, "operation": moved.id + 1, "undoes": moved.id}
    with connection.cursor() as cursor:
        cursor.execute(OTHERS, given)
    owner_connection.execute("ANALYZE contacts_operationtarget")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UNKNOWN)
        cursor.execute(f"EXPLAIN (FORMAT JSON) {WRITE_UNDO_TARGETS}", given)
        plan = cursor.fetchone()[0][0]["Plan"]
    read = [node for node in nodes(plan) if "Index Cond" in node and "operationtarget" in str(node)]
    read = [node for node in read if not node.get("Plans")]
    assert len(read) == 2
    assert all("operation_id = " in node["Index Cond"] for node in read), read


def test_section_8_who_may_not_delete_does_not_bring_back(workspace: Workspace, cast: Cast) -> None:
    deleted = plainly(OperationKind.DELETE, ticked([new_contact(workspace)]), cast.owner)
    Member.objects.filter(id=cast.manager.id).update(restrictions=[Restriction.CONTACT_DELETION])
    for member in (cast.manager, cast.agent):
        with pytest.raises(Forbidden):
            undo_change(deleted.id, by=by_hand(member))
    assert undo_change(deleted.id, by=by_hand(cast.owner)).changed == 1
