"""What there is to do is told to the worker, which rests otherwise (S7, I5)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import transaction

from tappa.core.accounts.models import Workspace
from tappa.core.activity.bell import Bell, ring
from tappa.core.activity.notify import notify_after_commit
from tappa.core.contacts.actions.delete_stage import AT_ONCE, delete_stage
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operations import operation_by_id
from tappa.core.inbox.actions.retry import retry_message
from tappa.core.inbox.models import Delivery, Message
from tappa.core.inbox.rules import DeliveryState
from tappa.kernel.database_url import connection_parameters, django_database
from tappa.worker import listen, process, waker
from tappa.worker.listen import DEAF_SECONDS, Listener
from tappa.worker.loops import Loop
from tappa.worker.waker import TOLD_SECONDS, UNTOLD_SECONDS, Waker
from tests.core.acts import robot, stage_named
from tests.core.contacts.crowd import crowd_at
from tests.support.bridge import Bridge, Say
from tests.support.correspondence import Correspondence, delivery_of
from tests.support.postmen import wait_until

NAME = "tappa bell test"


@pytest.fixture(autouse=True)
def nothing_else(empty_line: None) -> None:
    """What other tests left undone is not looked at here."""
    Operation.objects.exclude(state__in=("done", "stopped")).update(state="done")


@contextmanager
def listening(*, is_heard: bool = True, **database: Any) -> Iterator[dict[Bell, Waker]]:
    """A listener of its own, with the wakers that it wakes. `database` is what it is told of it besides."""
    stop, wakers = threading.Event(), {name: Waker() for name in Bell}
    known = connection_parameters(settings.DATABASES["default"], name=NAME)
    listener = Listener(known | database, wakers)
    loop = Loop("bells", listener.turn, stop)
    try:
        if is_heard:
            wait_until(lambda: wakers[Bell.DELIVERIES].longest == TOLD_SECONDS)
        for one in wakers.values():
            one.begin()
        yield wakers
    finally:
        stop.set()
        listener.stop()
        loop.join()
        listener.close()


def is_woken(one: Waker) -> bool:
    """Whether it was woken since it began."""
    return one._awake.is_set()


def heard(wakers: dict[Bell, Waker]) -> set[Bell]:
    """Which bells were rung until now: ours comes after all of them."""
    wakers[Bell.OPERATIONS].begin()
    ring(Bell.OPERATIONS)
    wait_until(lambda: is_woken(wakers[Bell.OPERATIONS]))
    return {name for name, one in wakers.items() if is_woken(one)} - {Bell.OPERATIONS}


def test_an_answer_rings_once_it_is_certain(post: Correspondence) -> None:
    contact = post.contact()
    with listening() as wakers:
        with transaction.atomic():
            post.answer(contact)
            transaction.set_rollback(True)
        assert heard(wakers) == set()
        post.answer(contact)
        assert heard(wakers) == {Bell.DELIVERIES}


def test_a_message_sent_again_by_hand_rings(post: Correspondence) -> None:
    message = post.answer(post.contact())
    Delivery.objects.filter(message=message).update(state=DeliveryState.FAILED)
    with listening() as wakers:
        retry_message(message, by=post.by)
        assert heard(wakers) == {Bell.DELIVERIES}


def test_only_what_is_left_to_the_worker_rings(workspace: Workspace) -> None:
    """Whoever works on an operation keeps all others away: of what is done at once the worker is not told."""
    few, many = stage_named(workspace, "Payment"), stage_named(workspace, "Hot Lead")
    crowd_at(workspace, few, 2)
    crowd_at(workspace, many, AT_ONCE + 1)
    to = stage_named(workspace, "Customer")
    with listening() as wakers:
        assert delete_stage(few, move_to=to, by=robot(workspace)).has_ended
        ring(Bell.DELIVERIES)
        wait_until(lambda: is_woken(wakers[Bell.DELIVERIES]))
        assert not is_woken(wakers[Bell.OPERATIONS])
        delete_stage(many, move_to=to, by=robot(workspace))
        wait_until(lambda: is_woken(wakers[Bell.OPERATIONS]))


def test_whoever_hears_nothing_looks_more_often(
    owner_connection: "psycopg.Connection[Any]",
) -> None:
    """The connection breaks: until there is another the loops look as often as without, and then once at least."""
    with listening() as wakers:
        one = wakers[Bell.OPERATIONS]
        told: list[float] = []
        note_told = one.note_told

        def note(*, is_told: bool) -> None:
            note_told(is_told=is_told)
            told.append(one.longest)

        one.note_told = note  # type: ignore[method-assign]
        owner_connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", [NAME]
        )
        wait_until(lambda: len(told) == 2)
        assert told == [UNTOLD_SECONDS, TOLD_SECONDS]
        wait_until(lambda: is_woken(one))


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Behind a pooler, for three tries: there LISTEN goes to a connection that is somebody else's a moment later, and what
    is rung comes never. What each try found."""
    monkeypatch.setattr(listen, "PROOF_SECONDS", 0.05)
    finds: list[bool] = []
    is_heard = Listener._is_heard

    def find_out(self: Listener, connection: "psycopg.Connection[Any]") -> bool:
        if len(finds) < 3:
            connection.execute("UNLISTEN *")
        else:
            monkeypatch.setattr(listen, "PROOF_SECONDS", 10)
        finds.append(is_heard(self, connection))
        return finds[-1]

    monkeypatch.setattr(Listener, "_is_heard", find_out)
    return finds


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """How long the listener waits for nothing but a stop."""
    waits: list[float | None] = []
    wait = Listener._wait

    def note(self: Listener, seconds: float | None, connection: Any = None) -> bool:
        if connection is None:
            waits.append(seconds)
        return wait(self, seconds, connection)

    monkeypatch.setattr(Listener, "_wait", note)
    return waits


