"""`tappa backup` and `tappa restore`: everything comes back, anywhere, and nothing by halves."""

import json
import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec
import psycopg
import pytest
from psycopg import sql

from tappa.kernel.archive.contents import CONTENTS, SECRETS
from tappa.kernel.archive.file import new_file, read_parts
from tappa.kernel.postgres.server import open_server
from tappa.kernel.secrets import load_secrets
from tests.support.everything import rows_of, structure_of
from tests.support.running import eventually
from tests.support.whole import Whole, tappa, whole_tappa

# One installation serves all of these: without a group xdist would make one in each of its processes.
pytestmark = pytest.mark.xdist_group("backup")
PEOPLE = 40


OLD_ROWS = (
    """INSERT INTO accounts_workspace (id, name, slug, language, time_zone, country_code)
       VALUES (1, 'Studio', 'studio', 'en', 'UTC', 'IT')""",
    "INSERT INTO lifecycle_lifecycle (workspace_id, show, version) VALUES (1, true, 1)",
    """INSERT INTO lifecycle_stage (id, workspace_id, kind, name, folded_name, description, emoji, position, slot, hue,
                                    is_default, is_won)
       VALUES (1, 1, 'lifecycle', 'New', 'new', '', '', 1, 1, 1, true, false)""",
    """INSERT INTO contacts_contact (workspace_id, first_name, last_name, phone, email, language, profile_pic,
                                     country_code, search, is_blocked)
       VALUES (1, 'Ada', '', '', '', '', '', '', 'ada', false)""",
    """INSERT INTO contacts_standing (contact_id, workspace_id, stage_id, transitions, is_deleted)
       SELECT id, 1, 1, 0, false FROM contacts_contact""",
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """An installation with people and their histories, which is not running."""
    with whole_tappa(tmp_path_factory.mktemp("source") / "data", TAPPA_API_RATE="0") as whole:
        filled = whole.command("demo", "--contacts", str(PEOPLE))
        assert filled.returncode == 0, filled.stderr
        yield whole


@pytest.fixture(scope="module")
def backup(source: Whole) -> Path:
    """A backup of it. Whoever takes it leaves it as it is."""
    file = source.data.parent / "source.tappa"
    assert source.command("backup", str(file)).returncode == 0
    return file


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Whole]:
    """An empty place with a PostgreSQL of its own."""
    with whole_tappa(tmp_path / "place", TAPPA_API_RATE="0") as whole:
        yield whole


@pytest.fixture
def own_server(owner_url: str, tmp_path: Path) -> Iterator[Whole]:
    """An empty place whose database is on a server of the operator's."""
    name = f"own_{secrets.token_hex(4)}"
    with psycopg.connect(owner_url, dbname="postgres", autocommit=True) as administrator:
        administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = urlunsplit(urlsplit(owner_url)._replace(path=f"/{name}"))
        with whole_tappa(tmp_path / "own", DATABASE_URL=url, TAPPA_API_RATE="0") as whole:
            yield whole
        administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        administrator.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"{name}_app")))


@contextmanager
def owner_of(whole: Whole) -> Iterator[tuple[str, str]]:
    """The owner's address of an installation's database, running or not, and the application's role."""
    own = whole.settings.get("DATABASE_URL")
    if own:
        yield own, f"{urlsplit(own).path[1:]}_app"
        return
    with open_server(whole.data, owner_password=load_secrets(whole.data).owner_password) as server:
        yield server.owner_url, "tappa_app"


def assert_same(one: Whole, other: Whole) -> None:
    """Every row of every table, every sequence, the whole structure, and the rights of the two roles."""
    with ExitStack() as stack:
        (first, first_role), (second, second_role) = (
            stack.enter_context(owner_of(whole)) for whole in (one, other)
        )
        rows = rows_of(first)
        assert len(rows["contacts_contact"]) == PEOPLE, "there is something to compare"
        assert rows_of(second) == rows
        structure = structure_of(first, first_role)
        assert ("activity_event", "r", "UPDATE") not in [
            (name, str(kind), right) for name, kind, right in structure["rights"]
        ]
        assert structure_of(second, second_role) == structure
        assert structure["strangers"] == []


def restored(file: Path, into: Whole) -> str:
    """Restore and return what was printed."""
    done = into.command("restore", str(file))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_goes_from_the_embedded_database_to_a_server_and_back(
    source: Whole, backup: Path, own_server: Whole, place: Whole, tmp_path: Path
) -> None:
    assert "rows of" in restored(backup, own_server)
    assert_same(source, own_server)
    again = tmp_path / "again.tappa"
    assert own_server.command("backup", str(again)).returncode == 0
    restored(again, place)
    assert_same(source, place)
    first, last = load_secrets(source.data), load_secrets(place.data)
    assert (first.sealing_key, first.django_key) == (last.sealing_key, last.django_key)
    assert first.owner_password != last.owner_password, "a new database has passwords of its own"
    serves_and_writes(place)


def serves_and_writes(place: Whole) -> None:
    """What is new gets ids that nobody has, the worker reads the log on, and the doctor finds all well."""
    token = place.command("token", "create", "--workspace", "demo", "--name", "x").stdout.strip()
    place.start("--empty")
    with place.client(token) as client:
        assert len(client.post("/v2/contact/list?limit=99", json={}).json()["items"]) == PEOPLE
        made = client.post("/v2/contact/email:new@people.example", json={"firstName": "Nina"})
        assert made.status_code == 200, made.text
        found = client.get("/v2/contact/email:new@people.example").json()
        assert (found["firstName"], found["lifecycle"]) == ("Nina", "New Lead")
    checked = place.command("doctor")
    assert checked.returncode == 0, checked.stdout
    assert place.stop() == 0


