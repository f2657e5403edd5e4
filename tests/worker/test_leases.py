"""Who holds a delivery, who comes late, and how long one waits: without a postman."""

from math import inf
from pathlib import Path

import pytest
from django.db.models.functions import Now

from tappa.core.accounts.models import Workspace
from tappa.core.inbox import retry_rules
from tappa.core.inbox.actions.deliver import delivery_failed, delivery_sent, lease_deliveries
from tappa.core.inbox.models import Delivery, Message
from tappa.core.inbox.rules import DeliveryState
from tappa.core.inbox.sql_delivery import LEASE_SECONDS, Parcel, seconds_until_due
from tappa.kernel.outbound import TIME_LIMIT_SECONDS
from tests.support.correspondence import Correspondence, correspond, delivery_of, statuses

pytestmark = pytest.mark.usefixtures("empty_line")


@pytest.fixture
def post(workspace: Workspace) -> Correspondence:
    """A channel whose bridge nobody calls here."""
    return correspond(workspace, "http://bridge.invalid")


def leased(post: Correspondence) -> Parcel:
    """A new answer, leased."""
    post.answer(post.contact())
    [parcel] = lease_deliveries(most=1, per_channel=1)
    return parcel


def test_who_comes_late_changes_nothing(post: Correspondence) -> None:
    """A worker that was so slow that its lease ran out and another took over."""
    late = leased(post)
    Delivery.objects.filter(id=late.delivery_id).update(leased_until="2026-01-01T00:00:00Z")
    [taken_over] = lease_deliveries(most=1, per_channel=1)
    assert taken_over.attempt == late.attempt + 1

    delivery_failed(late, reason="late", final=True)
    assert Delivery.objects.get(id=late.delivery_id).state == DeliveryState.QUEUED
    assert delivery_sent(taken_over, channel_message_id="once")
    assert not delivery_sent(late, channel_message_id="twice")
    message = Message.objects.get(id=late.message_id)
    assert message.channel_message_id == "once"
    assert [value for value, _reason in statuses(message)] == ["pending", "sent"]


def test_an_echo_that_overtakes_the_bridges_answer_is_noted(post: Correspondence) -> None:
    parcel = leased(post)
    known = Message.objects.filter(workspace=post.workspace, channel_message_id__isnull=False).first()
    assert known is not None
    assert delivery_sent(parcel, channel_message_id=str(known.channel_message_id))

    message = Message.objects.get(id=parcel.message_id)
    assert message.channel_message_id is None
    assert statuses(message)[-1] == ("sent", f"The channel told a message {known.channel_message_id} before.")


def test_those_behind_come_due_with_the_one_that_is_tried_again(post: Correspondence) -> None:
    contact = post.contact()
    first, second = post.answer(contact), post.answer(contact)
    [parcel] = lease_deliveries(most=5, per_channel=5)
    assert parcel.message_id == first.id
    assert delivery_failed(parcel, reason="not now", final=False, retry_after=100) == 100

    waiting = delivery_of(second).next_attempt_at - delivery_of(first).next_attempt_at
    assert 0 <= waiting.total_seconds() < 5
    assert lease_deliveries(most=5, per_channel=5) == []
    third = post.answer(contact)  # written meanwhile: still behind the first
    assert lease_deliveries(most=5, per_channel=5) == []
    Delivery.objects.filter(message__in=[first, second, third]).update(next_attempt_at="2026-01-01T00:00:00Z")
    [again] = lease_deliveries(most=5, per_channel=5)
    assert (again.message_id, again.attempt) == (first.id, 2)


def test_when_one_may_be_due(post: Correspondence) -> None:
    """With nothing due nobody leases; whoever is dead is taken over from as soon as their lease runs out."""
    assert seconds_until_due() == inf
    contact = post.contact()
    first, second = post.answer(contact), post.answer(contact)
    assert seconds_until_due() == 0
    [parcel] = lease_deliveries(most=5, per_channel=5, seconds=50)
    assert 0 < seconds_until_due() <= 50  # the one behind it is due, and not at the head of its line
    assert delivery_failed(parcel, reason="not now", final=False, retry_after=100) == 100
    assert 50 < seconds_until_due() <= 100
    third = post.answer(contact)  # written meanwhile: due, and behind the others
    assert 50 < seconds_until_due() <= 100
    other = post.answer(post.contact())
    assert seconds_until_due() == 0
    Delivery.objects.filter(message=other).update(state=DeliveryState.SENT)
    Delivery.objects.filter(message=first).update(leased_until="2026-01-01T00:00:00Z", next_attempt_at=Now())
    assert seconds_until_due() == 0
    Delivery.objects.filter(message__in=[first, second]).update(state=DeliveryState.SENT)
    assert seconds_until_due() == 0
    Delivery.objects.filter(message=third).update(state=DeliveryState.FAILED)
    assert seconds_until_due() == inf


def test_a_lease_is_longer_than_a_send_may_take_and_the_guide_names_the_limit() -> None:
    assert LEASE_SECONDS >= 2 * TIME_LIMIT_SECONDS
    assert f"nothing within {TIME_LIMIT_SECONDS:g} seconds" in Path("docs/channels.md").read_text()


def test_waiting_grows_and_is_bounded() -> None:
    waits = [retry_rules.seconds_to_wait(attempt) for attempt in range(1, 11)]

    assert waits == [5, 30, 120, 600, 3600, 10800, 21600, 21600, 21600, None]
    assert retry_rules.seconds_to_wait(1, asked=90) == 90
    assert retry_rules.seconds_to_wait(4, asked=90) == 600
    assert retry_rules.seconds_to_wait(1, asked=10**9) == retry_rules.LONGEST_WAIT
