"""All of Tappa is killed while many contacts are changed: it goes on where it was, each contact once."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.core.contacts.crowd import CROWD
from tests.journeys.test_faults import owner_url
from tests.support.running import descendants, eventually
from tests.support.whole import Whole, whole_tappa

MANY = 3000  # at each of two stages
HELD = "contact_id % 60 = 0"  # are being changed by somebody else, so that nothing is done to the end before it is killed
SECONDS = 60.0


@pytest.fixture
def tappa(tmp_path: Path) -> Iterator[Whole]:
    """An installation that has not been started."""
    with whole_tappa(tmp_path / "data", TAPPA_API_RATE="0") as whole:
        yield whole


def test_killed_amid_many_it_goes_on_where_it_was_each_once(tappa: Whole) -> None:
    """S5, L9, S6: a bulk move and a stage's deletion. Web, worker and PostgreSQL die at once, so that what was written but is
    not on disk is lost as well."""
    tappa.start("--empty", "--workers", "1")
    assert tappa.command("workspace", "create", "--name", "Studio", "--slug", "studio").returncode == 0
    token = tappa.command("token", "create", "--workspace", "studio", "--name", "Test").stdout.strip()
    with tappa.client(token) as client, closing(psycopg.connect(owner_url(tappa))) as connection:
        stages = stages_with_crowds(connection)
        connection.execute(f"SELECT FROM contacts_standing WHERE {HELD} FOR UPDATE")
        asked = [move_all(client, stages), delete_their_stage(client, stages)]
        assert [answer.status_code for answer in asked] == [202, 202], [answer.text for answer in asked]
        addresses = [f"/v2/operation/{answer.json()['id']}" for answer in asked]
        assert eventually(lambda: are_on_disk(connection, client, addresses), seconds=SECONDS)
        kill_all_of(tappa)
    tappa.start("--empty", "--workers", "1")
    with tappa.client(token) as client:
        all_done = [("done", MANY, MANY)] * len(addresses)
        assert eventually(lambda: [progress(client, each) for each in addresses] == all_done, seconds=SECONDS)
    with psycopg.connect(owner_url(tappa)) as connection:
        each_moved_once(connection, stages)
    verified = tappa.command("counts", "verify")
    assert (verified.returncode, verified.stdout) == (0, "All figures equal a full count.\n")
    assert tappa.stop() == 0


def stages_with_crowds(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """The stages by name; at two of them stand many contacts now."""
    found = connection.execute("SELECT name, id, kind, workspace_id FROM lifecycle_stage").fetchall()
    for row in found:
        if row[0] in {"Hot Lead", "Payment"}:
            values = dict(zip(("name", "stage", "kind", "workspace"), row, strict=True))
            connection.execute(CROWD, {**values, "count": MANY})
    connection.commit()
    return {name: id_ for name, id_, *_ in found}


def move_all(client: httpx.Client, stages: dict[str, int]) -> httpx.Response:
    """A bulk move of all at a stage."""
    where = {"category": "lifecycle", "field": None, "operator": "isEqualTo", "value": "Hot Lead"}
    body = {"filter": {"$and": [where]}, "stageId": stages["Customer"]}
    return client.post("/v2/contact/lifecycle/bulk", json=body)


def delete_their_stage(client: httpx.Client, stages: dict[str, int]) -> httpx.Response:
    """The deletion of another stage, whose contacts are sent elsewhere."""
    path = f"/v2/lifecycle/stage/{stages['Payment']}"
    return client.request("DELETE", path, json={"moveTo": stages["New Lead"]})


def progress(client: httpx.Client, address: str) -> tuple[str, int, int]:
    """How an operation stands, and how many of how many it has done."""
    found = client.get(address).raise_for_status().json()
    return found["state"], found["done"], found["total"]


def are_on_disk(connection: psycopg.Connection[Any], client: httpx.Client, addresses: Sequence[str]) -> bool:
    """Whether a part of each is done, and some of that has come to the disk: a batch does not wait for it."""
    if any(progress(client, address)[1] == 0 for address in addresses):
        return False
    written = connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
    flushed = "SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn"
    return eventually(lambda: connection.execute(flushed, written).fetchone() == (True,))


def kill_all_of(whole: Whole) -> None:
    """kill -9 of all below the parent, the lowest first so that none is stopped gently, and of itself."""
    assert whole.process is not None
    for pid in (*reversed(descendants(whole.process.pid)), whole.process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    whole.process.wait()


def each_moved_once(connection: psycopg.Connection[Any], stages: dict[str, int]) -> None:
    """One transition for each contact, of each stage in one batch, each told of once; some were made before the kill, and
    those who were held then after it."""
    moves = connection.execute(
        "SELECT from_stage_id, to_stage_id, count(*), count(DISTINCT contact_id), count(DISTINCT batch), max(seq), "
        "min(happened_at) < pg_postmaster_start_time(), max(happened_at) > pg_postmaster_start_time() "
        "FROM contacts_transition WHERE seq > 1 GROUP BY 1, 2"
    ).fetchall()
    assert set(moves) == {
        (stages["Hot Lead"], stages["Customer"], MANY, MANY, 1, 2, True, True),
        (stages["Payment"], stages["New Lead"], MANY, MANY, 1, 2, True, True),
    }
    facts = connection.execute(
        "SELECT count(*), count(DISTINCT data->>'transition_id') FROM activity_event WHERE kind = 'contact.moved'"
    ).fetchone()
    assert facts == (2 * MANY, 2 * MANY)
    standing = connection.execute(
        "SELECT stage_id, transitions, count(*) FROM contacts_standing GROUP BY 1, 2"
    ).fetchall()
    assert set(standing) == {(stages["Customer"], 2, MANY), (stages["New Lead"], 2, MANY)}
