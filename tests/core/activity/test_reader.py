"""The log's reader: nothing is lost when commits overtake each other, nothing is acted upon twice."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event, Reader
from tappa.core.activity.reader import follow
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import ContactCreated, ContactDeleted
from tests.core.acts import robot
from tests.support.together import together


def contacts_in(events: Sequence[Event], workspace: Workspace) -> list[int]:
    """Whom the events of a workspace are about, in their order; its founding is about nobody."""
    own = [event.contact_id for event in events if event.workspace_id == workspace.id]
    return [contact for contact in own if contact is not None]


class Follower:
    """Reads the log under a name of its own and remembers what it got of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.name = f"test-{token_hex(6)}"
        self.workspace = workspace
        self.seen: list[int] = []

    def act(self, events: Sequence[Event]) -> None:
        self.seen += contacts_in(events, self.workspace)

    def place(self) -> Reader:
        """How far it has come."""
        return Reader.objects.get(name=self.name)

    def read_all(self, *, least: int = 0) -> list[int]:
        """All that can be read now; waits for `least` of them, for a transaction that still runs holds the reader back,
        one of another test's database in the same PostgreSQL too."""
        until = time.monotonic() + 20
        while follow(self.name, self.act) or (len(self.seen) < least and time.monotonic() < until):
            time.sleep(0.01)
        return self.seen


def keep_following(name: str, act: Callable[[Sequence[Event]], None]) -> None:
    """Follow until `act` raises; the events may become readable a moment later only."""
    for _attempt in range(2000):
        follow(name, act)
        time.sleep(0.01)


def note(workspace: Workspace, contact_id: int) -> int:
    return record([Happening(ContactCreated(), contact_id=contact_id)], by=robot(workspace))[0]


def test_e5_a_commit_that_is_overtaken_is_read_later_and_not_lost(workspace: Workspace) -> None:
    follower = Follower(workspace)

    def slow_and_fast(number: int) -> None:
        if number == 1:
            return
        with transaction.atomic():
            first = note(workspace, 1)  # this id is handed out first and commits last

            def overtake(_number: int) -> None:
                assert note(workspace, 2) > first
                assert follower.read_all() == [], "the later one must wait for the earlier one"

            together(1, overtake)

    together(1, slow_and_fast)
    assert sorted(follower.read_all(least=2)) == [1, 2]
    assert follower.read_all() == follower.seen


def test_a_reader_whose_act_fails_gets_the_same_events_again(workspace: Workspace) -> None:
    follower = Follower(workspace)
    follower.read_all()
    note(workspace, 7)

    def fail(events: Sequence[Event]) -> None:
        raise RuntimeError("the consequence failed")

    with pytest.raises(RuntimeError):
        keep_following(follower.name, fail)
    assert follower.read_all(least=1) == [7]


def test_two_readers_of_one_name_never_read_the_same_event(workspace: Workspace) -> None:
    follower = Follower(workspace)
    follower.read_all()
    for number in range(40):
        note(workspace, number)

    def read_some(_number: int) -> list[int]:
        own: list[int] = []

        def act(events: Sequence[Event]) -> None:
            own.extend(contacts_in(events, workspace))

        for _attempt in range(60):
            follow(follower.name, act, batch=3)
        return own

    read_by = together(4, read_some)
    read = [number for own in read_by for number in own]
    assert sorted(read + follower.read_all(least=40 - len(read))) == list(range(40))


def test_a_reader_gets_the_kinds_it_asks_for_and_passes_by_the_others(workspace: Workspace) -> None:
    follower = Follower(workspace)
    follower.read_all()
    for number in range(6):
        fact = ContactCreated() if number % 2 else ContactDeleted()
        record([Happening(fact, contact_id=number)], by=robot(workspace))
    last = Event.objects.filter(workspace_id=workspace.id).latest("id")
    until = time.monotonic() + 20
    while follower.place().event_id < last.id and time.monotonic() < until:
        follow(follower.name, follower.act, kinds=[ContactDeleted.NAME], batch=2)
    assert follower.seen == [0, 2, 4]
    note(workspace, 9)
    while follower.place().event_id <= last.id and time.monotonic() < until:
        assert follow(follower.name, follower.act, kinds=[]) == 0
    assert follower.read_all() == [0, 2, 4], "what was passed by does not come again"


def test_a_log_restored_into_a_younger_cluster_is_read_on(
    workspace: Workspace, owner_connection: "psycopg.Connection[Any]"
) -> None:
    """Transaction numbers start anew there: old rows carry numbers from the cluster's future."""
    follower = Follower(workspace)
    read, unread = note(workspace, 1), note(workspace, 2)
    future = 2**40
    owner_connection.execute(
        "UPDATE activity_event SET transaction = %s + id WHERE id IN (%s, %s)", (future, read, unread)
    )
    Reader.objects.create(name=follower.name, transaction=future + read, event_id=read)
    written_after_the_restore = 3
    note(workspace, written_after_the_restore)
    assert follower.read_all(least=2) == [2, 3]
    assert follower.read_all() == [2, 3]


def test_e5_the_application_cannot_change_or_remove_the_log(workspace: Workspace) -> None:
    event = note(workspace, 1)
    for statement in (
        "UPDATE activity_event SET kind = 'x'",
        "DELETE FROM activity_event",
        "TRUNCATE activity_event",
        "DELETE FROM contacts_transition",
        "UPDATE contacts_transition SET reason = 'x'",
    ):
        with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.filter(id=event, recorded_at__lte=datetime.now(UTC)).exists()
