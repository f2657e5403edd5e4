"""The end of the log: every event is told once and at its commit, whatever overtakes what."""

import asyncio
import random
import threading
from collections import Counter
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from tappa.core.accounts.models import Workspace
from tappa.core.activity.record import Happening, record
from tappa.core.activity.tail import Growth, Snapshot, new_events, present_snapshot
from tappa.core.contacts.facts import ContactCreated
from tappa.kernel.database_url import connection_parameters
from tests.core.acts import robot
from tests.support.together import together


class Tail:
    """Looks at the end of the log when told to, on a connection of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.snapshot = asyncio.run(self._begin())

    def look(self, *, most: int = 2000) -> Growth:
        """What is new since the last look."""
        growth = asyncio.run(self._look(self.snapshot, most))
        self.snapshot = growth.snapshot
        return growth

    def contacts(self) -> list[int]:
        """Whom the new events are about, in the order of their ids."""
        return sorted(event.contact_id or 0 for event in self.look().events)

    async def _begin(self) -> Snapshot:
        async with await psycopg.AsyncConnection.connect(**parameters(), autocommit=True) as opened:
            return await present_snapshot(opened)

    async def _look(self, since: Snapshot, most: int) -> Growth:
        async with await psycopg.AsyncConnection.connect(**parameters(), autocommit=True) as opened:
            return await new_events(opened, since, [self.workspace.id], most=most)


def parameters() -> dict[str, Any]:
    """How the hub connects."""
    return connection_parameters(settings.DATABASES["default"], name="test")


def note(workspace: Workspace, contact_id: int) -> None:
    record([Happening(ContactCreated(), contact_id=contact_id)], by=robot(workspace))


def test_an_event_is_told_once(workspace: Workspace, other_workspace: Workspace) -> None:
    tail = Tail(workspace)
    assert tail.contacts() == []
    note(workspace, 1)
    note(other_workspace, 2)
    assert tail.contacts() == [1]
    assert tail.contacts() == []


def test_what_is_overtaken_is_told_at_its_own_commit(workspace: Workspace) -> None:
    tail = Tail(workspace)
    with transaction.atomic():
        note(workspace, 1)
        together(1, lambda _number: note(workspace, 2))
        assert tail.contacts() == [2]
        together(1, lambda _number: note(workspace, 3))
        assert tail.contacts() == [3]
    assert tail.contacts() == [1]
    assert tail.contacts() == []


def test_what_is_rolled_back_is_never_told(workspace: Workspace) -> None:
    tail = Tail(workspace)
    with transaction.atomic():
        note(workspace, 1)
        with transaction.atomic():
            note(workspace, 2)
            transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert tail.contacts() == []


def test_an_event_of_a_savepoint_is_told(workspace: Workspace) -> None:
    tail = Tail(workspace)
    with transaction.atomic():
        note(workspace, 1)
        with transaction.atomic():
            note(workspace, 2)
        assert tail.contacts() == []
    assert tail.contacts() == [1, 2]


def test_too_much_at_once_is_said_to_be_too_much(workspace: Workspace) -> None:
    tail = Tail(workspace)
    with transaction.atomic():
        for number in range(5):
            note(workspace, number)
    growth = tail.look(most=3)
    assert not growth.is_whole
    assert len(growth.events) == 3
    assert tail.look(most=3).events == []


def test_of_writers_that_commit_as_they_please_everything_is_told_once(workspace: Workspace) -> None:
    tail = Tail(workspace)
    told: Counter[int] = Counter()
    writing = threading.Event()
    writing.set()

    def write(number: int) -> None:
        chance = random.Random(number)
        if number == 0:
            while writing.is_set():
                told.update(tail.contacts())
            return
        try:
            for step in range(40):
                with transaction.atomic():
                    for part in range(chance.randint(1, 3)):
                        note(workspace, number * 1000 + step * 10 + part)
                    connection.cursor().execute("SELECT pg_sleep(%s)", [chance.random() / 100])
        finally:
            finished.append(number)
            if len(finished) == 6:
                writing.clear()

    finished: list[int] = []
    together(7, write)
    told.update(tail.contacts())
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_id FROM activity_event WHERE workspace_id = %s", [workspace.id])
        written = [row[0] for row in cursor.fetchall() if row[0] is not None]
    assert told == Counter(written)
