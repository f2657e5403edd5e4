"""What was answered 200 is there, once: whatever is killed in between."""

import itertools
import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tappa.kernel.postgres.server import launch_supervisor, stop_supervisor, wait_until_ready
from tappa.kernel.secrets import load_secrets
from tests.support.running import eventually
from tests.support.whole import Whole, whole_tappa

POSTS = 1000
CLIENTS = 8
DOWN_SECONDS = 10


class Bridge:
    """Posts as a bridge does, each message once, and notes what it was answered."""

    def __init__(self, whole: Whole) -> None:
        whole_words = (
            "--workspace",
            "studio",
            "--kind",
            "custom",
            "--name",
            "Bridge",
            "--contact-id",
            "custom",
        )
        created = whole.command("channel", "create", *whole_words)
        assert created.returncode == 0, created.stderr
        self.channel: dict[str, Any] = json.loads(created.stdout)
        self.whole = whole
        self.taken: list[str] = []
        self.unavailable: list[httpx.Response] = []
        self.others: list[str] = []

    def post(self, client: httpx.Client, mid: str) -> None:
        """Tell one message of one of fifty people."""
        event = {
            "type": "message",
            "mId": mid,
            "timestamp": int(time.time() * 1000),
            "message": {"type": "text", "text": f"Message {mid}"},
        }
        body = {
            "channelId": self.channel["id"],
            "contactId": f"person-{len(mid)}{mid[-1]}",
            "events": [event],
        }
        headers = {"Authorization": f"Bearer {self.channel['token']}"}
        with suppress(httpx.TransportError):
            answer = client.post(f"{self.whole.url}/custom/channel/webhook/", json=body, headers=headers)
            if answer.status_code == 200:
                self.taken.append(mid)
            elif answer.status_code == 503:
                self.unavailable.append(answer)
            else:
                self.others.append(answer.text)

    def tell_all(self, mids: Iterable[str]) -> None:
        """Tell these one after the other, over one connection for as long as it holds."""
        with httpx.Client(timeout=30, trust_env=False) as client:
            for mid in mids:
                self.post(client, mid)


def stored(database_url: str) -> Counter[str]:
    """How often each message is in the database."""
    with psycopg.connect(database_url) as connection:
        return Counter(row[0] for row in connection.execute("SELECT channel_message_id FROM inbox_message"))


def invariants_broken(database_url: str) -> list[tuple[Any, ...]]:
    """Contacts without exactly one first transition, one unclosed conversation, and a stage that its history tells."""
    with psycopg.connect(database_url) as connection:
        return connection.execute(
            """
            SELECT standing.contact_id FROM contacts_standing standing WHERE
                (SELECT count(*) FROM contacts_transition t WHERE t.contact_id = standing.contact_id) <> 1
                OR (SELECT to_stage_id FROM contacts_transition t WHERE t.contact_id = standing.contact_id)
                    IS DISTINCT FROM standing.stage_id
                OR (SELECT count(*) FROM inbox_conversation c WHERE c.contact_id = standing.contact_id) <> 1
            UNION ALL
            SELECT message.id FROM inbox_message message WHERE NOT EXISTS (
                SELECT FROM activity_event event
                WHERE event.kind = 'message.received' AND (event.data->>'message_id')::bigint = message.id)
            """
        ).fetchall()


def found(whole: Whole) -> None:
    """A workspace to write to."""
    words = ("workspace", "create", "--name", "Studio", "--slug", "studio")
    result = whole.command(*words)
    assert result.returncode == 0, result.stderr


@pytest.fixture
def tappa(tmp_path: Path) -> Iterator[Whole]:
    """An empty installation that has not been started."""
    with whole_tappa(tmp_path / "data", TAPPA_API_RATE="0") as whole:
        yield whole


def owner_url(whole: Whole) -> str:
    """The database of an installation as its owner; the embedded one while it runs."""
    if own := whole.settings.get("DATABASE_URL"):
        return own
    status = json.loads((whole.data / "postgres.json").read_text())
    password = load_secrets(whole.data).owner_password
    return f"host={status['socket_dir']} port=5432 user=tappa_owner password={password} dbname=tappa"


