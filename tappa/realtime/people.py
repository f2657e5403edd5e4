"""Who may open a stream, and how many: each person a few, each process so many."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.http import parse_cookie

from tappa.kernel.asgi import Scope

STREAMS_PER_PERSON: Final = 20
# Visitors of a website chat are whoever comes, each with as many names as they like: they are counted by their network,
# and all together never take the places of those who work here.
STREAMS_PER_NETWORK: Final = 100
VISITORS_SHARE: Final = 0.5


class RefusedError(Exception):
    """No stream, and why: an HTTP status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Places:
    """The places for streams in this process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0
        self.visitors = 0
        self.people: Counter[str] = Counter()

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the process's places. Raises RefusedError when all are taken."""
        if self.taken >= self.most:
            raise RefusedError(503, "Too many pages are open. Try again in a moment.")
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1

    @contextmanager
    def place_of_visitor(self, network: str) -> Iterator[None]:
        """One of the visitors' places. Raises RefusedError when they, or those of this network, have all of theirs."""
        if self.visitors >= self.most * VISITORS_SHARE:
            raise RefusedError(503, "Too many pages are open. Try again in a moment.")
        self.visitors += 1
        try:
            with self.place_of(f"network={network}", most=STREAMS_PER_NETWORK):
                yield
        finally:
            self.visitors -= 1

    @contextmanager
    def place_of(self, person: str, *, most: int = STREAMS_PER_PERSON) -> Iterator[None]:
        """One of a person's places. Raises RefusedError when they have all of theirs."""
        if self.people[person] >= most:
            raise RefusedError(429, "You have too many pages open. Close some of them.")
        self.people[person] += 1
        try:
            yield
        finally:
            self.people[person] -= 1
            if not self.people[person]:
                del self.people[person]


def cookies_of(scope: Scope) -> dict[str, str]:
    """The request's cookies."""
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    return parse_cookie("; ".join(lines))
