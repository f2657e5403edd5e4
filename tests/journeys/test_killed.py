"""Each process of Tappa is killed in turn while posts come in, contacts move and answers go out."""

import itertools
import os
import signal
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.journeys.test_faults import owner_url
from tests.journeys.traffic import Traffic, broken, set_up, stages_in_order, stored_messages
from tests.support.bridge import Bridge, bridge_on_loopback
from tests.support.running import command_line, descendants, eventually
from tests.support.whole import Whole, whole_tappa

RECOVERY_SECONDS = 60.0
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
    with whole_tappa(tmp_path / "data", TAPPA_API_RATE="0", TAPPA_ALLOW_PRIVATE_ADDRESSES="1") as whole:
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
    tappa.start("--empty")
    traffic = set_up(tappa, bridge.url)
    for number in range(4):
        assert traffic.tell(f"writer-{number}", f"first-{number}")
    with psycopg.connect(owner_url(tappa)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM contacts_contact ORDER BY id")]
    with ThreadPoolExecutor(6) as threads:
        try:
            told = [threads.submit(traffic.tell_for_ever, number) for number in range(2)]
            told += [threads.submit(traffic.move_for_ever, contact) for contact in ids[:2]]
            told += [threads.submit(traffic.answer_for_ever, contact) for contact in ids[2:]]
            for what, words in VICTIMS.items():
                assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS), f"before {what} was killed"
                kill_one(tappa, words)
            assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS), "after the last one was killed"
            tappa.kill()
            tappa.start("--empty")
            assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS), "after all of it was"
        finally:
            traffic.ending.set()
        for future in told:
            future.result()
    assert traffic.odd == [], "200, 503, or no answer at all"
    nothing_lost_or_doubled(tappa, traffic, bridge)
    assert tappa.stop() == 0


def nothing_lost_or_doubled(tappa: Whole, traffic: Traffic, bridge: Bridge) -> None:
    """Messages, moves, answers, and the figures."""
    database = owner_url(tappa)
    incoming = stored_messages(database, "incoming")
    assert set(traffic.taken) <= set(incoming)
    assert set(incoming.values()) == {1}
    for contact, stages in traffic.moved.items():
        # A move whose answer was lost was asked for again, and was then no move: the chain has each step once.
        made = stages_in_order(database, contact)
        assert len(stages) <= len(made) <= len(stages) + 1
        assert made[: len(stages)] == stages
    outgoing = {int(id_) for id_ in stored_messages(database, "outgoing")}
    assert set(traffic.answers) <= outgoing
    assert len(outgoing) <= len(traffic.answers) + 2, (
        "asked again under the same key, an answer is one message"
    )
    assert eventually(lambda: all_sent(database), seconds=RECOVERY_SECONDS)
    arrived_once_or_marked(bridge, outgoing)
    assert broken(database) == []
    verified = tappa.command("counts", "verify")
    assert (verified.returncode, verified.stdout) == (0, "All figures equal a full count.\n")


def all_sent(database: str) -> bool:
    """Whether every answer has gone out. The killed worker's leases need not run out at their own pace: a minute is
    long, and what is waited for is that others take over."""
    with psycopg.connect(database) as connection:
        connection.execute(
            "UPDATE inbox_delivery SET leased_until = NULL, next_attempt_at = now() "
            "WHERE state = 'queued' AND leased_until < now() + interval '40 seconds'"
        )
        row = connection.execute("SELECT count(*) FROM inbox_delivery WHERE state <> 'sent'").fetchone()
    return row == (0,)


def arrived_once_or_marked(bridge: Bridge, outgoing: set[int]) -> None:
    """Each answer arrived. Those that arrived again, for nobody lived to write down that they had, say so."""
    attempts = defaultdict(list)
    for got in bridge.got:
        attempts[int(got.headers["x-tappa-message-id"])].append(int(got.headers["x-tappa-attempt"]))
    assert attempts.keys() == outgoing
    for numbers in attempts.values():
        assert all(earlier < later for earlier, later in itertools.pairwise(numbers)), numbers
