"""The rate limit: a token bucket per token, method and path template, in the database, so that all workers share it.

The table is UNLOGGED: taking from a bucket waits for no disk. A call that is turned down writes nothing.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tappa.kernel.buckets import Buckets, Limit
from tappa.kernel.errors import TooMany

# Where config/middleware.py finds what any answer must carry, a 500 too.
KEPT_HEADERS: Final = "tappa.headers"
UNLIMITED: Final = 1_000_000  # what the headers say where no limit holds: clients read them as numbers
_BUCKETS: Final = Buckets("api_ratebucket", ("token_id", "route"))


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the headers of an answer say: how many calls at once, and how many of them are left."""

    limit: int
    remaining: int

    @property
    def headers(self) -> dict[str, str]:
        """The answer's headers."""
        return {"X-RateLimit-Limit": str(self.limit), "X-RateLimit-Remaining": str(self.remaining)}

    def write(self, request: HttpRequest) -> None:
        """Have the answer say it, whatever it will be (config/middleware.py)."""
        request.META[KEPT_HEADERS] = self.headers


def no_limit() -> Allowance:
    """The allowance of what is not limited."""
    return Allowance(UNLIMITED, UNLIMITED)


def nothing_left() -> Allowance:
    """The allowance of a caller without a token, and of one that has used up theirs."""
    return Allowance(settings.API_BURST, 0) if settings.API_RATE_PER_SECOND > 0 else no_limit()


def take(token_id: int, route: str) -> Allowance:
    """Take one call out of the bucket. Raises TooMany, saying after how many whole seconds one is there again."""
    if settings.API_RATE_PER_SECOND <= 0:
        return no_limit()
    taken = _BUCKETS.take(token_id, route, Limit(settings.API_BURST, settings.API_RATE_PER_SECOND))
    if taken.is_given:
        return Allowance(settings.API_BURST, taken.left)
    raise TooMany(
        _(
            "Too many calls to %(route)s with this token: at most %(rate)g a second. Try again after %(wait)d second(s)."
        )
        % {"route": route, "rate": settings.API_RATE_PER_SECOND, "wait": taken.wait},
        retry_after=taken.wait,
    )
