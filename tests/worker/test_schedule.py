"""What is done at intervals, once however many workers there are."""

import contextlib
import json
import secrets
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection

from tappa.api.models import RateBucket, RememberedAnswer
from tappa.channels.custom.kind import CustomChannel
from tappa.channels.letterbox import understand
from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.add_up_tallies import add_up_tallies, tallies_are_due
from tappa.core.contacts.actions.clear_labels import clear_labels, labels_are_due
from tappa.core.contacts.actions.delete_tag import delete_tag
from tappa.core.contacts.actions.tag import create_tags
from tappa.core.inbox.actions.add_up_open_tallies import add_up_open_tallies, open_tallies_are_due
from tappa.core.inbox.actions.purge_posts import purge_posts
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.actions.take_post import posts_are_due, take_post
from tappa.core.inbox.actions.wake import conversations_are_due, wake_due_conversations
from tappa.core.inbox.models import Conversation, InboundPost, Message
from tappa.kernel.errors import Invalid, Unavailable
from tappa.web.models import CacheEntry
from tappa.worker.models import ScheduledRun
from tappa.worker.schedule import (
    LONGEST_SECONDS,
    Schedule,
    Task,
    forget_answers,
    forget_visitors,
    retry_inbound_posts,
    run_if_due,
)
from tests.support.correspondence import Correspondence, correspond
from tests.support.letters import Letters, said

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def post(workspace: Workspace) -> Correspondence:
    return correspond(workspace, "")


def task(name: str, run: Any, seconds: float = 3600) -> Task:
    ScheduledRun.objects.filter(name=name).delete()
    return Task(name, timedelta(seconds=seconds), run)


def test_once_in_its_interval() -> None:
    ran: list[int] = []
    hourly = task("hourly", lambda: ran.append(1))

    assert [run_if_due(hourly), run_if_due(hourly)] == [True, False]
    ScheduledRun.objects.filter(name="hourly").update(last_run_at=LONG_AGO)
    assert run_if_due(hourly)
    assert len(ran) == 2


def test_once_however_many_workers_look_at_once() -> None:
    ran: list[int] = []
    once = task("once", lambda: ran.append(1))
    ready = threading.Barrier(8)

    def look() -> None:
        ready.wait()
        run_if_due(once)
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ran) == 1


