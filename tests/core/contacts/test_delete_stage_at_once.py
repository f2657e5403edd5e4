"""Stages are deleted while everybody works: nobody comes to one that goes, and nobody is lost (L9, S1, S6)."""

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection, transaction

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete_stage import AT_ONCE, delete_stage
from tappa.core.contacts.actions.move import move_by_name, move_contact
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.contacts.operations import operation_by_id
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.reports.queries import contacts_at_stages
from tappa.kernel.errors import NotFound
from tappa.kernel.processes import Process, launch
from tests.core.acts import new_contact, robot, stage_named
from tests.core.contacts.crowd import crowd_at
from tests.support.running import eventually
from tests.support.together import meanwhile, together


def counted(workspace: Workspace) -> dict[int | None, int]:
    """A plain count of every row."""
    standings = Standing.objects.filter(workspace=workspace).exclude(stage=None)
    return dict(Counter(standings.values_list("stage_id", flat=True)))


def test_l9_a_move_that_came_first_is_swept_along_and_one_that_comes_after_is_refused(
    workspace: Workspace,
) -> None:
    """The deletion waits for who is just moving a contact there: there is no moment between."""
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    contact = new_contact(workspace)
    operation = meanwhile(
        lambda: move_contact(contact, to=payment, by=robot(workspace)),
        lambda: delete_stage(payment, move_to=customer, by=robot(workspace)),
    )
    assert (operation.total, operation.done) == (1, 1)
    assert Standing.objects.get(contact=contact).stage == customer


@pytest.mark.parametrize("by_name", [False, True])
def test_l9_who_comes_while_it_is_being_deleted_waits_and_is_refused(
    by_name: bool, workspace: Workspace
) -> None:
    """Also while the stage is still being emptied: nobody slips in behind the deletion."""
    payment = stage_named(workspace, "Payment")
    crowd_at(workspace, payment, AT_ONCE + 1)
    contact = new_contact(workspace)

    def refused(act: Callable[[], object]) -> bool:
        try:
            act()
        except NotFound:
            return True
        return False

    def come() -> tuple[bool, bool]:
        by = robot(workspace)
        return (
            refused(
                lambda: (
                    move_by_name(contact, name="Payment", by=by)
                    if by_name
                    else move_contact(contact, to=payment, by=by)
                )
            ),
            refused(lambda: new_contact(workspace, payment)),
        )

    deletion = partial(delete_stage, payment, move_to=None, by=robot(workspace))
    assert meanwhile(deletion, come) == (True, True)
    assert Standing.objects.filter(stage=payment).count() == AT_ONCE + 1
    assert Transition.objects.filter(contact_id=contact.id).count() == 1


def test_s1_who_is_made_while_the_default_is_being_deleted_gets_the_next_one(workspace: Workspace) -> None:
    """L11: it waits for the deletion, and looks again."""
    new_lead, hot_lead = stage_named(workspace, "New Lead"), stage_named(workspace, "Hot Lead")
    crowd_at(workspace, new_lead, AT_ONCE + 1)
    deletion = partial(delete_stage, new_lead, move_to=None, by=robot(workspace))
    made = meanwhile(deletion, lambda: new_contact(workspace))
    assert Standing.objects.get(contact=made).stage == hot_lead


def test_l9_everybody_moves_contacts_there_while_it_goes(workspace: Workspace) -> None:
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    contacts = [new_contact(workspace) for _ in range(6)]

    def act(number: int) -> bool:
        if number == 6:
            time.sleep(0.2)
            delete_stage(payment, move_to=customer, by=robot(workspace))
            return True
        try:
            while True:
                move_contact(contacts[number], to=payment, by=robot(workspace))
                move_contact(contacts[number], to=None, by=robot(workspace))
        except NotFound:
            return True

    assert all(together(7, act))
    assert contacts_at_stages(workspace.id) == counted(workspace)
    assert not Standing.objects.filter(workspace=workspace, stage_id=payment.id).exists()
    for contact in contacts:
        moves = list(Transition.objects.filter(contact_id=contact.id).order_by("seq"))
        assert [move.seq for move in moves] == list(range(1, len(moves) + 1))
        assert all(
            (earlier.to_stage_id, earlier.to_name) == (later.from_stage_id, later.from_name)
            for earlier, later in pairwise(moves)
        )


def test_s1_new_contacts_have_a_stage_while_the_default_goes(workspace: Workspace) -> None:
    """L11: the next stage is the default at once, also for a contact that is made at this very moment."""
    first = [stage for stage in stages_of(workspace.id) if stage.kind == "lifecycle"][:3]

    made: list[Contact] = []
    over = threading.Event()

    def are_made(count: int) -> bool:
        return len(made) >= count

    def act(number: int) -> None:
        if number < 4:
            while not over.is_set():
                made.append(new_contact(workspace))
            return
        try:
            for count in (7, 14, 21):  # each stage goes amid contacts that are being made, however slowly
                assert eventually(partial(are_made, count), seconds=30)
                delete_stage(first.pop(0), move_to=None, by=robot(workspace))
        finally:
            over.set()

    together(5, act)
    assert len(made) > 20
    firsts = Transition.objects.filter(workspace_id=workspace.id, seq=1, cause="default")
    assert {move.contact_id for move in firsts if move.to_stage_id} == {contact.id for contact in made}
    assert contacts_at_stages(workspace.id) == counted(workspace)


def _worker(log: Path) -> Process:
    with log.open("ab") as output:
        return launch([sys.executable, "-m", "tappa.worker"], environment=os.environ, output=output)


@contextmanager
def _held(workspace: Workspace, share: int) -> Iterator[None]:
    """One contact in so many is being changed by somebody else: a worker that is killed late has not done all by then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM contacts_standing WHERE workspace_id = %s AND contact_id %% %s = 0 FOR UPDATE",
            [workspace.id, share],
        )
        yield


def test_l9_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice(
    workspace: Workspace, tmp_path: Path
) -> None:
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    count = AT_ONCE * 8
    crowd_at(workspace, payment, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_standing")
    operation = delete_stage(payment, move_to=customer, by=robot(workspace))

    def done() -> int:
        return operation_by_id(workspace.id, operation.id).done

    def came_further(before: int) -> bool:
        return done() > before

    for share in (2, 4):
        with _held(workspace, share):
            before = done()
            worker = _worker(tmp_path / "log")
            try:
                assert eventually(partial(came_further, before), seconds=60)
            finally:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
            assert 0 < done() < count
    worker = _worker(tmp_path / "log")
    try:
        assert eventually(lambda: operation_by_id(workspace.id, operation.id).state == "done", seconds=60)
    finally:
        worker.kill()
        worker.wait()
    assert done() == count
    moves = Transition.objects.filter(workspace_id=workspace.id, seq__gt=1)
    assert moves.count() == moves.values("contact_id").distinct().count() == count
    assert contacts_at_stages(workspace.id) == counted(workspace) == {customer.id: count}
    assert not Stage.objects.filter(id=payment.id).exists()
