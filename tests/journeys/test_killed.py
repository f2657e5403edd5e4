"""Each process of Tappa is killed in turn while posts come in, contacts move and answers go out."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.journeys.kept import RECOVERY_SECONDS, all_sent, arrived_once_or_marked, nothing_lost_or_doubled
from tests.journeys.test_faults import owner_url
from tests.journeys.traffic import flowing, set_up, stored_messages
from tests.support.altering import short_leases
from tests.support.bridge import Bridge, Say, bridge_on_loopback
from tests.support.running import command_line, descendants, eventually
from tests.support.whole import Whole, whole_tappa

LEASE_SECONDS = 8
# What is killed, told by its command line.
VICTIMS = {
    "a web worker": "tappa.config.serving",
    "the background worker": "-m tappa.worker",
    "PostgreSQL": "bin/postgres -D",
    "PostgreSQL's supervisor": "tappa.kernel.postgres",
}


@pytest.fixture
def tappa(tmp_path: Path) -> Iterator[Whole]:
    """An installation that has not been started."""
    settings = {
        "TAPPA_API_RATE": "0",
        "TAPPA_ALLOW_PRIVATE_ADDRESSES": "1",
        **short_leases(LEASE_SECONDS),
    }
    with whole_tappa(tmp_path / "data", **settings) as whole:
        yield whole


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    """A bridge that takes everything."""
    with bridge_on_loopback() as running:
        yield running


def kill_one(whole: Whole, words: str) -> None:
    """kill -9 of the first process below that was started with these words."""
    assert whole.process is not None
    found = [pid for pid in descendants(whole.process.pid) if words in command_line(pid)]
    assert found, f"nothing runs {words}"
    os.kill(found[0], signal.SIGKILL)


def test_whatever_is_killed_nothing_answered_is_lost_or_doubled(tappa: Whole, bridge: Bridge) -> None:
    """Answers take a little, so that some are in hand when their sender is killed. Others take over from it by
    themselves, once its leases have run out."""
    bridge.answer = lambda _got, place: Say(200, {"mId": f"out-{place}"}, seconds=0.05)
    tappa.start("--empty")
    traffic = set_up(tappa, bridge.url)
    with flowing(traffic):
        for what, words in VICTIMS.items():
            assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS), f"before {what} was killed"
            kill_one(tappa, words)
        assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS), "after the last one was killed"
        tappa.kill()
        tappa.start("--empty")
        assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS), "after all of it was"
    nothing_lost_or_doubled(tappa, traffic, bridge)
    assert tappa.stop() == 0


def test_what_a_killed_worker_had_in_hand_is_sent_again_when_its_lease_has_run_out(
    tappa: Whole, bridge: Bridge
) -> None:
    """Not before, for nobody can know that it is dead; and soon after, under the same id and marked."""
    bridge.answer = lambda _got, place: Say(200, {"mId": f"out-{place}"}, seconds=0 if place else 60)
    tappa.start("--empty")
    traffic = set_up(tappa, bridge.url)
    assert traffic.tell("ana", "before")
    with psycopg.connect(owner_url(tappa)) as connection:
        [(contact,)] = connection.execute("SELECT id FROM contacts_contact").fetchall()
    with tappa.client(traffic.token) as client:
        for text in ("one", "two"):
            body = {"message": {"type": "text", "text": text}}
            assert client.post(f"/v2/contact/id:{contact}/message", json=body).status_code == 200
    bridge.wait_for(1)
    kill_one(tappa, VICTIMS["the background worker"])
    lost, again, *_ = bridge.wait_for(3, seconds=LEASE_SECONDS + 30)
    assert [got.body["message"]["text"] for got in bridge.got] == ["one", "one", "two"]
    assert [got.headers["x-tappa-attempt"] for got in bridge.got] == ["1", "2", "1"]
    assert again.at - lost.at > LEASE_SECONDS - 1
    database = owner_url(tappa)
    assert eventually(lambda: all_sent(database))
    arrived_once_or_marked(bridge.got, {int(id_) for id_ in stored_messages(database, "outgoing")})
    assert tappa.stop() == 0
