"""What a provider posts is stored before it is understood: a bug loses nothing."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.take_post import Understand, retry_posts, take_post
from tappa.core.inbox.arrivals import Received
from tappa.core.inbox.models import Channel, InboundPost, Message
from tappa.core.inbox.rules import POST_RETRY_SECONDS
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Invalid
from tests.core.acts import arrive, message, new_channel


def take(channel: Channel, raw: bytes) -> Received:
    """Understands every post as one message that says what the bytes say."""
    return arrive(channel, "anna-1", message(raw.decode(), mid=raw.hex()[:50]))


def buggy(channel: Channel, raw: bytes) -> Received:
    """Takes half, then breaks."""
    take(channel, raw)
    raise ZeroDivisionError("a bug of ours, with a \x00 in it")


def retry(channel: Channel, understand: Understand) -> None:
    """Let the channel's posts be due now, and try them again; those of other tests are understood as nothing new."""
    InboundPost.objects.filter(channel=channel, next_attempt_at__isnull=False).update(
        next_attempt_at=ClockTimestamp()
    )
    retry_posts(lambda of: understand if of == channel else lambda _channel, _raw: Received(None, (), ()))


def test_a_post_is_kept_as_it_came(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    take_post(channel, b"hello", take)
    post = InboundPost.objects.get(channel=channel)
    assert (bytes(post.body), post.failure, post.next_attempt_at) == (b"hello", "", None)


def test_a_refused_post_leaves_nothing(workspace: Workspace) -> None:
    def refuse(channel: Channel, raw: bytes) -> Received:
        take(channel, raw)
        raise Invalid("events[1].mId is missing", field="events[1].mId")

    channel = new_channel(workspace)
    with pytest.raises(Invalid):
        take_post(channel, b"hello", refuse)
    assert not InboundPost.objects.filter(channel=channel).exists()
    assert not Contact.objects.filter(workspace=workspace).exists()


def test_a_bug_in_understanding_loses_nothing_and_takes_no_half(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    with pytest.raises(ZeroDivisionError):
        take_post(channel, b"hello", buggy)
    assert not Contact.objects.filter(workspace=workspace).exists()
    post = InboundPost.objects.get(channel=channel)
    assert bytes(post.body) == b"hello"
    assert post.failure == "ZeroDivisionError: a bug of ours, with a  in it"
    assert post.next_attempt_at is not None
    retry(channel, take)
    post = InboundPost.objects.get(channel=channel)
    assert (post.failure, post.attempts, post.next_attempt_at) == ("", 2, None)
    assert Message.objects.get(workspace=workspace).text == "hello"


def test_a_post_that_is_never_understood_rests_and_is_kept(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    with pytest.raises(ZeroDivisionError):
        take_post(channel, b"hello", buggy)
    for _ in range(len(POST_RETRY_SECONDS) + 3):
        retry(channel, buggy)
    post = InboundPost.objects.get(channel=channel)
    assert post.next_attempt_at is None
    assert post.attempts == len(POST_RETRY_SECONDS) + 1
    assert "ZeroDivisionError" in post.failure


def test_a_report_that_came_before_its_message_is_tried_again(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    unmatched: Understand = lambda _channel, _raw: Received(None, (), ("out-1",))  # noqa: E731
    take_post(channel, b"report", unmatched)
    post = InboundPost.objects.get(channel=channel)
    assert post.failure == "unknown messages: out-1"
    assert post.next_attempt_at is not None
