"""`tappa demo`: whose workspace it fills, how often, how surely the same, and what an interruption leaves."""

import argparse
import io
from collections.abc import Iterator, Sequence

import psycopg
import pytest

from tappa.command import demo as command
from tappa.command.demo_data import fill as filling
from tappa.command.demo_data.phones import phone_number
from tappa.command.demo_data.tables import EVENTS
from tappa.command.progress import Progress
from tappa.core.accounts.models import Member, Workspace
from tappa.core.activity.actor import Via, system
from tappa.core.contacts.actions.create import create_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.filters.terms import broken_parts
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import ContactDetails
from tappa.core.contacts.segments import segments_of
from tappa.core.inbox.custom import lost_filter
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.lifecycle.actions.found_workspace import found_workspace
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.copying import Table, copy_lines
from tappa.kernel.errors import Conflict, Invalid
from tests.command.demo_support import Demo, connection_count, fill, put_aside
from tests.support.running import eventually


@pytest.fixture(autouse=True)
def no_demo() -> Iterator[None]:
    """The slug is free before each test, and after it."""
    put_aside()
    yield
    put_aside()


def contacts_of(demo: Demo) -> int:
    """How many people there are."""
    return Contact.objects.filter(workspace_id=demo.workspace_id).count()


def test_a_new_demo_has_its_people_teams_and_sign_ins() -> None:
    demo = fill(20)
    workspace = Workspace.objects.get(id=demo.workspace_id)
    assert (workspace.slug, workspace.language) == ("demo", "en")
    members = Member.objects.filter(workspace=workspace).select_related("user", "team")
    by_email = {member.user.email: member for member in members}
    assert [by_email[f"{role}@demo.example"].role for role in ("owner", "manager", "agent")] == [
        "owner",
        "manager",
        "agent",
    ]
    assert len({member.team_id for member in members if member.team_id}) == 2
    assert contacts_of(demo) == 20


def test_a_new_demo_has_segments_and_inboxes_that_find_people() -> None:
    """C4, I2: three segments and two inboxes for all, one of the lost stages; none is broken, and a run later adds none."""
    demo = fill(300)
    fill(5)
    catalogue = Catalogue(demo.workspace_id)
    segments = list(segments_of(demo.workspace_id))
    inboxes = list(CustomInbox.objects.filter(workspace_id=demo.workspace_id).order_by("id"))
    assert [segment.name for segment in segments] == ["Going cold", "Companies", "New customers"]
    assert [(inbox.name, inbox.visibility) for inbox in inboxes] == [
        ("Lost, worth a call", "public"),
        ("Companies", "public"),
    ]
    for kept in [*(segment.filter for segment in segments), *(inbox.filter for inbox in inboxes)]:
        assert not broken_parts(read_filter(kept, catalogue)), kept
    assert read_filter(inboxes[0].filter, catalogue) == lost_filter(demo.workspace_id)


def test_the_same_seed_and_date_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first = fill(120, seed=3).told()
    put_aside()
    monkeypatch.setattr(filling, "BATCH", 17)  # how the work is cut up does not matter
    assert fill(120, seed=3).told() == first
    put_aside()
    assert fill(120, seed=4).told() != first


def test_processes_of_their_own_write_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    here = fill(60, seed=3).told()
    put_aside()
    monkeypatch.setattr(filling, "BATCH", 15)
    monkeypatch.setattr(filling, "MANY", 60)
    before = connection_count()
    assert fill(60, seed=3).told() == here
    assert eventually(lambda: connection_count() <= before), "the writers are gone"


def test_what_a_writing_process_raises_is_raised_and_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = fill(5)
    monkeypatch.setattr(filling, "MANY", 1)
    monkeypatch.setattr(filling, "write_people", divmod)  # which does not take what a writer is given
    with pytest.raises(TypeError):
        fill(20)
    monkeypatch.undo()
    assert contacts_of(demo) == 5
    fill(5)
    assert contacts_of(demo) == 10


def test_a_second_run_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "BATCH", 20)
    demo = fill(70)
    before = demo.told()
    assert fill(30).workspace_id == demo.workspace_id
    after = demo.told()
    assert len(after) == 100
    assert [row for row in after if row in before] == before


