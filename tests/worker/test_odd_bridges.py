"""Bridges in trouble: nothing is lost, and what may have arrived is sent again under the same id, marked."""

import threading
from datetime import timedelta

import pytest
from django.db.models import F

from tappa.core.inbox.models import Delivery, Message
from tappa.core.inbox.retry_rules import WAITS
from tappa.core.inbox.rules import DeliveryState
from tappa.kernel.outbound import TIME_LIMIT_SECONDS
from tests.support.bridge import Bridge, Got, Say
from tests.support.correspondence import Correspondence, delivery_of, statuses
from tests.support.postmen import postmen, wait_until

HOUR = 3600
ANSWERS_AFTER = 30  # seconds
PACE = 10  # so many times faster than the real thing is given up


def tried(message: Message, attempt: int) -> None:
    """Wait until this attempt has been made and its outcome is written down."""
    wait_until(lambda: len(statuses(message)) > attempt)


def let_pass(message: Message, seconds: float) -> None:
    """A clock that jumps: what is due later comes nearer by so much."""
    line = Delivery.objects.filter(workspace_id=message.workspace_id, state=DeliveryState.QUEUED)
    line.update(next_attempt_at=F("next_attempt_at") - timedelta(seconds=seconds))


def attempts(bridge: Bridge, message: Message) -> list[str]:
    """The attempts that the bridge saw of a message."""
    own = [got for got in bridge.got if got.headers["x-tappa-message-id"] == str(message.id)]
    return [got.headers["x-tappa-attempt"] for got in own]


def test_an_hour_of_500s_ends_with_each_message_once_and_in_order(
    post: Correspondence, bridge: Bridge
) -> None:
    """The clock is made to jump over each wait. The two behind the first wait with it, and are tried once each."""
    bridge.answer = lambda _got, _place: Say(500)
    contact = post.contact()
    first, second, third = (post.answer(contact, words) for words in ("one", "two", "three"))
    passed, attempt = 0.0, 0
    with postmen():
        while passed < HOUR:
            attempt += 1
            tried(first, attempt)
            assert attempts(bridge, second) == [], "one contact's messages stay in order"
            let_pass(first, WAITS[attempt - 1])
            passed += WAITS[attempt - 1]
            if passed >= HOUR:
                bridge.answer = lambda _got, place: Say(200, {"mId": f"m{place}"})
        wait_until(lambda: delivery_of(third).state == DeliveryState.SENT)

    assert attempts(bridge, first) == [str(number + 1) for number in range(attempt + 1)]
    assert attempts(bridge, second) == attempts(bridge, third) == ["1"]
    assert [got.body["message"]["text"] for got in bridge.got][-3:] == ["one", "two", "three"]
    assert [value for value, _reason in statuses(first)] == ["pending"] * (attempt + 1) + ["sent"]


@pytest.mark.parametrize(
    "trouble",
    [Say(0), Say(502, b"\x00\xff<html>Bad gateway"), Say(500, {"error": [1, 2]})],
    ids=["hangs up", "garbage", "no such error"],
)
def test_was_it_sent_it_is_sent_again_with_the_same_id_marked(
    post: Correspondence, bridge: Bridge, trouble: Say
) -> None:
    """The request arrived and no answer did: the bridge tells by id and attempt that it had this one before."""
    bridge.answer = lambda _got, place: trouble if place == 0 else Say(200, {"mId": "known"})
    message = post.answer(post.contact())
    with postmen():
        tried(message, 1)
        assert delivery_of(message).state == DeliveryState.QUEUED
        let_pass(message, WAITS[0])
        wait_until(lambda: delivery_of(message).state == DeliveryState.SENT)

    assert attempts(bridge, message) == ["1", "2"]
    assert bridge.got[0].body == bridge.got[1].body
    assert [value for value, _reason in statuses(message)] == ["pending", "pending", "sent"]


def test_a_bridge_that_answers_after_thirty_seconds_is_not_waited_for(
    post: Correspondence, bridge: Bridge
) -> None:
    """It answers only once it was given up. The late answer changes nothing; the next attempt counts."""
    assert TIME_LIMIT_SECONDS < ANSWERS_AFTER
    given_up = threading.Event()
    answering: list[threading.Thread] = []

    def late(_got: Got, place: int) -> Say:
        if place == 0:
            answering.append(threading.current_thread())
            given_up.wait(ANSWERS_AFTER)
        return Say(200, {"mId": f"m{place}"})

    bridge.answer = late
    message = post.answer(post.contact())
    with postmen(time_limit=TIME_LIMIT_SECONDS / PACE):
        tried(message, 1)
        given_up.set()
        answering[0].join(ANSWERS_AFTER)
        assert not answering[0].is_alive(), "the late answer has not been given"
        message.refresh_from_db()
        assert (message.channel_message_id, delivery_of(message).state) == (None, DeliveryState.QUEUED)
        let_pass(message, WAITS[0])
        wait_until(lambda: delivery_of(message).state == DeliveryState.SENT)

    message.refresh_from_db()
    assert message.channel_message_id == "m1"
    assert attempts(bridge, message) == ["1", "2"]
    assert bridge.got[0].body == bridge.got[1].body
