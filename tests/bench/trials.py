"""What is measured once and not beside raw SQL: a bulk move amid messages, and movers with and without what listens."""

import argparse
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tappa.core.activity.actor import Actor, By, Via
from tappa.core.contacts.actions.change_many import change_many
from tappa.core.contacts.actions.recount_tallies import recount_tallies
from tappa.core.contacts.actions.undo_change import undo_change
from tappa.core.contacts.changes import Change
from tappa.core.contacts.filters.terms import EVERYONE, Operator
from tappa.core.contacts.models_operation import Operation as Work
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.selection import Matching
from tappa.kernel.postgres.server import find_server
from tappa.kernel.secrets import load_secrets
from tests.bench.catalogue import inbound, move
from tests.bench.lists import asking, now
from tests.bench.load import Load, load
from tests.bench.operations import Ground, Operation
from tests.bench.report import Trial
from tests.realtime.ears import Ear
from tests.support.whole import Whole

MOVERS = 32
LISTENERS = 20  # open dashboards, one for each of a team
BULK = 100_000
WAIT = 600.0


def trials(whole: Whole, ground: Ground, data: Path, asked: argparse.Namespace) -> list[Trial]:
    """All of them, for one size."""
    return [*movers(whole, ground, data, asked), *bulk(whole, ground, asked)]


def movers(whole: Whole, ground: Ground, data: Path, asked: argparse.Namespace) -> list[Trial]:
    """Moves a second with open pages and counters, as a part of what they are without: the better of two tries each, for
    what else the machine does comes and goes."""

    def tried() -> float:
        return at_work(whole, move(ground), clients=MOVERS, seconds=asked.seconds).per_second

    quiet, heard = [], []
    for _ in range(2):
        with uncounted(data):
            quiet.append(tried())
        with listening(whole, ground):
            heard.append(tried())
    name = f"{MOVERS} movers, with live pages and counters against without"
    return [Trial(name, asked.contacts, max(heard) / max(quiet), 0.8, at_least=True)]


def bulk(whole: Whole, ground: Ground, asked: argparse.Namespace) -> list[Trial]:
    """Contacts a second of a bulk move of a hundred thousand (or of all, where there are fewer), and how long a message
    takes meanwhile. Taken back afterwards, so that the next run finds what this one found."""
    by = Actor(workspace_id=ground.workspace.id, by=By.MEMBER, id=ground.manager.id, via=Via.PAGE)
    first, second = ground.stages
    where = asking(ground, ("stage", Operator.IS, second.id)) if asked.contacts > BULK else EVERYONE
    change = Change(OperationKind.MOVE, stage=first)
    with ThreadPoolExecutor(1) as pool:
        work = change_many(Matching(where, now()), change, member=ground.manager, by=by)
        began = time.monotonic()
        told = pool.submit(at_work, whole, inbound(ground), clients=1, seconds=asked.seconds)
        done = ended(work)
        seconds = time.monotonic() - began
        messages = told.result()
    ended(undo_change(work.id, by=by))
    return [
        Trial(
            f"bulk move of {done.total:,}, contacts a second",
            asked.contacts,
            done.total / seconds,
            10_000,
            at_least=True,
        ),
        Trial("inbound message amid it, p95 ms", asked.contacts, messages.p95, 50, at_least=False),
    ]


def at_work(whole: Whole, operation: Operation, *, clients: int, seconds: int) -> Load:
    """Clients at work on the server."""
    port = urlsplit(whole.url).port
    assert port is not None
    return load(operation, port=port, clients=clients, seconds=seconds, first=time.time_ns() // 1000)


def ended(work: Work) -> Work:
    """The work once it is done."""
    until = time.monotonic() + WAIT
    while work.ended_at is None:
        assert time.monotonic() < until, "the bulk change does not end"
        time.sleep(0.05)
        work.refresh_from_db()
    return work


@contextmanager
def listening(whole: Whole, ground: Ground) -> Iterator[None]:
    """Open pages that hear what happens."""
    path = f"/w/{ground.workspace.slug}/stream"
    ears = [Ear(whole, path, ground.session) for _ in range(LISTENERS)]
    try:
        yield
    finally:
        for ear in ears:
            ear.close()


@contextmanager
def uncounted(data: Path) -> Iterator[None]:
    """Nobody keeps the tallies; they are counted anew at the end."""
    server = find_server(data, owner_password=load_secrets(data).owner_password)
    assert server is not None
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE contacts_standing DISABLE TRIGGER contacts_tally_changed")
        try:
            yield
        finally:
            owner.execute("ALTER TABLE contacts_standing ENABLE TRIGGER contacts_tally_changed")
    recount_tallies()