def test_a_task_that_fails_has_had_its_turn(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("a bug")

    failing = task("failing", fail)

    assert [run_if_due(failing), run_if_due(failing)] == [True, False]
    assert "schedule: failing failed" in caplog.text


def test_nothing_is_written_while_nothing_is_due() -> None:
    ran: list[int] = []
    seldom = Task("seldom", timedelta(), lambda: ran.append(1), lambda: False)
    ScheduledRun.objects.filter(name="seldom").delete()
    for _turn in range(3):
        Schedule([seldom]).turn()
    assert not ScheduledRun.objects.filter(name="seldom").exists()
    Schedule([replace(seldom, is_due=lambda: True)]).turn()
    assert ran == [1]


@pytest.mark.parametrize("trouble", [ValueError("a bug"), OperationalError("canceling statement")])
def test_a_task_that_cannot_even_be_asked_keeps_no_other_waiting(
    trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []

    def fail() -> bool:
        raise trouble

    failing = replace(task("failing", lambda: ran.append("failing")), is_due=fail)
    schedule = Schedule([failing, task("after", lambda: ran.append("after"))])
    with contextlib.suppress(OperationalError):
        schedule.turn()
    schedule.turn()

    assert ran == ["after"]
    assert ("schedule: failing failed" in caplog.text) is isinstance(trouble, ValueError)


def test_each_task_is_looked_at_in_its_time() -> None:
    looked: list[str] = []

    def look(name: str) -> bool:
        looked.append(name)
        return False

    seldom = Task("seldom", timedelta(hours=1), partial(look, ""), partial(look, "seldom"))
    often = Task("often", timedelta(), partial(look, ""), partial(look, "often"))
    schedule = Schedule([seldom, often])
    rests = [schedule.turn() for _turn in range(3)]
    assert looked == ["seldom", "often", "often", "often"]
    assert max(rests) < 1
    assert 1 < Schedule([seldom]).turn() <= LONGEST_SECONDS + 1


def test_what_is_asked_first_is_true_when_there_is_something_to_do(
    post: Correspondence,
) -> None:
    """Of what other tests left behind too: it goes first."""
    for ask, do in (
        (conversations_are_due, wake_due_conversations),
        (posts_are_due, retry_inbound_posts),
        (labels_are_due, clear_labels),
        (tallies_are_due, add_up_tallies),
        (open_tallies_are_due, add_up_open_tallies),
    ):
        while ask():
            do()
    contact = post.contact()
    [tag] = create_tags(["vip"], by=post.by)
    until = datetime.now(UTC) + timedelta(hours=1)
    conversation = snooze_conversation(contact, until=until, by=post.by)
    assert not conversations_are_due()
    Conversation.objects.filter(id=conversation.id).update(snoozed_until=LONG_AGO)
    assert conversations_are_due()
    assert wake_due_conversations() == 1
    assert not conversations_are_due()

    take_post(post.channel, raw(post), understand)
    assert not posts_are_due()
    InboundPost.objects.filter(channel=post.channel).update(next_attempt_at=LONG_AGO)
    assert posts_are_due()
    InboundPost.objects.filter(channel=post.channel).update(next_attempt_at=None)

    assert not labels_are_due()
    delete_tag(tag, by=post.by)
    assert labels_are_due()
    clear_labels()
    assert not labels_are_due()

    assert tallies_are_due(most=0)
    assert not tallies_are_due(most=10**6)
    assert open_tallies_are_due(most=-1)
    assert not open_tallies_are_due(most=10**6)


def raw(post: Correspondence, **changes: Any) -> bytes:
    return json.dumps(Letters(post.channel)(said("m1"), contact_id="ana", **changes)).encode()


def test_a_post_that_a_bug_kept_from_us_is_understood_once_it_is_mended(
    post: Correspondence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_anything: object) -> None:
        raise ZeroDivisionError("a bug")

    with monkeypatch.context() as broken:
        broken.setattr(CustomChannel, "read_post", stumble)
        with pytest.raises(ZeroDivisionError):
            take_post(post.channel, raw(post), understand)
        [kept] = InboundPost.objects.filter(channel=post.channel)
        assert kept.failure.startswith("ZeroDivisionError")
        InboundPost.objects.filter(id=kept.id).update(next_attempt_at=LONG_AGO)
        retry_inbound_posts()
        kept.refresh_from_db()
        assert kept.attempts == 2
        assert kept.next_attempt_at is not None
        assert kept.next_attempt_at > datetime.now(UTC)

    retry_inbound_posts()
    assert not Message.objects.filter(channel=post.channel).exists()  # not before its time
    InboundPost.objects.filter(id=kept.id).update(next_attempt_at=LONG_AGO)
    retry_inbound_posts()

    assert [message.text for message in Message.objects.filter(channel=post.channel)] == ["Buongiorno"]
    understood = InboundPost.objects.get(id=kept.id)
    assert (understood.failure, understood.next_attempt_at) == ("", None)


@pytest.mark.parametrize(
    ("trouble", "due_again"),
    [(OperationalError("deadlock detected"), True), (Unavailable("later"), True), (Invalid("no"), False)],
)
def test_only_a_refusal_ends_second_tries(
    post: Correspondence, monkeypatch: pytest.MonkeyPatch, trouble: Exception, due_again: bool
) -> None:
    """The database's own trouble says nothing about the post."""
    does: list[Exception] = [ValueError("a bug"), trouble]

    def stumble(*_anything: object) -> None:
        raise does.pop(0)

    monkeypatch.setattr(CustomChannel, "read_post", stumble)
    with pytest.raises(ValueError, match="a bug"):
        take_post(post.channel, raw(post), understand)
    InboundPost.objects.filter(channel=post.channel).update(next_attempt_at=LONG_AGO)
    with contextlib.suppress(OperationalError):
        retry_inbound_posts()

    kept = InboundPost.objects.get(channel=post.channel)
    assert (kept.next_attempt_at is not None) is due_again
    kept.delete()


def test_raw_posts_go_after_a_week(post: Correspondence) -> None:
    for name in ("old", "young"):
        take_post(post.channel, raw(post, contact={"firstName": name}), understand)
    old, young = InboundPost.objects.filter(channel=post.channel).order_by("id")
    InboundPost.objects.filter(id=old.id).update(received_at=datetime.now(UTC) - timedelta(days=7, minutes=1))
    InboundPost.objects.filter(id=young.id).update(
        received_at=datetime.now(UTC) - timedelta(days=6, hours=23)
    )

    assert purge_posts() >= 1
    assert [left.id for left in InboundPost.objects.filter(channel=post.channel)] == [young.id]


def test_remembered_answers_and_rate_limits_go_after_a_day(post: Correspondence) -> None:
    day = timedelta(days=1, minutes=1)
    for token, age in ((post.channel.id + 10**9, day), (post.channel.id + 2 * 10**9, timedelta(hours=23))):
        answer = RememberedAnswer.objects.create(token_id=token, key="k", request_fingerprint=b"")
        RememberedAnswer.objects.filter(id=answer.id).update(created_at=datetime.now(UTC) - age)
        RateBucket.objects.create(token_id=token, route="r", level=1, updated_at=datetime.now(UTC) - age)

    forget_answers()

    tokens = [post.channel.id + 10**9, post.channel.id + 2 * 10**9]
    for model in (RememberedAnswer, RateBucket):
        left = model.objects.filter(token_id__in=tokens)
        assert [row.token_id for row in left] == tokens[1:]


def test_sessions_and_tries_that_are_over_go() -> None:
    past, future = (datetime.now(UTC) + timedelta(minutes=minutes) for minutes in (-1, 1))
    keys = [secrets.token_hex(16) for _row in range(2)]
    for key, moment in zip(keys, (past, future), strict=True):
        Session.objects.create(session_key=key, session_data="", expire_date=moment)
        CacheEntry.objects.create(cache_key=key, value="", expires=moment)

    forget_visitors()

    assert [row.session_key for row in Session.objects.filter(session_key__in=keys)] == keys[1:]
    assert [row.cache_key for row in CacheEntry.objects.filter(cache_key__in=keys)] == keys[1:]
