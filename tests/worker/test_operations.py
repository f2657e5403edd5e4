"""What takes long, by the worker: in turns, through bugs of ours, and over all workspaces (L9)."""

import logging
from math import inf

import pytest
from django.db.models.functions import Now

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.advance import next_operation
from tappa.core.contacts.actions.delete_stage import AT_ONCE, delete_stage
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operations import operation_by_id
from tappa.core.lifecycle.models import Stage
from tappa.core.reports.queries import contacts_at_stages
from tappa.worker import operations
from tests.core.acts import robot, stage_named
from tests.core.contacts.crowd import crowd_at


@pytest.fixture(autouse=True)
def _nothing_else() -> None:
    """What other tests left undone is not looked at here."""
    Operation.objects.exclude(state__in=("done", "stopped")).update(state="done")


def deletion(workspace: Workspace, name: str = "Payment", to: str = "Customer") -> Operation:
    stage = stage_named(workspace, name)
    crowd_at(workspace, stage, AT_ONCE + 1)
    return delete_stage(stage, move_to=stage_named(workspace, to), by=robot(workspace))


def test_two_workspaces_have_their_turns(workspace: Workspace, other_workspace: Workspace) -> None:
    waiting = [deletion(workspace), deletion(other_workspace)]
    for _turn in range(2):
        operations.turn()
    assert [operation_by_id(each.workspace_id, each.id).state for each in waiting] == ["running"] * 2
    while next_operation():
        operations.turn()
    assert [operation_by_id(each.workspace_id, each.id).done for each in waiting] == [AT_ONCE + 1] * 2
    assert operations.turn() == inf


def test_the_last_batches_of_one_make_none_of_another_larger(workspace: Workspace) -> None:
    """They take a moment, for few are left: that tells nothing of how long many take."""
    deletion(workspace)
    while next_operation():
        operations.turn()
    another = deletion(workspace, "Hot Lead")
    operations.turn()
    assert operation_by_id(workspace.id, another.id).done == operations.Pace().most


def test_an_operation_that_fails_keeps_nobody_waiting_and_goes_on_once_it_can(
    workspace: Workspace, other_workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    """The bug: somebody closed the target by hand, past every rule."""
    broken, sound = deletion(workspace), deletion(other_workspace)
    target = Stage.objects.filter(workspace=workspace, name="Customer")
    target.update(closed_at=Now(), slot=None, position=None, folded_name=None, is_default=False, is_won=False)
    with caplog.at_level(logging.CRITICAL):
        for _failure in range(5):
            assert operation_by_id(workspace.id, broken.id).state == "queued"
            Operation.objects.filter(id=broken.id).update(due_at=Now())
            while next_operation():
                operations.turn()
    assert operation_by_id(workspace.id, broken.id).state == "failed"
    assert operation_by_id(other_workspace.id, sound.id).state == "done"
    assert contacts_at_stages(workspace.id)[broken.stage_id or 0] == AT_ONCE + 1, "nothing is half-done"

    Operation.objects.filter(id=broken.id).update(to_stage_id=None, due_at=Now())
    while next_operation():
        operations.turn()
    assert operation_by_id(workspace.id, broken.id).state == "done"
    assert contacts_at_stages(workspace.id) == {}
