"""What a provider posts is stored as it came, then understood: a bug in understanding loses nothing."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from tappa.core.inbox.actions.receive import ToldElsewhere
from tappa.core.inbox.arrivals import Received
from tappa.core.inbox.models import Channel, InboundPost
from tappa.core.inbox.rules import POST_RETRY_SECONDS
from tappa.core.inbox.sql import STORE_POST, Stored
from tappa.core.inbox.sql_due import POSTS_DUE
from tappa.kernel.connections import refuse_broken_transaction
from tappa.kernel.errors import DomainError, Unavailable
from tappa.kernel.sql import fetch_all, fetch_truth

LOGGER: Final = logging.getLogger("tappa.trouble")
FAILURE_LIMIT: Final = 2000
ATTEMPTS: Final = 3

Understand = Callable[[Channel, bytes], Received]


def take_post(channel: Channel, raw: bytes, understand: Understand) -> Received:
    """Store a post and understand it, in one transaction.

    `understand` parses the bytes and calls `receive`. Its refusals (DomainError) leave nothing behind; where another post
    tells the same at this moment it is tried at once, three times at most. Any other error is a bug of ours: the post
    stays, is tried again later by the worker, and the error goes on to the caller.
    """
    for _attempt in range(ATTEMPTS - 1):
        with suppress(ToldElsewhere):
            return _take(channel, raw, understand)
    return _take(channel, raw, understand)


def _take(channel: Channel, raw: bytes, understand: Understand) -> Received:
    """Without a savepoint, which every post would pay for: what a bug undoes is stored a second time."""
    try:
        with transaction.atomic():
            post_id = _store(channel, raw)
            received = understand(channel, raw)
            if received.unmatched:
                _try_again(InboundPost(id=post_id), _unknown(received))
            refuse_broken_transaction()  # with which the post would go, and be answered as taken
            return received
    except (OperationalError, InterfaceError, DomainError):
        raise  # the database's trouble is not the post's: who posted hears it
    except Exception as error:  # whatever the bug is, the post must survive it
        try:
            with transaction.atomic():
                _try_again(InboundPost(id=_store(channel, raw)), _told(error))
        except (OperationalError, InterfaceError):
            LOGGER.exception("A post was neither understood nor stored.", exc_info=error)
            raise
        raise


def _store(channel: Channel, raw: bytes) -> int:
    [stored] = fetch_all(
        Stored, STORE_POST, {"workspace": channel.workspace_id, "channel": channel.id, "body": raw}
    )
    return stored.id


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
            _understand_again(post, understand_for(post.channel))
    return limit


def _understand_again(post: InboundPost, understand: Understand) -> None:
    """A second try, and what became of it noted on the post."""
    try:
        with transaction.atomic():
            received = understand(post.channel, bytes(post.body))
    except (OperationalError, InterfaceError):
        raise  # the database's trouble: the try stays due
    except Unavailable as wrong_moment:
        _try_again(post, _storable(wrong_moment.message))
    except DomainError:
        _rest(post, "refused when tried again")
    except Exception as error:  # noqa: BLE001  whatever the bug is, the post must survive it
        _try_again(post, _told(error))
    else:
        if received.unmatched:
            _try_again(post, _unknown(received))
        else:
            _rest(post, "")


def _unknown(received: Received) -> str:
    return _storable(f"unknown messages: {', '.join(received.unmatched)}")


def _told(error: Exception) -> str:
    return _storable(f"{type(error).__name__}: {error}")


def _storable(failure: str) -> str:
    """A failure's text without NUL and half characters, which PostgreSQL cannot hold: a note that breaks would lose the
    post after all."""
    return failure.replace("\x00", "").encode(errors="replace").decode()[:FAILURE_LIMIT]


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
