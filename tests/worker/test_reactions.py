"""Following the log: every fact has its row, and what follows is run once the happening is certain."""

import time
from collections.abc import Sequence

import pytest
from django.db import connection

from tappa.core.accounts.models import Workspace
from tappa.core.activity.facts import fact_kinds
from tappa.core.activity.models import Event
from tappa.core.inbox.facts import MessageReceived
from tappa.worker import reactions
from tests.support.correspondence import correspond


def wait_until_certain() -> None:
    """Wait until all that is written can be read: what an earlier test killed may still be rolling back.

    Rows from ahead of the present are left out: tests of restored databases write them, and they never become certain.
    """
    until = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(
                "SELECT NOT EXISTS (SELECT FROM activity_event"
                " WHERE transaction >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
                " AND transaction < pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("a transaction never ended")


def follow_to_the_end() -> None:
    """Take turns until nothing is left."""
    wait_until_certain()
    for _ in range(1000):
        if reactions.turn() > 0:
            return
    raise AssertionError("the log has no end")


def test_every_fact_has_its_row() -> None:
    assert set(reactions.REACTIONS) == set(fact_kinds().values())


def test_what_follows_is_run_in_the_order_of_the_log(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow_to_the_end()
    seen: list[Event] = []
    consequences = {MessageReceived.NAME: (seen.extend,)}
    monkeypatch.setattr(reactions, "_BY_NAME", consequences)
    post = correspond(workspace, "")
    contacts = [post.contact() for _ in range(3)]
    follow_to_the_end()

    ours = [event for event in seen if event.workspace_id == workspace.id]
    assert [event.contact_id for event in ours] == [contact.id for contact in contacts]
    assert {event.kind for event in ours} == {MessageReceived.NAME}


def test_a_consequence_that_fails_gets_the_same_events_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow_to_the_end()
    calls: list[Sequence[Event]] = []

    def fail_once(events: Sequence[Event]) -> None:
        calls.append([event for event in events if event.workspace_id == workspace.id])
        if len(calls) == 1:
            raise ValueError("a bug")

    monkeypatch.setattr(reactions, "_BY_NAME", {MessageReceived.NAME: (fail_once,)})
    correspond(workspace, "").contact()
    with pytest.raises(ValueError, match="a bug"):
        follow_to_the_end()
    follow_to_the_end()

    first, second = ([event.id for event in events] for events in calls)
    assert first == second
    assert len(first) == 1


def test_at_the_end_nothing_is_done_that_could_wait(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop passes by what nothing follows from, and leaves what something follows from to the next worker."""
    follow_to_the_end()
    post = correspond(workspace, "")
    seen: list[Event] = []
    consequences = {MessageReceived.NAME: (seen.extend,)}
    with monkeypatch.context() as later:
        later.setattr(reactions, "_BY_NAME", consequences)
        post.contact()
        wait_until_certain()
        reactions.keep_up()
        assert seen == []
        follow_to_the_end()
        assert workspace.id in {event.workspace_id for event in seen}
    seen.clear()
    post.contact()
    wait_until_certain()
    reactions.keep_up()
    monkeypatch.setattr(reactions, "_BY_NAME", consequences)
    follow_to_the_end()
    assert seen == []
