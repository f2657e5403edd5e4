"""The tallies behind the sidebar's counts are true whatever happens, and come right should they ever be off (I1)."""

from collections.abc import Callable
from typing import Any

import psycopg

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.undo_change import undo_change
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.inbox.actions.add_up_open_tallies import add_up_open_tallies
from tappa.core.inbox.actions.recount_open_tallies import open_tallies_off
from tappa.core.inbox.actions.repeat_standings import standings_off
from tappa.core.inbox.counts import count_inboxes
from tappa.core.inbox.models_tally import OpenTally
from tests.cast import Cast
from tests.command.test_commands import run
from tests.core.acts import new_channel, new_contact, new_writer, robot, stage_named
from tests.core.contacts.bulk import assign_many, by_hand, move_many, plainly, ticked
from tests.core.inbox.crowd import make_crowd
from tests.core.inbox.plain_lists import everything, plain_counts
from tests.core.reports.counting import same_as_full_count


def off(workspace: Workspace) -> list[int]:
    """By how much they are off here: other tests reach behind the figures of theirs."""
    return [each.open for each in open_tallies_off() if each.workspace == workspace.slug]


def test_whatever_happens_to_conversations_the_sums_are_a_full_count(
    workspace: Workspace, cast: Cast
) -> None:
    """Moves, messages, assignments, snoozes, closings and deletions, while rows are added up."""
    for seed in (1, 2, 3):
        make_crowd(workspace, cast, seed=seed, people=6)
        assert off(workspace) == []
        add_up_open_tallies(most=0)
        assert off(workspace) == []
    rows = OpenTally.objects.filter(workspace=workspace)
    groups = set(rows.values_list("stage_id", "assignee_id", "team_id"))
    assert rows.count() == len(groups), "one row stands for many"
    assert not rows.filter(open=0).exists()
    before = set(rows.values_list("id", flat=True))
    add_up_open_tallies(most=0)
    assert set(rows.values_list("id", flat=True)) == before, "there is nothing to add up any more"
    for member in (cast.owner, cast.mine_only, cast.team_only):
        assert count_inboxes(member) == plain_counts(everything(member), member)


def test_s5_what_changes_for_many_at_once_is_counted_as_one(workspace: Workspace, cast: Cast) -> None:
    """A bulk change and its Undo, and a stage that is deleted, of contacts of whom some have an open conversation (L9)."""
    contacts = [new_writer(new_channel(workspace)) for _ in range(3)] + [new_contact(workspace)]
    customer = stage_named(workspace, "Customer")
    tally = OpenTally.objects.filter(workspace=workspace)

    def written(act: Callable[[], object]) -> int:
        """How many rows an act writes, the figures being right after it."""
        before = tally.count()
        act()
        assert off(workspace) == []
        assert same_as_full_count(workspace)
        assert not [each for each in standings_off() if each.workspace == workspace.slug]
        return tally.count() - before

    moved: list[Operation] = []
    assert written(lambda: moved.append(move_many(ticked(contacts), customer, cast.owner))) == 2
    assert written(lambda: undo_change(moved[0].id, by=by_hand(cast.owner))) == 2
    assert written(lambda: assign_many(ticked(contacts), cast.owner, to=cast.agent)) == 2
    new_lead = stage_named(workspace, "New Lead")
    assert written(lambda: delete_stage(new_lead, move_to=customer, by=robot(workspace))) == 2
    assert written(lambda: plainly(OperationKind.DELETE, ticked(contacts), cast.owner)) == 1
    assert count_inboxes(cast.owner) == plain_counts(everything(cast.owner), cast.owner)


def test_what_is_off_is_told_and_repaired(
    workspace: Workspace, cast: Cast, owner_connection: "psycopg.Connection[Any]"
) -> None:
    make_crowd(workspace, cast, seed=4, people=4)
    insert = "INSERT INTO inbox_opentally (workspace_id, stage_id, assignee_id, team_id, open) VALUES (%s, NULL, %s, NULL, %s)"
    owner_connection.execute(insert, [workspace.id, cast.agent.id, 2])
    owner_connection.execute(insert, [workspace.id, None, -1])
    told = {
        f"{workspace.slug}: open with member {cast.agent.id}: +2",
        f"{workspace.slug}: open with nobody: -1",
    }
    verified = run("counts", "verify")
    assert verified.returncode == 1
    assert told <= set(verified.stdout.splitlines())
    repaired = run("counts", "repair")
    assert repaired.returncode == 0, repaired.stderr
    assert told <= set(repaired.stdout.splitlines())
    assert off(workspace) == []
    assert count_inboxes(cast.owner) == plain_counts(everything(cast.owner), cast.owner)
