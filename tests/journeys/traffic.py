"""Traffic from outside on a whole Tappa that is being killed: who posts, moves and answers, and what they were told."""

import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg

from tests.journeys.test_faults import owner_url
from tests.support.whole import Whole

STAGES = ("Hot Lead", "Payment", "Customer", "New Lead")


@dataclass
class Traffic:
    """Each `…_for_ever` runs in a thread of its own until `ending` is set. An answer of 200 is a promise, noted here."""

    whole: Whole
    channel: dict[str, Any]
    token: str
    contacts: list[int] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    moved: dict[int, list[str]] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)  # the contacts of the threads that answer
    odd: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)  # by the last word of the address
    ending: threading.Event = field(default_factory=threading.Event)

    def tell(self, person: str, mid: str, text: str = "Ciao") -> bool:
        """One inbound message. Whether it was answered 200."""
        event = {
            "type": "message",
            "mId": mid,
            "timestamp": int(time.time() * 1000),
            "message": {"type": "text", "text": text},
        }
        body = {"channelId": self.channel["id"], "contactId": person, "events": [event]}
        answer = self._post("/custom/channel/webhook/", body, self.channel["token"])
        if answer is not None:
            self.taken.append(mid)
        return answer is not None

    def tell_for_ever(self, number: int) -> None:
        """Messages of two people, each message once."""
        while not self.ending.wait(0.02):
            self.tell(f"person-{number}-{secrets.randbelow(2)}", secrets.token_hex(6))

    def move_for_ever(self, contact: int) -> None:
        """One contact through the stages, round and round; each step until it is answered."""
        self.moved[contact] = []
        place = 0
        while not self.ending.wait(0.02):
            stage = STAGES[place % len(STAGES)]
            if self._post(f"/v2/contact/id:{contact}/lifecycle/update", {"name": stage}, self.token):
                self.moved[contact].append(stage)
                place += 1

    def answer_for_ever(self, contact: int) -> None:
        """Answers to one contact, each asked for again under the same key until it is taken."""
        self.answered.append(contact)
        key = secrets.token_hex(8)
        while not self.ending.wait(0.05):
            body = {"message": {"type": "text", "text": key}}
            path = f"/v2/contact/id:{contact}/message"
            answer = self._post(path, body, self.token, {"Idempotency-Key": key})
            if answer is not None:
                self.answers.append(answer["messageId"])
                key = secrets.token_hex(8)

    def goes_on(self) -> Callable[[], bool]:
        """Whether each kind of traffic has come through again since now."""
        before = self._sizes()
        return lambda: all(now > then for now, then in zip(self._sizes(), before, strict=True))

    def _sizes(self) -> tuple[int, int, int]:
        return len(self.taken), sum(map(len, self.moved.values())), len(self.answers)

    def _post(
        self, path: str, body: dict[str, Any], token: str, more: dict[str, str] | None = None
    ) -> dict[str, Any] | None:
        """The answer, when it was 200. 503 is no promise, and no answer is none either; anything else is odd."""
        headers = {"Authorization": f"Bearer {token}", **(more or {})}
        with suppress(httpx.TransportError):
            with httpx.Client(timeout=30, trust_env=False) as client:
                answer = client.post(f"{self.whole.url}{path}", json=body, headers=headers)
            if answer.status_code == 200:
                found: dict[str, Any] = answer.json()
                return found
            if answer.status_code != 503:
                self.odd.append(f"{path}: {answer.status_code} {answer.text}")
        self.refused[path.strip("/").rpartition("/")[2]] += 1
        return None


@contextmanager
def flowing(traffic: Traffic) -> Iterator[None]:
    """All three kinds of it at once, until the block ends: two who post, two who move and two who answer."""
    for number in range(4):
        assert traffic.tell(f"writer-{number}", f"first-{number}")
    with psycopg.connect(owner_url(traffic.whole)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM contacts_contact ORDER BY id LIMIT 4")]
    with ThreadPoolExecutor(6) as threads:
        told = [threads.submit(traffic.tell_for_ever, number) for number in range(2)]
        told += [threads.submit(traffic.move_for_ever, contact) for contact in ids[:2]]
        told += [threads.submit(traffic.answer_for_ever, contact) for contact in ids[2:]]
        try:
            yield
        finally:
            traffic.ending.set()
        for future in told:
            future.result()
    assert traffic.odd == [], "200, 503, or no answer at all"


def set_up(whole: Whole, outbound_url: str) -> Traffic:
    """A workspace with a channel to that bridge and a token, on a Tappa that runs."""
    _ask(whole, "workspace", "create", "--name", "Studio", "--slug", "studio")
    words = ("--workspace", "studio", "--kind", "custom", "--name", "Bridge", "--contact-id", "custom")
    channel = json.loads(_ask(whole, "channel", "create", *words, "--outbound-url", outbound_url))
    token = _ask(whole, "token", "create", "--workspace", "studio", "--name", "Test").strip()
    return Traffic(whole, channel, token)


def _ask(whole: Whole, *words: str) -> str:
    done = whole.command(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def stored_messages(database_url: str, traffic: str) -> Counter[str]:
    """How often each message of "incoming" or "outgoing" is in the database: by the channel's id, or by its text."""
    with psycopg.connect(database_url) as connection:
        statement = (
            "SELECT CASE traffic WHEN 'incoming' THEN channel_message_id ELSE id::text END FROM inbox_message "
            "WHERE traffic = %s"
        )
        return Counter(row[0] for row in connection.execute(statement, [traffic]))


BROKEN_CHAINS = """
SELECT contact_id, seq FROM (
    SELECT contact_id, seq, from_stage_id, lag(to_stage_id) OVER w AS stood_at, row_number() OVER w AS place
    FROM contacts_transition WINDOW w AS (PARTITION BY contact_id ORDER BY seq)
) chain WHERE seq <> place OR from_stage_id IS DISTINCT FROM stood_at
UNION ALL
SELECT transition.contact_id, transition.seq FROM contacts_transition transition
WHERE (SELECT count(*) FROM activity_event event
       WHERE event.kind = 'contact.moved' AND (event.data->>'transition_id')::bigint = transition.id) <> 1
UNION ALL
SELECT standing.contact_id, standing.transitions FROM contacts_standing standing
WHERE standing.transitions <> (SELECT count(*) FROM contacts_transition t WHERE t.contact_id = standing.contact_id)
   OR (SELECT count(*) FROM inbox_conversation c WHERE c.contact_id = standing.contact_id AND c.status <> 'closed') > 1
UNION ALL
SELECT message.contact_id, message.id FROM inbox_message message
WHERE (SELECT count(*) FROM activity_event event
       WHERE event.kind IN ('message.received', 'message.sent') AND (event.data->>'message_id')::bigint = message.id) <> 1
"""


def broken(database_url: str) -> list[tuple[Any, ...]]:
    """Transitions that do not follow from the one before, or are told of not exactly once; messages likewise."""
    with psycopg.connect(database_url) as connection:
        return connection.execute(BROKEN_CHAINS).fetchall()


def stages_in_order(database_url: str, contact: int) -> list[str]:
    """The stages that a contact was moved to, its first one left out."""
    with psycopg.connect(database_url) as connection:
        statement = "SELECT to_name FROM contacts_transition WHERE contact_id = %s AND seq > 1 ORDER BY seq"
        return [row[0] for row in connection.execute(statement, [contact])]