def test_the_file_is_its_owners_alone_and_replaces_an_older_backup_only(
    source: Whole, backup: Path, tmp_path: Path
) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    older = tmp_path / "daily.tappa"
    older.write_bytes(backup.read_bytes())
    assert source.command("backup", str(older)).returncode == 0
    assert older.stat().st_mode & 0o777 == 0o600
    precious = tmp_path / "precious"
    precious.write_text("not a backup")
    refused = source.command("backup", str(precious))
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "Choose another name" in refused.stderr
    assert precious.read_text() == "not a backup"
    assert "There is no folder" in source.command("backup", str(tmp_path / "none" / "x")).stderr


def test_a_backup_that_fails_leaves_the_older_one_and_nothing_else(
    place: Whole, backup: Path, tmp_path: Path
) -> None:
    daily = tmp_path / "daily.tappa"
    daily.write_bytes(backup.read_bytes())
    refused = place.command("backup", str(daily))
    assert refused.returncode == 1
    assert "There is no database" in refused.stderr
    assert daily.read_bytes() == backup.read_bytes()
    assert [file.name for file in tmp_path.iterdir() if "daily" in file.name] == ["daily.tappa"]


def test_half_a_file_touches_nothing(place: Whole, backup: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.tappa"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    refused = place.command("restore", str(half))
    assert refused.returncode == 1
    assert "no whole backup of Tappa" in refused.stderr.splitlines()[-1]
    assert not place.data.exists()
    assert "There is no file" in place.command("restore", str(tmp_path / "nothing")).stderr


def test_a_backup_of_a_newer_version_names_it(place: Whole, backup: Path, tmp_path: Path) -> None:
    for change in ({"migrations": [["contacts", "9999_of_the_future"]]}, {"format": 99}):
        newer = tmp_path / "newer.tappa"
        rewrite(backup, newer, {**change, "tappa": "99.1"})
        refused = place.command("restore", str(newer))
        assert refused.returncode == 1
        assert "Restore it with version 99.1 or later." in refused.stderr
        assert not place.data.exists()


def rewrite(backup: Path, other: Path, change: dict[str, object]) -> None:
    """The same backup with other contents told of it, whole as far as its sum goes."""
    with new_file(other) as writer:
        for name, content in read_parts(backup):
            if name == CONTENTS:
                writer.add(name, json.dumps({**json.loads(content), **change}).encode())
            elif name != "end.json":
                writer.add(name, content)
        writer.finish([])


def test_a_place_that_is_not_empty_is_refused_with_the_way_out(
    source: Whole, backup: Path, own_server: Whole, tmp_path: Path
) -> None:
    refused = source.command("restore", str(backup))
    assert refused.returncode == 1
    assert "Restore into a new data directory (--data)" in refused.stderr.splitlines()[-1]
    url = own_server.settings["DATABASE_URL"]
    with psycopg.connect(url) as owner:
        owner.execute("CREATE TABLE somebodys (id int)")
    refused = own_server.command("restore", str(backup))
    assert "somebodys stands in the database" in refused.stderr.splitlines()[-1]
    assert "into a new database (CREATE DATABASE)" in refused.stderr.splitlines()[-1]
    assert not own_server.data.exists()
    with whole_tappa(tmp_path / "other") as other:
        load_secrets(other.data)
        refused = other.command("restore", str(backup))
        assert "opens what is sealed in another database" in refused.stderr
        assert not (other.data / "postgres").exists()
    with whole_tappa(tmp_path / "alone", TAPPA_APPLICATION_DATABASE_URL=url) as other:
        assert "takes the owner's address in DATABASE_URL" in other.command("restore", str(backup)).stderr
        assert not other.data.exists()


def test_a_restore_that_was_killed_can_be_done_again(source: Whole, backup: Path, place: Whole) -> None:
    command = [*tappa(), "restore", str(backup), "--data", str(place.data)]
    with place.log.open("wb") as output:
        process = subprocess.Popen(
            command, env=place.environment(), stdout=output, stderr=output, start_new_session=True
        )
        assert eventually(lambda: "making the tables" in place.said(), seconds=60)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    restored(backup, place)
    assert_same(source, place)


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    own_server: Whole, place: Whole, tmp_path: Path
) -> None:
    """Its tables are made as they were, and what came since follows: here the tallies, counted from what there was."""
    url = own_server.settings["DATABASE_URL"]
    environment = {**own_server.environment(), "TAPPA_APPLICATION_DATABASE_URL": url}
    old = ["contacts", "0004_sorts_of_the_table", "--verbosity", "0"]
    load_secrets(own_server.data)
    subprocess.run(
        [*tappa()[:1], "-m", "django", "migrate", *old, "--settings", "tappa.config.settings"],
        env=environment,
        check=True,
    )
    with psycopg.connect(url) as owner:
        for statement in OLD_ROWS:
            owner.execute(statement)
    older = tmp_path / "older.tappa"
    own_server.settings = {"TAPPA_APPLICATION_DATABASE_URL": url}
    assert own_server.command("backup", str(older)).returncode == 0
    restored(older, place)
    with owner_of(place) as (url, _role), psycopg.connect(url) as owner:
        assert owner.execute("SELECT sum(contacts)::int FROM contacts_tally").fetchone() == (1,)
        assert owner.execute("SELECT first_name FROM contacts_contact").fetchone() == ("Ada",)


def test_the_secrets_that_go_along(backup: Path, source: Whole) -> None:
    """Seals and signatures, and no password of a database."""
    parts = dict(read_parts(backup))
    known = msgspec.to_builtins(load_secrets(source.data))
    brought = json.loads(parts[SECRETS])
    assert brought == {name: known[name] for name in ("django_key", "sealing_key", "demo_password")}
