"""The dashboard's figures (D1): equal to a full count of every row, at every moment."""

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.add_up_tallies import add_up_tallies
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_tally import Tally
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.reports.queries import Figures, contacts_at_stages, lifecycle_figures
from tappa.kernel.errors import DomainError
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, new_writer, robot, stage_named
from tests.core.reports.counting import PLAIN, as_table, same_as_full_count
from tests.support.together import together


def test_an_empty_workspace_counts_nothing(workspace: Workspace) -> None:
    found = lifecycle_figures(workspace.id)
    assert [stage.name for stage in found.stages] == ["New Lead", "Hot Lead", "Payment", "Customer"]
    assert (found.total, found.lost, found.no_stage) == (PLAIN, PLAIN, PLAIN)


def test_a_contact_counts_at_its_stage_and_its_conversation_by_its_state(
    workspace: Workspace, cast: Cast
) -> None:
    """D1: open, snoozed, and open without an assignee; a closed one counts no more."""
    people = [new_writer(new_channel(workspace)) for _number in range(4)]
    assign_contact(people[1], to=cast.agent, by=robot(workspace))
    snooze_conversation(people[2], until=datetime.now(UTC) + timedelta(days=1), by=robot(workspace))
    close_conversation(people[3], by=robot(workspace))
    first = lifecycle_figures(workspace.id).stages[0]
    assert first.figures == Figures(contacts=4, open=2, snoozed=1, unassigned=1)


def test_lost_and_no_stage_are_told_apart_and_all_adds_up(workspace: Workspace) -> None:
    cold, customer = stage_named(workspace, "Cold Lead"), stage_named(workspace, "Customer")
    for stage in (cold, cold, None, customer):
        new_contact(workspace, stage)
    found = lifecycle_figures(workspace.id)
    assert cold.id not in as_table(found)
    assert found.lost_ids == (cold.id,)
    assert (found.lost.contacts, found.no_stage.contacts, found.total.contacts) == (2, 1, 4)
    assert contacts_at_stages(workspace.id) == {cold.id: 2, customer.id: 1}


def test_a_deleted_contact_counts_nowhere(workspace: Workspace) -> None:
    gone = new_writer(new_channel(workspace))
    delete_contact(gone, by=robot(workspace))
    assert lifecycle_figures(workspace.id).total == PLAIN


def test_another_workspace_counts_nothing_here(workspace: Workspace, other_workspace: Workspace) -> None:
    new_writer(new_channel(other_workspace))
    assert lifecycle_figures(workspace.id).total == PLAIN


def test_figures_equal_a_full_count_while_eight_threads_move_close_and_delete(
    workspace: Workspace, cast: Cast
) -> None:
    """D1: true at all times. Both counts look at the same snapshot, again and again, while everything changes."""
    channel = new_channel(workspace)
    people = [new_writer(channel) for _number in range(24)]
    stages = stages_of(workspace.id)
    busy, rounds = 8, 12

    def act(number: int) -> int:
        if number == busy:
            return sum(same_as_full_count(workspace) for _round in range(rounds))
        chance = random.Random(number)
        for _round in range(rounds):
            if number == 0:
                add_up_tallies(most=0)
            _do_something(chance, chance.choice(people), stages, cast, workspace)
        return 0

    assert together(busy + 1, act)[-1] == rounds
    assert same_as_full_count(workspace)


def test_tallies_added_up_say_the_same_in_fewer_rows(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    for _number in range(5):
        new_writer(channel)
    before = lifecycle_figures(workspace.id)
    add_up_tallies(most=0)
    assert Tally.objects.filter(workspace=workspace).count() == 1
    assert lifecycle_figures(workspace.id) == before
    add_up_tallies()
    assert lifecycle_figures(workspace.id) == before


def test_a_message_writes_no_tally(workspace: Workspace) -> None:
    """A message changes no figure, and pays for none."""
    channel = new_channel(workspace)
    new_writer(channel, "ana")
    rows = Tally.objects.filter(workspace=workspace).count()
    arrive(channel, "ana", message("Once more"))
    assert Tally.objects.filter(workspace=workspace).count() == rows


def test_rows_removed_and_changed_behind_our_back_are_counted_too(
    workspace: Workspace, owner_connection: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    """The trigger stands in the database: erasing, a statement over many rows and a hand in psql all come by it."""
    customer = stage_named(workspace, "Customer")
    for _number in range(6):
        new_contact(workspace)
    owner_connection.execute(
        "UPDATE contacts_standing SET stage_id = %s WHERE workspace_id = %s", [customer.id, workspace.id]
    )
    assert contacts_at_stages(workspace.id) == {customer.id: 6}
    owner_connection.execute("DELETE FROM contacts_contact WHERE workspace_id = %s", [workspace.id])
    assert lifecycle_figures(workspace.id).total == PLAIN


def _do_something(
    chance: random.Random, person: Contact, stages: list[Stage], cast: Cast, workspace: Workspace
) -> None:
    by = robot(workspace)
    later = datetime.now(UTC) + timedelta(days=1)
    acts = (
        lambda: move_contact(person, to=chance.choice([*stages, None]), by=by),
        lambda: close_conversation(person, by=by),
        lambda: open_conversation(person, by=by),
        lambda: snooze_conversation(person, until=later, by=by),
        lambda: assign_contact(person, to=chance.choice([cast.agent, None]), by=by),
        lambda: delete_contact(person, by=by) if chance.random() < 0.3 else None,
    )
    with suppress(DomainError):  # the contact is gone, or its conversation: somebody was faster
        chance.choice(acts)()
