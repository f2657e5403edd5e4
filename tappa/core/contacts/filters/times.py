"""Times in a filter: a day, or a day with a time, each a stretch with a beginning and an end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

FIRST_YEAR: Final = 1800  # what lies beyond is a slip of the keyboard
LAST_YEAR: Final = 2200
EPOCH: Final = date(1970, 1, 1)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """When and where a filter is read: `zone` says which day a moment belongs to, `now` what "ago" counts from."""

    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        """The day it is there."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` until right before `end`: a day for a date, a second for a moment."""

    start: datetime
    end: datetime


def read_day(text: str) -> date:
    """A day as 2026-11-30. Raises ValueError for what is none, or lies beyond FIRST_YEAR and LAST_YEAR."""
    day = date.fromisoformat(text.strip())
    _check_year(day.year)
    return day


def read_moment(text: str) -> datetime:
    """A day with a time, as 2026-11-30T15:00:00, with or without an offset. Raises ValueError."""
    moment = datetime.fromisoformat(text.strip()).replace(microsecond=0)
    _check_year(moment.year)
    return moment


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)


def read_clock(text: str) -> int:
    """A time of day as 09:30, in minutes since midnight. Raises ValueError."""
    clock = time.fromisoformat(text.strip())
    return clock.hour * 60 + clock.minute


def day_number(day: date) -> int:
    """A day as it is kept: days since 1970-01-01."""
    return (day - EPOCH).days


def stretch_of(text: str, zone: ZoneInfo) -> Stretch:
    """The time that a day or a moment names, in this zone where it names none. Raises ValueError."""
    try:
        day = read_day(text)
    except ValueError:
        moment = read_moment(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
        return Stretch(moment, moment + _SECOND)
    midnights = [datetime.combine(day + timedelta(days=after), time.min, tzinfo=zone) for after in (0, 1)]
    return Stretch(midnights[0].astimezone(UTC), midnights[1].astimezone(UTC))
