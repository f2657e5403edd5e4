"""`tappa counts`: figures that are off are told and counted anew."""

import os
from typing import Any

import psycopg

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.add_up_tallies import add_up_tallies
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.recount_tallies import recount_tallies, tallies_off
from tappa.core.inbox.actions.repeat_standings import standings_off
from tests.command.test_commands import run
from tests.core.acts import new_channel, new_contact, new_writer, robot, stage_named
from tests.core.reports.counting import same_as_full_count
from tests.support.together import together


def told_of(workspace: Workspace, lines: str) -> set[str]:
    """The lines of this workspace: other tests reach behind the figures of theirs."""
    return {line for line in lines.splitlines() if line.startswith(f"{workspace.slug}:")}


def test_what_is_off_is_told_and_repaired(
    workspace: Workspace, owner_connection: "psycopg.Connection[Any]"
) -> None:
    for _number in range(3):
        new_writer(new_channel(workspace))
    assert told_of(workspace, run("counts", "verify").stdout) == set()
    stage = stage_named(workspace, "New Lead")
    owner_connection.execute(
        "INSERT INTO contacts_tally (workspace_id, stage_id, contacts, open, snoozed, unassigned) "
        "VALUES (%s, %s, 2, 0, -1, 0), (%s, NULL, 0, 1, 0, 0)",
        [workspace.id, stage.id, workspace.id],
    )
    off = {
        f"{workspace.slug}: New Lead: contacts +2, snoozed -1",
        f"{workspace.slug}: no stage: open +1",
    }
    done = run("counts", "verify")
    assert (done.returncode, told_of(workspace, done.stdout)) == (1, off)
    repaired = run("counts", "repair")
    assert repaired.returncode == 0, repaired.stderr
    assert told_of(workspace, repaired.stdout) == off
    assert repaired.stdout.endswith("Repaired.\n")
    assert tallies_off() == []
    assert same_as_full_count(workspace)
    assert "nothing was changed" in run("counts", "repair").stdout
    assert run("counts", "verify").stdout == "All figures equal a full count.\n"


def test_a_contact_that_is_listed_otherwise_than_its_conversation_is_comes_right(
    workspace: Workspace, owner_connection: "psycopg.Connection[Any]"
) -> None:
    person = new_writer(new_channel(workspace))
    owner_connection.execute(
        "UPDATE contacts_standing SET conversation_status = 'closed' WHERE contact_id = %s", [person.id]
    )
    assert (workspace.slug, person.id) in [(off.workspace, off.contact_id) for off in standings_off()]
    done = run("counts", "repair")
    assert f"contact {person.id} is listed otherwise" in done.stdout
    assert standings_off() == []
    assert tallies_off() == []
    assert same_as_full_count(workspace)


def test_a_list_that_says_another_thing_than_the_standing_comes_right(
    workspace: Workspace, owner_connection: "psycopg.Connection[Any]"
) -> None:
    """One who is listed wrongly, one who is not, and one who is and should not be."""
    wrong, absent = new_writer(new_channel(workspace)), new_writer(new_channel(workspace))
    silent = new_contact(workspace)
    owner_connection.execute("UPDATE inbox_listed SET waiting_since = NULL WHERE contact_id = %s", [wrong.id])
    owner_connection.execute("DELETE FROM inbox_listed WHERE contact_id = %s", [absent.id])
    owner_connection.execute(
        "INSERT INTO inbox_listed (workspace_id, contact_id, conversation_status) VALUES (%s, %s, 'open')",
        [workspace.id, silent.id],
    )
    off = [each.contact_id for each in standings_off() if each.workspace == workspace.slug]
    assert off == [wrong.id, absent.id, silent.id]
    done = run("counts", "repair")
    assert f"contact {absent.id} is listed otherwise" in done.stdout
    assert standings_off() == []
    assert tallies_off() == []
    assert same_as_full_count(workspace)


def test_counting_anew_amid_moves_and_adding_up_counts_nothing_twice(
    workspace: Workspace, owner_connection: "psycopg.Connection[Any]"
) -> None:
    """All three at once: movers add rows, the worker adds rows up, and the command removes and writes them."""
    people = [new_contact(workspace) for _number in range(8)]
    stages = [stage_named(workspace, name) for name in ("Payment", "Customer", "Cold Lead")]

    def act(number: int) -> int:
        for place in range(12):
            if number == 0:
                add_up_tallies(most=0)
            elif number == 1:
                _disturb(workspace)
                recount_tallies()
            else:
                move_contact(people[number], to=stages[(place + number) % 3], by=robot(workspace))
        return 0

    together(8, act)
    recount_tallies()
    assert tallies_off() == []
    assert same_as_full_count(workspace)


def _disturb(workspace: Workspace) -> None:
    """A row that is wrong, so that there is something to count anew."""
    with psycopg.connect(os.environ["TAPPA_TEST_OWNER_URL"]) as owner:
        owner.execute(
            "INSERT INTO contacts_tally (workspace_id, stage_id, contacts, open, snoozed, unassigned) "
            "VALUES (%s, NULL, 1, 0, 0, 0)",
            [workspace.id],
        )
