"""When a delivery that did not arrive is tried again: plain decisions, no database."""

from typing import Final

# Seconds to wait after the first, second, … failed attempt: ten attempts within a day, then it has failed.
WAITS: Final = (5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 6 * 3600, 6 * 3600)
LONGEST_WAIT: Final = 6 * 3600
REASON_LIMIT: Final = 500


def seconds_to_wait(attempt: int, *, asked: float | None = None) -> float | None:
    """How long to wait after attempt number `attempt` (from 1) failed; None when it was the last.

    `asked` is what the other side asked for (Retry-After): waited for when it is longer, up to six hours.
    """
    if attempt > len(WAITS):
        return None
    return max(WAITS[attempt - 1], min(asked or 0, LONGEST_WAIT))


def fit_reason(reason: str) -> str:
    """A reason as it is stored and shown: without NUL, which PostgreSQL cannot hold, and at most 500 characters."""
    reason = reason.replace("\x00", "\N{REPLACEMENT CHARACTER}").strip()
    return reason if len(reason) <= REASON_LIMIT else reason[: REASON_LIMIT - 1] + "…"
