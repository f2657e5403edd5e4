"""A whole Tappa behind pgbouncer in transaction mode, as docs/self-hosting.md tells its operators to set it up."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.journeys.kept import nothing_lost_or_doubled
from tests.journeys.traffic import flowing, set_up
from tests.realtime.ears import Ear
from tests.realtime.test_restart import PASSWORD, session_by_form
from tests.support.bridge import bridge_on_loopback
from tests.support.pooler import CONNECTIONS, PROGRAM, Pooled, pooled_database
from tests.support.running import eventually
from tests.support.whole import Whole, whole_tappa

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not on this machine")

EMAIL = "olga@people.example"
SECONDS = 30.0


@pytest.fixture
def pooled(owner_url: str, data: Path) -> Iterator[Pooled]:
    """A database behind a pooler."""
    with pooled_database(owner_url, data) as made:
        yield made


@pytest.fixture
def tappa(pooled: Pooled, data: Path) -> Iterator[Whole]:
    """An installation on it, that has not been started."""
    settings = {
        "DATABASE_URL": pooled.owner,
        "TAPPA_APPLICATION_DATABASE_URL": pooled.application,
        "TAPPA_ALLOW_PRIVATE_ADDRESSES": "1",
        "TAPPA_API_RATE": "0",
    }
    with whole_tappa(data / "tappa", **settings) as whole:
        yield whole


def test_messages_moves_answers_and_live_pages_come_through_a_pooler(tappa: Whole, pooled: Pooled) -> None:
    """I5, I6, S4: whoever posts, moves and answers at once shares few connections, and the figures are right."""
    with bridge_on_loopback() as bridge:
        tappa.start("--empty")
        traffic = set_up(tappa, bridge.url)
        words = ("--workspace", "studio", "--name", "Olga", "--email", EMAIL, "--role", "owner")
        made = tappa.command("user", "create", *words, feed=f"{PASSWORD}\n")
        assert made.returncode == 0, made.stderr
        with flowing(traffic), closing(Ear(tappa, "/w/studio/stream", session_by_form(tappa, EMAIL))) as ear:
            ear.hears("refresh")
            for _ in range(3):
                assert eventually(traffic.goes_on(), seconds=SECONDS)
                ear.hears("inbox")
            assert 0 < connections(pooled) <= CONNECTIONS
            bridge.wait_for(3, seconds=SECONDS)
        nothing_lost_or_doubled(tappa, traffic, bridge)
        assert "Traceback" not in tappa.said()
        assert tappa.stop() == 0


def connections(pooled: Pooled) -> int:
    """How many the application's role has to PostgreSQL."""
    with psycopg.connect(pooled.owner) as connection:
        statement = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s"
        row = connection.execute(statement, [pooled.role]).fetchone()
    assert row is not None
    return int(row[0])
