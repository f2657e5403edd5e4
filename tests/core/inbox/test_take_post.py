"""What a provider posts is stored before it is understood: a bug loses nothing."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.db.transaction import TransactionManagementError

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.actions.receive import receive
from tappa.core.inbox.actions.take_post import Understand, retry_posts, take_post
from tappa.core.inbox.arrivals import Batch, Received, Sender
from tappa.core.inbox.models import Channel, InboundPost, Message
from tappa.core.inbox.rules import POST_RETRY_SECONDS
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Invalid
from tests.core.acts import message, new_channel


def take(channel: Channel, raw: bytes) -> Received:
    """Understands every post as one message that says what the bytes say."""
    batch = Batch(Sender("anna-1", ContactDetails()), [message(raw.decode(), mid=raw.hex()[:50])])
    return receive(channel, batch, workspace=channel.workspace)


def buggy(channel: Channel, raw: bytes) -> Received:
    """Takes half, then breaks."""
    take(channel, raw)
    raise ZeroDivisionError("a bug of ours, with a \x00 in it")


def careless(channel: Channel, raw: bytes) -> Received:
    """Goes over an error of the database, with which PostgreSQL gives the transaction up."""
    received = take(channel, raw)
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    return received


def late(channel: Channel, raw: bytes) -> Received:
    """Is refused by the database at the very end."""
    take(channel, raw)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE late (id int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP"
        )
        cursor.execute("INSERT INTO late VALUES (1), (1)")
    return Received(None, (), ())


def half(_channel: Channel, _raw: bytes) -> Received:
    """A bug that quotes half of an emoji."""
    raise ValueError("\ud83d")


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


@pytest.mark.parametrize(
    ("bug", "error"),
    [(careless, TransactionManagementError), (late, IntegrityError), (half, ValueError)],
)
def test_whatever_the_bug_is_the_post_is_kept_and_nothing_else(
    workspace: Workspace, bug: Understand, error: type[Exception]
) -> None:
    channel = new_channel(workspace)
    with pytest.raises(error):
        take_post(channel, b"hello", bug)
    assert not Contact.objects.filter(workspace=workspace).exists()
    post = InboundPost.objects.get(channel=channel)
    assert (bytes(post.body), post.attempts) == (b"hello", 1)
    assert post.failure
    assert post.next_attempt_at is not None
    retry(channel, take)
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
