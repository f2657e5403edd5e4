"""What a provider posts is stored as it came, then understood: a bug in understanding loses nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from tappa.core.inbox.arrivals import Received
from tappa.core.inbox.models import Channel, InboundPost
from tappa.core.inbox.rules import POST_RETRY_SECONDS
from tappa.core.inbox.sql_due import POSTS_DUE
from tappa.kernel.errors import DomainError, Unavailable
from tappa.kernel.sql import fetch_truth

FAILURE_LIMIT: Final = 2000

Understand = Callable[[Channel, bytes], Received]


def take_post(channel: Channel, raw: bytes, understand: Understand) -> Received:
    """Store a post and understand it, in one transaction.

    `understand` parses the bytes and calls `receive`. Its refusals (DomainError) leave nothing behind. Any other
    error is a bug of ours: the post stays, is tried again later by the worker, and the error goes on to the caller.
    """
    with transaction.atomic():
        post = InboundPost.objects.create(workspace_id=channel.workspace_id, channel=channel, body=raw)
        received, failure = _understood(post, channel, understand)
    if failure is not None:
        raise failure
    assert received is not None  # noqa: S101  without a failure there is an answer
    return received


def posts_are_due() -> bool:
    """Whether it is time to try one again."""
    return fetch_truth(POSTS_DUE)


def retry_posts(understand_for: Callable[[Channel], Understand], *, limit: int = 100) -> int:
    """Try the posts again that are due, each in a transaction of its own. Returns how many were tried."""
    for tried in range(limit):
        with transaction.atomic():
            due = InboundPost.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
                "channel"
            )
            post = due.filter(next_attempt_at__lte=Now()).order_by("next_attempt_at").first()
            if post is None:
                return tried
            post.attempts += 1
            _understood(post, post.channel, understand_for(post.channel))
    return limit


def _understood(
    post: InboundPost, channel: Channel, understand: Understand
) -> tuple[Received | None, Exception | None]:
    """Understand a stored post, and note on it what became of that."""
    received: Received | None = None
    failure: Exception | None = None
    try:
        with transaction.atomic():
            received = understand(channel, bytes(post.body))
    except (OperationalError, InterfaceError):
        raise  # the database's trouble, not the post's: who posted hears it, a second try stays due
    except DomainError as refusal:
        if post.attempts == 1:
            raise
        _refused(post, refusal)
    except Exception as error:  # noqa: BLE001  whatever the bug is, the post must survive it
        failure = error
        _try_again(post, _storable(f"{type(error).__name__}: {error}"))
    else:
        if received.unmatched:
            _try_again(post, _storable(f"unknown messages: {', '.join(received.unmatched)}"))
        elif post.attempts > 1:
            _rest(post, "")
    return received, failure


def _refused(post: InboundPost, refusal: DomainError) -> None:
    """A second try was refused: for good, unless it was only the wrong moment."""
    if isinstance(refusal, Unavailable):
        _try_again(post, _storable(refusal.message))
    else:
        _rest(post, "refused when tried again")


def _storable(failure: str) -> str:
    """A failure's text without NUL, which PostgreSQL cannot hold: a note that breaks would lose the post after all."""
    return failure.replace("\x00", "")[:FAILURE_LIMIT]


def _try_again(post: InboundPost, failure: str) -> None:
    """Note the failure and when to try again; after the last attempt the post rests until it is purged."""
    if post.attempts > len(POST_RETRY_SECONDS):
        _rest(post, failure)
        return
    post.failure = failure
    post.next_attempt_at = Now() + timedelta(seconds=POST_RETRY_SECONDS[post.attempts - 1])
    post.save(update_fields=["failure", "attempts", "next_attempt_at"])


def _rest(post: InboundPost, failure: str) -> None:
    post.failure, post.next_attempt_at = failure, None
    post.save(update_fields=["failure", "attempts", "next_attempt_at"])
