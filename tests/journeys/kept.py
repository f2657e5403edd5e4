"""What holds after traffic in trouble: what was answered 200 is there, once, and nothing else is."""

import itertools
from collections import defaultdict

import psycopg

from tests.journeys.test_faults import owner_url
from tests.journeys.traffic import Traffic, broken, stages_in_order, stored_messages
from tests.support.bridge import Bridge, Got
from tests.support.running import eventually
from tests.support.whole import Whole

RECOVERY_SECONDS = 60.0


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
    # One of each who answers may have been taken and not told so, when they stopped asking.
    assert len(outgoing) <= len(traffic.answers) + len(traffic.answered)
    assert eventually(lambda: all_sent(database), seconds=RECOVERY_SECONDS)
    arrived_once_or_marked(bridge.got, outgoing)
    assert broken(database) == []
    verified = tappa.command("counts", "verify")
    assert (verified.returncode, verified.stdout) == (0, "All figures equal a full count.\n")


def all_sent(database: str) -> bool:
    """Whether every answer has gone out."""
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM inbox_delivery WHERE state <> 'sent'").fetchone()
    return row == (0,)


def arrived_once_or_marked(got: list[Got], outgoing: set[int]) -> None:
    """Each answer arrived, under one id: whoever answers says each text once and asks for it under one key. Those that
    arrived again, for nobody lived to write down that they had, are the same and say so."""
    arrivals = defaultdict(list)
    for each in got:
        arrivals[int(each.headers["x-tappa-message-id"])].append(each)
    assert arrivals.keys() == outgoing
    texts = [posts[0].body["message"]["text"] for posts in arrivals.values()]
    assert len(set(texts)) == len(texts), "no text under two ids"
    for posts in arrivals.values():
        attempts = [int(post.headers["x-tappa-attempt"]) for post in posts]
        assert all(earlier < later for earlier, later in itertools.pairwise(attempts)), attempts
        assert all(post.body == posts[0].body for post in posts)
    for contact in {each.body["contactId"] for each in got}:
        firsts = [id_ for id_, posts in arrivals.items() if posts[0].body["contactId"] == contact]
        assert firsts == sorted(firsts), "one contact's messages arrive in order"
