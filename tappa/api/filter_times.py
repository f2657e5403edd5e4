"""Times in a filter: dates, moments and epoch seconds, each a stretch of time with a beginning and an end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from tappa.api.calls import whole_number
from tappa.kernel.errors import Invalid

_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` until right before `end`: a day for a date, a second for a moment."""

    start: datetime
    end: datetime


def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone of this name, in any case. Raises Invalid."""
    known = _zones().get(name.strip().casefold())
    if known is None:
        raise Invalid(
            _("timezone must be an IANA name such as Europe/Rome; %(name)s is none.") % {"name": name},
            field="timezone",
        )
    return ZoneInfo(known)


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def read_stretch(value: Any, *, zone: ZoneInfo, where: str) -> Stretch:
    """The time that a filter's value names: a date, a date with a time, or epoch seconds. Raises Invalid."""
    try:
        return _stretch(value, zone)
    except (ValueError, OverflowError, OSError):
        raise Invalid(
            _(
                "%(where)s must be a date such as 2026-11-30, a time such as 2026-11-30T15:00:00, or epoch seconds."
            )
            % {"where": where},
            field=where,
        ) from None


def _stretch(value: Any, zone: ZoneInfo) -> Stretch:
    if isinstance(value, str):
        text = value.strip()
        number = whole_number(text) if len(text) != len("20261130") else None
        if number is None:
            return _written(text, zone)
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    else:
        raise ValueError(value)  # noqa: TRY004  one kind for all that is no time
    moment = datetime.fromtimestamp(number, UTC)
    return Stretch(moment, moment + _SECOND)


def _written(text: str, zone: ZoneInfo) -> Stretch:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text).replace(microsecond=0)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return Stretch(moment.astimezone(UTC), moment.astimezone(UTC) + _SECOND)
    midnight = [datetime.combine(day + timedelta(days=after), time.min, tzinfo=zone) for after in (0, 1)]
    return Stretch(midnight[0].astimezone(UTC), midnight[1].astimezone(UTC))
