"""A backup that is taken while everybody writes is of one moment."""

import json
import os
from collections import Counter
from pathlib import Path
from threading import Event as Flag

import msgspec
import psycopg

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.move import move_contact
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.archive.contents import CONTENTS, END, Contents, End, table_of
from tappa.kernel.archive.file import new_file, read_parts
from tappa.kernel.archive.taking import take_backup
from tappa.kernel.secrets import portable_secrets
from tests.core.acts import new_channel, new_contact, new_writer, robot
from tests.support.running import eventually
from tests.support.together import together

WRITERS = 4


def take(file: Path) -> Contents:
    """A backup of the tests' database, as the application."""
    with (
        new_file(file) as writer,
        psycopg.connect(os.environ["TAPPA_APPLICATION_DATABASE_URL"], autocommit=True) as application,
    ):
        secrets = portable_secrets(Path(os.environ["TAPPA_DATA"]))
        return take_backup(application, writer, version="1", secrets=secrets)


def rows_in(file: Path, workspace: Workspace) -> dict[str, list[dict[str, str]]]:
    """The rows of a workspace in a backup, by table, each by its columns."""
    parts = list(read_parts(file))
    contents = json.loads(dict(parts)[CONTENTS])
    columns = {table["name"]: table["columns"] for table in contents["tables"]}
    found: dict[str, list[dict[str, str]]] = {name: [] for name in columns}
    for name, content in parts:
        for line in content.decode().splitlines() if name.startswith("tables/") else []:
            row = dict(zip(columns[table_of(name)], line.split("\t"), strict=True))
            if row.get("workspace_id") == str(workspace.id):
                found[table_of(name)].append(row)
    return found


def test_a_backup_amid_writing_is_of_one_moment(workspace: Workspace, tmp_path: Path) -> None:
    """Each contact has its standing, each standing all of its transitions, each transition its event, and the tallies
    add up: no table is a moment older than another."""
    channel, stages, ending = new_channel(workspace), stages_of(workspace.id), Flag()
    moved: list[int] = []

    def write(number: int) -> int:
        if number < WRITERS:
            while not ending.is_set():
                contact = new_contact(workspace) if number % 2 else new_writer(channel)
                for stage in stages[1:]:
                    move_contact(contact, to=stage, by=robot(workspace))
                    moved.append(contact.id)
            return 0
        try:
            for place in range(3):
                assert eventually(lambda: len(moved) > (place + 1) * WRITERS)  # noqa: B023  called here and now
                take(tmp_path / f"{place}.tappa")
        finally:
            ending.set()
        return 0

    together(WRITERS + 1, write)
    sizes = [holds_together(rows_in(tmp_path / f"{place}.tappa", workspace)) for place in range(3)]
    assert 0 < sizes[0] < sizes[2], "they wrote meanwhile"


def holds_together(rows: dict[str, list[dict[str, str]]]) -> int:
    """Whether what one table says is what the others say. Returns how many transitions there are."""
    contacts = {row["id"] for row in rows["contacts_contact"]}
    standings = {row["contact_id"]: row for row in rows["contacts_standing"]}
    assert standings.keys() == contacts
    moves = Counter(row["contact_id"] for row in rows["contacts_transition"])
    assert {contact: int(row["transitions"]) for contact, row in standings.items()} == moves
    told = Counter(row["contact_id"] for row in rows["activity_event"] if row["kind"] == "contact.moved")
    made = {row["contact_id"] for row in rows["activity_event"] if row["kind"] == "contact.created"}
    assert (told, made) == (moves, contacts)
    tallied: Counter[str] = Counter()
    for row in rows["contacts_tally"]:
        tallied[row["stage_id"]] += int(row["contacts"])
    assert +tallied == Counter(row["stage_id"] for row in standings.values())
    return moves.total()


def test_sequences_are_beyond_every_row(workspace: Workspace, tmp_path: Path) -> None:
    new_contact(workspace)
    take(tmp_path / "one.tappa")
    parts = dict(read_parts(tmp_path / "one.tappa"))
    end = msgspec.json.decode(parts[END], type=End)
    reached = {sequence.name: sequence.last_value for sequence in end.sequences}
    ids = [int(row["id"]) for row in rows_in(tmp_path / "one.tappa", workspace)["activity_event"]]
    assert reached["activity_event_id_seq"] >= max(ids)
