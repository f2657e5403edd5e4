"""When things happen in the demo: people write while they are awake, colleagues work in office hours.

Times are whole seconds since 1970 (UTC), for a hundred thousand lives are made of some millions of them.
"""

import random
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
TIME_ZONE: Final = "Europe/Rome"

_THURSDAY: Final = 3  # 1 January 1970, counted from Monday as 0
_SATURDAY: Final = 5
_OPEN: Final = 9 * HOUR
_CLOSE: Final = 18 * HOUR + 30 * MINUTE
_SATURDAY_CLOSE: Final = 13 * HOUR
_WAKE: Final = 7 * HOUR + 30 * MINUTE
_SLEEP: Final = 23 * HOUR
_zone: Final = ZoneInfo(TIME_ZONE)


@lru_cache(maxsize=4096)
def _offset(day: int) -> int:
    """Seconds by which the workspace's clock is ahead of UTC at noon of this day."""
    offset = datetime.fromtimestamp(day * DAY + 12 * HOUR, tz=UTC).astimezone(_zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def awake(at: int, rng: random.Random) -> int:
    """`at`, or some time in the next morning when people sleep then."""
    offset = _offset(at // DAY)
    day, clock = divmod(at + offset, DAY)
    if _WAKE <= clock < _SLEEP:
        return at
    morning = day + (clock >= _SLEEP)
    return morning * DAY + _WAKE + int(rng.random() * 4 * HOUR) - offset


def at_work(at: int, rng: random.Random) -> int:
    """`at`, or the first hour of the next working day when the office is closed then."""
    offset = _offset(at // DAY)
    day, clock = divmod(at + offset, DAY)
    weekday = (day + _THURSDAY) % 7
    if (weekday < _SATURDAY and clock < _CLOSE) or (weekday == _SATURDAY and clock < _SATURDAY_CLOSE):
        if clock >= _OPEN:
            return at
    else:
        day += 1 if weekday < _SATURDAY else 7 - weekday
    return day * DAY + _OPEN + int(rng.random() * HOUR) - offset


@lru_cache(maxsize=1024)  # a moment is told in its row, in the log, and in what follows from it
def stamp(at: int) -> str:
    """A time as PostgreSQL reads it."""
    day, clock = divmod(at, DAY)
    return f"{_date(day)}{_MINUTES[clock // MINUTE]}{_SECONDS[clock % MINUTE]}"


@lru_cache(maxsize=4096)
def _date(day: int) -> str:
    return datetime.fromtimestamp(day * DAY, tz=UTC).strftime("%Y-%m-%d ")


_MINUTES: Final = tuple(f"{hour:02d}:{minute:02d}:" for hour in range(24) for minute in range(60))
_SECONDS: Final = tuple(f"{second:02d}+00" for second in range(60))