def test_behind_a_pooler_nobody_relies_on_bells(found: list[bool], rests: list[float | None]) -> None:
    """They look as often as if there were none, and do not try again at once."""
    with listening(is_heard=False) as wakers:
        wait_until(lambda: rests == [DEAF_SECONDS])
        assert found == [False]
        assert {one.longest for one in wakers.values()} == {UNTOLD_SECONDS}


def test_behind_a_pooler_it_is_tried_ever_more_seldom_and_said_once(
    found: list[bool],
    rests: list[float | None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Each LISTEN stays on a connection of others. Once bells come through they are relied on."""
    caplog.set_level("INFO", "tappa.worker.listen")
    monkeypatch.setattr(listen, "DEAF_SECONDS", 0.01)
    monkeypatch.setattr(listen, "LONGEST_DEAF_SECONDS", 0.015)
    with listening():
        assert found == [False, False, False, True]
        assert rests == [0.01, 0.015, 0.015]
    said = [record.getMessage().split(";")[0] for record in caplog.records]
    assert said == ["bells: none comes through, as behind a pooler", "bells: they come through again"]


def test_behind_a_pooler_that_we_were_told_of_nobody_listens(
    rests: list[float | None],
    caplog: pytest.LogCaptureFixture,
    owner_connection: "psycopg.Connection[Any]",
) -> None:
    """It says so once, needs no connection, and looks as often as without bells."""
    caplog.set_level("INFO", "tappa.worker.listen")
    told = django_database("postgresql://nobody@nowhere/nothing?tappa_prepare=0")["OPTIONS"]
    with listening(is_heard=False, prepare_threshold=told["prepare_threshold"]) as wakers:
        wait_until(lambda: rests == [None])
        of_ours = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
        assert owner_connection.execute(of_ours, [NAME]).fetchone() == (0,)
        assert {one.longest for one in wakers.values()} == {UNTOLD_SECONDS}
    assert len(caplog.records) == 1


def test_what_cannot_be_rung_undoes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The answer is kept, and whoever is told of the same commit is told."""
    told: list[str] = []
    with transaction.atomic():
        notify_after_commit("x" * 64, "a name too long for PostgreSQL")
        transaction.on_commit(lambda: told.append("told"))
    assert told == ["told"]
    assert "channel name too long" in caplog.text


@contextmanager
def working(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker that would look by itself in an hour."""
    monkeypatch.setattr(waker, "TOLD_SECONDS", 3600)
    told = threading.Event()
    note_told = Listener._note_told

    def note(self: Listener, *, is_told: bool) -> None:
        note_told(self, is_told=is_told)
        told.set()

    monkeypatch.setattr(Listener, "_note_told", note)
    stop = threading.Event()
    at_work = threading.Thread(target=process.work, args=(stop,))
    at_work.start()
    try:
        assert told.wait(10)
        yield
    finally:
        stop.set()
        at_work.join(10)
    assert not at_work.is_alive(), "a stop ends every rest"


def is_sent(message: Message) -> bool:
    """Whether it has gone out."""
    return delivery_of(message).state == DeliveryState.SENT


def test_a_worker_that_rests_sends_and_begins_at_once(
    post: Correspondence, bridge: Bridge, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it knows by itself when it is time for what waits: a second try, or the end of another's lease."""
    bridge.answer = lambda _got, place: Say(503, {}) if place == 1 else Say(200, {"mId": f"m{place}"})
    stage = stage_named(workspace, "Payment")
    crowd_at(workspace, stage, AT_ONCE + 1)
    with working(monkeypatch):
        first = post.answer(post.contact())
        wait_until(lambda: is_sent(first))
        emptying = delete_stage(stage, move_to=stage_named(workspace, "Customer"), by=robot(workspace))
        wait_until(lambda: operation_by_id(workspace.id, emptying.id).has_ended)
        monkeypatch.setattr("tappa.core.inbox.retry_rules.WAITS", (0.3,) * 9)
        again = post.answer(post.contact())
        wait_until(lambda: is_sent(again))
    assert len(bridge.got) == 3