@pytest.mark.parametrize("messages", [10, 20, 40])
def test_more_messages_are_about_as_many_as_were_asked_for(messages: int) -> None:
    demo = fill(300, messages=messages)
    held = demo.number("SELECT count(*) FROM inbox_message WHERE workspace_id = %(w)s")
    assert 0.85 < held / 300 / messages < 1.15


def test_another_workspace_of_that_slug_is_left_alone() -> None:
    theirs = found_workspace(name="Their own", slug="demo")
    with pytest.raises(Conflict, match="is not the demo's"):
        fill(10)
    assert contacts_of(Demo(theirs.id)) == 0


def test_two_fills_at_once_are_refused(owner_connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    demo = fill(5)
    owner_connection.execute("SELECT pg_advisory_lock(%s)", (filling._LOCK,))
    with pytest.raises(Conflict, match="Another `tappa demo`"):
        fill(5)
    owner_connection.execute("SELECT pg_advisory_unlock(%s)", (filling._LOCK,))
    assert contacts_of(demo) == 5


def test_an_interruption_leaves_whole_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = fill(5)
    written: list[Table] = []

    def failing(table: Table, lines: Sequence[str]) -> None:
        written.append(table)
        if table is EVENTS and written.count(EVENTS) == 3:
            raise KeyboardInterrupt
        copy_lines(table, lines)

    monkeypatch.setattr(filling, "BATCH", 10)
    monkeypatch.setattr(filling, "copy_lines", failing)
    with pytest.raises(KeyboardInterrupt):
        fill(100)
    monkeypatch.undo()
    there = contacts_of(demo)
    assert there % 10 == 5
    assert 25 <= there < 105
    made = "SELECT count(*) FROM activity_event WHERE workspace_id = %(w)s AND kind = 'contact.created'"
    assert demo.number(made) == there
    fill(5)
    assert contacts_of(demo) == there + 5


def test_what_somebody_else_has_stays_theirs() -> None:
    demo = fill(1)
    workspace = Workspace.objects.get(id=demo.workspace_id)
    taken = [phone_number("IT", index) for index in range(13, 39)]
    for phone in taken:
        create_contact(ContactDetails(phone=phone), workspace=workspace, by=system(workspace.id, via=Via.API))
    fill(100)
    assert contacts_of(demo) == 127
    assert Contact.objects.filter(workspace=workspace, phone__in=taken).count() == len(taken)


def test_actions_go_on_where_the_story_ends() -> None:
    """The next real move takes the next number and begins at the stage of the last (S6)."""
    demo = fill(3)
    contact = Contact.objects.select_related("standing").filter(workspace_id=demo.workspace_id).latest("id")
    stood, count = contact.standing.stage_id, contact.standing.transitions
    to = next(stage for stage in stages_of(demo.workspace_id) if stage.id != stood)
    moved = move_contact(contact, to=to, by=system(demo.workspace_id, via=Via.COMMAND))
    assert moved is not None
    assert (moved.seq, moved.from_stage_id, moved.to_stage_id) == (count + 1, stood, to.id)


@pytest.mark.parametrize(
    "words",
    [
        ["--contacts", "0"],
        ["--contacts", "5000001"],
        ["--contacts", "many"],
        ["--messages", "9"],
        ["--messages", "41"],
        ["--seed", "-1"],
        ["--until", "2999-01-01"],
        ["--until", "soon"],
    ],
)
def test_wrong_options_are_named(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(words)
    assert ended.value.code == 2
    assert words[0] in capsys.readouterr().err


def test_numbers_out_of_bounds_are_refused_before_anything_is_founded() -> None:
    with pytest.raises(Invalid, match="--contacts"):
        command.fill_demo(contacts=0, say=lambda _line: None)
    with pytest.raises(Invalid, match="--messages"):
        command.fill_demo(messages=41, say=lambda _line: None)
    assert not Workspace.objects.filter(slug="demo").exists()


class Terminal(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere() -> None:
    terminal, file = Terminal(), io.StringIO()
    for out in (terminal, file):
        progress = Progress(1000, "contacts", out=out)
        for done in range(50, 1001, 50):
            progress.show(done)
    assert terminal.getvalue().count("\r") == 20
    assert terminal.getvalue().endswith("\n")
    lines = file.getvalue().splitlines()
    assert [line.split()[0] for line in lines] == [str(percent) for percent in range(10, 101, 10)]
    assert lines[-1].startswith("100 %  1,000 of 1,000 contacts")
