"""All of Tappa is killed while many contacts are changed: it goes on where it was, each contact once."""

import os
import signal
from collections.abc import Callable, Iterator
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

MANY = 6000
HELD = 100  # are being changed by somebody else, so that nothing is done to the end before it is killed
SECONDS = 60.0

Ask = Callable[[httpx.Client, dict[str, int]], httpx.Response]


def move_all(client: httpx.Client, stages: dict[str, int]) -> httpx.Response:
    """A bulk move of all at a stage."""
    where = {"category": "lifecycle", "field": None, "operator": "isEqualTo", "value": "Payment"}
    body = {"filter": {"$and": [where]}, "stageId": stages["Customer"]}
    return client.post("/v2/contact/lifecycle/bulk", json=body)


def delete_their_stage(client: httpx.Client, stages: dict[str, int]) -> httpx.Response:
    """The deletion of their stage, that sends them to another one."""
    return client.request(
        "DELETE", f"/v2/lifecycle/stage/{stages['Payment']}", json={"moveTo": stages["Customer"]}
    )


@pytest.fixture
def tappa(tmp_path: Path) -> Iterator[Whole]:
    """An installation that has not been started."""
    with whole_tappa(tmp_path / "data", TAPPA_API_RATE="0") as whole:
        yield whole


@pytest.mark.parametrize("ask", [move_all, delete_their_stage])
def test_killed_amid_many_it_goes_on_where_it_was_each_once(tappa: Whole, ask: Ask) -> None:
    """S5, L9, S6: web, worker and PostgreSQL at once, so that what was written but not on disk is lost as well."""
    tappa.start("--empty", "--workers", "1")
    assert tappa.command("workspace", "create", "--name", "Studio", "--slug", "studio").returncode == 0
    token = tappa.command("token", "create", "--workspace", "studio", "--name", "Test").stdout.strip()
    with tappa.client(token) as client, closing(psycopg.connect(owner_url(tappa))) as connection:
        stages = stages_with_a_crowd(connection)
        connection.execute(
            "SELECT FROM contacts_standing ORDER BY contact_id DESC LIMIT %s FOR UPDATE", [HELD]
        )
        asked = ask(client, stages)
        assert asked.status_code == 202, asked.text
        address = f"/v2/operation/{asked.json()['id']}"
        assert eventually(lambda: on_disk(connection, client, address), seconds=SECONDS)
        kill_all_of(tappa)
    tappa.start("--empty", "--workers", "1")
    with psycopg.connect(owner_url(tappa)) as connection:
        (again,) = connection.execute("SELECT pg_postmaster_start_time()").fetchone() or (None,)
    with tappa.client(token) as client:
        assert eventually(lambda: told(client, address)["state"] == "done", seconds=SECONDS)
        assert (told(client, address)["done"], told(client, address)["total"]) == (MANY, MANY)
    with psycopg.connect(owner_url(tappa)) as connection:
        each_moved_once(connection, stages, since=again)
    verified = tappa.command("counts", "verify")
    assert (verified.returncode, verified.stdout) == (0, "All figures equal a full count.\n")
    assert tappa.stop() == 0


def stages_with_a_crowd(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """The stages by name, one of which has many contacts now."""
    found = connection.execute("SELECT name, id, kind, workspace_id FROM lifecycle_stage").fetchall()
    (stage,) = [row for row in found if row[0] == "Payment"]
    values = dict(zip(("name", "stage", "kind", "workspace"), stage, strict=True))
    connection.execute(CROWD, {**values, "count": MANY})
    connection.commit()
    return {name: id_ for name, id_, *_ in found}


def told(client: httpx.Client, address: str) -> dict[str, Any]:
    """How far the operation says that it has come."""
    found: dict[str, Any] = client.get(address).raise_for_status().json()
    return found


def on_disk(connection: psycopg.Connection[Any], client: httpx.Client, address: str) -> bool:
    """Whether a part is done, and some of that has come to the disk: a batch does not wait for it."""
    written = connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
    if told(client, address)["done"] == 0:
        return False
    return eventually(
        lambda: (
            connection.execute("SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn", written).fetchone()
            == (True,)
        )
    )


def kill_all_of(whole: Whole) -> None:
    """kill -9 of all below the parent, the lowest first so that none is stopped gently, and of itself."""
    assert whole.process is not None
    for pid in (*reversed(descendants(whole.process.pid)), whole.process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    whole.process.wait()


def each_moved_once(connection: psycopg.Connection[Any], stages: dict[str, int], *, since: object) -> None:
    """One transition for each contact, in one batch, each told of once; some from before the kill, some from after."""
    moves = connection.execute(
        "SELECT count(*), count(DISTINCT contact_id), count(DISTINCT batch), "
        "count(*) FILTER (WHERE seq = 2 AND from_stage_id = %(Payment)s AND to_stage_id = %(Customer)s), "
        "count(*) FILTER (WHERE happened_at < %(since)s) BETWEEN 1 AND count(*) - %(held)s "
        "FROM contacts_transition WHERE seq > 1",
        {**stages, "since": since, "held": HELD},
    ).fetchone()
    assert moves == (MANY, MANY, 1, MANY, True)
    facts = connection.execute(
        "SELECT count(*), count(DISTINCT data->>'transition_id') FROM activity_event WHERE kind = 'contact.moved'"
    ).fetchone()
    assert facts == (MANY, MANY)
    standing = connection.execute(
        "SELECT stage_id, transitions, count(*) FROM contacts_standing GROUP BY 1, 2"
    ).fetchall()
    assert standing == [(stages["Customer"], 2, MANY)]