def test_killed_amid_a_thousand_posts_each_answered_one_is_there_once(tappa: Whole) -> None:
    tappa.start("--empty")
    found(tappa)
    bridge = Bridge(tappa)
    mids = [f"m{number}-{secrets.token_hex(4)}" for number in range(POSTS)]
    with ThreadPoolExecutor(CLIENTS) as threads:
        told = [threads.submit(bridge.tell_all, mids[number::CLIENTS]) for number in range(CLIENTS)]
        until = time.monotonic() + 120
        while len(bridge.taken) < POSTS // 3:
            assert time.monotonic() < until, f"only {len(bridge.taken)} posts were taken"
            time.sleep(0.005)
        tappa.kill()
        for future in told:
            future.result()
    answered = set(bridge.taken)
    assert POSTS // 3 <= len(answered) < POSTS, "killed in the midst of them"
    assert bridge.others == []

    tappa.start("--empty")
    there = stored(owner_url(tappa))
    assert answered <= set(there), "what was answered 200 is there"
    assert set(there.values()) == {1}, "and once"
    with ThreadPoolExecutor(
        CLIENTS
    ) as threads:  # the bridge tells all of them again: what a careful one does
        list(threads.map(bridge.tell_all, [mids[number::CLIENTS] for number in range(CLIENTS)]))
    assert stored(owner_url(tappa)) == Counter(mids)
    assert invariants_broken(owner_url(tappa)) == []


def test_a_database_that_is_gone_for_ten_seconds_is_told_and_comes_back(tappa: Whole, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    tmp_path.chmod(0o755)
    process = launch_supervisor(elsewhere, owner_password="owner")
    try:
        server = wait_until_ready(elsewhere, process, owner_password="owner")
        tappa.settings = {**tappa.settings, "DATABASE_URL": server.owner_url}
        tappa.start("--empty")
        found(tappa)
        bridge = Bridge(tappa)
        ending = threading.Event()

        def keep_telling(number: int) -> None:
            mids = (
                f"m{number}-{count}"
                for count in itertools.takewhile(lambda _: not ending.wait(0.02), itertools.count())
            )
            bridge.tell_all(mids)

        with ThreadPoolExecutor(CLIENTS) as threads, ExitStack() as at_the_end:
            at_the_end.callback(ending.set)  # a failure in here would otherwise wait for the threads for ever
            told = [threads.submit(keep_telling, number) for number in range(CLIENTS)]
            # On a loaded machine the first answers take their time.
            assert eventually(lambda: len(bridge.taken) > CLIENTS, seconds=60)
            stop_supervisor(process)
            before = len(bridge.taken)
            time.sleep(DOWN_SECONDS)
            down = len(bridge.unavailable)
            assert down > 0, "while the database is gone, posts are answered 503"
            assert len(bridge.taken) - before <= CLIENTS, "and not taken"
            process = launch_supervisor(elsewhere, owner_password="owner")
            server = wait_until_ready(elsewhere, process, owner_password="owner")
            back = len(bridge.taken)
            assert eventually(lambda: len(bridge.taken) > back + CLIENTS, seconds=30)
            time.sleep(1)  # those that were on their way when it was still gone
            refused_before, taken_before = len(bridge.unavailable), len(bridge.taken)
            time.sleep(2)
            ending.set()
            for future in told:
                future.result()
        assert all(answer.headers["Retry-After"].isdigit() for answer in bridge.unavailable)
        assert all(answer.json()["code"] == 503 for answer in bridge.unavailable)
        assert bridge.others == []
        assert len(bridge.unavailable) == refused_before, "on as before"
        assert len(bridge.taken) > taken_before
        there = stored(server.owner_url)
        assert set(bridge.taken) <= set(there)
        assert set(there.values()) == {1}
        assert tappa.stop() == 0
    finally:
        stop_supervisor(process)
