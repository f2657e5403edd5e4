"""The clock is set back by an hour: the order of what happens stays, and no figure and no duration comes out wrong."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Transition
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.deliver import delivery_failed, delivery_sent, lease_deliveries
from tappa.core.inbox.actions.hasten import hasten_deliveries, new_deliveries_wait
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.models import Conversation, Delivery
from tappa.core.inbox.rules import DeliveryState
from tappa.worker.models import ScheduledRun
from tappa.worker.schedule import Task, run_if_due
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_writer, robot, stage_named
from tests.core.history.told import check_history
from tests.support.correspondence import correspond

CLOCKS = ("clock_timestamp", "now", "statement_timestamp", "transaction_timestamp")


class Clock:
    """The database's clock, for this connection: what statements read comes from a schema before PostgreSQL's own.
    Columns' defaults keep the real one."""

    def __init__(self, schema: str) -> None:
        self._schema = schema

    def set_back(self) -> None:
        """By an hour."""
        with connection.cursor() as cursor:
            cursor.execute(f"SET search_path = {self._schema}, pg_catalog, public")
            cursor.execute("SELECT now() - pg_catalog.now()")
            assert cursor.fetchone() == (-timedelta(hours=1),)


@pytest.fixture
def clock(owner_connection: "psycopg.Connection[Any]") -> Iterator[Clock]:
    """A clock that can be set back."""
    schema = f"clock_{secrets.token_hex(4)}"
    name = sql.Identifier(schema)
    owner_connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    owner_connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO PUBLIC").format(name))
    for function in CLOCKS:
        owner_connection.execute(
            sql.SQL(
                "CREATE FUNCTION {}.{}() RETURNS timestamptz LANGUAGE sql STABLE "
                "AS 'SELECT pg_catalog.{}() - interval ''1 hour'''"
            ).format(name, sql.Identifier(function), sql.Identifier(function))
        )
    yield Clock(schema)
    with connection.cursor() as cursor:
        cursor.execute("RESET search_path")
    connection.close()
    owner_connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))


def test_moves_and_conversations_keep_their_order(workspace: Workspace, cast: Cast, clock: Clock) -> None:
    channel = new_channel(workspace)
    person = new_writer(channel, "ana")
    assert move_contact(person, to=stage_named(workspace, "Hot Lead"), by=robot(workspace))
    clock.set_back()
    assert move_contact(person, to=stage_named(workspace, "Payment"), by=robot(workspace))
    arrive(channel, "ana", message("Still there"))
    assert close_conversation(person, by=robot(workspace))
    open_conversation(person, by=robot(workspace))
    arrive(channel, "ana", message("And again"))
    moves = list(Transition.objects.filter(workspace_id=workspace.id, contact_id=person.id).order_by("seq"))
    assert [move.to_name for move in moves] == ["New Lead", "Hot Lead", "Payment"]
    assert moves[2].happened_at < moves[1].happened_at, "the clock was set back"
    waited = int((moves[1].happened_at - moves[0].happened_at).total_seconds())
    assert [move.seconds_before for move in moves] == [None, waited, 0]
    talks = Conversation.objects.filter(workspace=workspace, contact=person).order_by("id")
    assert [talk.status for talk in talks] == ["closed", "open"]
    check_history(workspace, cast.manager)


def test_a_message_in_hand_is_not_sent_twice(workspace: Workspace, clock: Clock) -> None:
    """A lease ends later then, never earlier; and what was tried is tried again under the next number."""
    Delivery.objects.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.FAILED)
    post = correspond(workspace, "http://127.0.0.1:9")
    said = post.answer(post.contact())
    [parcel] = lease_deliveries(most=5, per_channel=5)
    clock.set_back()
    assert lease_deliveries(most=5, per_channel=5) == []
    assert delivery_failed(parcel, reason="No answer", final=False) is not None
    assert lease_deliveries(most=5, per_channel=5) == [], "its wait has not passed"
    Delivery.objects.filter(message=said).update(next_attempt_at="2026-01-01T00:00:00Z")
    [again] = lease_deliveries(most=5, per_channel=5)
    assert (again.message_id, again.attempt) == (said.id, 2)
    assert delivery_sent(again, channel_message_id="m")
    assert lease_deliveries(most=5, per_channel=5) == []


def test_new_messages_go_out_and_what_was_tried_waits_on(workspace: Workspace, clock: Clock) -> None:
    """Written just before the clock was set back, they would be due in an hour, and in order with them all that follows."""
    Delivery.objects.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.FAILED)
    post = correspond(workspace, "http://127.0.0.1:9")
    busy, other = post.contact(), post.contact()
    said = [post.answer(busy).id, post.answer(busy).id]
    tried = post.answer(other)
    post.answer(other)  # behind it
    Delivery.objects.filter(message=tried).update(attempts=1)
    assert not new_deliveries_wait()
    clock.set_back()
    assert lease_deliveries(most=5, per_channel=5) == []
    assert new_deliveries_wait()
    assert hasten_deliveries() == len(said)
    assert not new_deliveries_wait()
    for message_id in said:
        [parcel] = lease_deliveries(most=5, per_channel=5)
        assert (parcel.message_id, parcel.attempt) == (message_id, 1)
        assert delivery_sent(parcel, channel_message_id=f"m{message_id}")
    assert lease_deliveries(most=5, per_channel=5) == []


def test_what_is_done_every_so_often_goes_on(clock: Clock) -> None:
    """Snoozed conversations would otherwise sleep for an hour more, and tallies would pile up."""
    ran: list[int] = []
    task = Task(f"task_{secrets.token_hex(4)}", timedelta(minutes=1), lambda: ran.append(1))
    assert run_if_due(task)
    clock.set_back()
    assert run_if_due(task)
    assert not run_if_due(task), "once in its interval, by the clock as it is now"
    assert len(ran) == 2
    ScheduledRun.objects.filter(name=task.name).delete()
