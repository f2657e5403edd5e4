"""How times, spans, numbers and people are written, in the reader's language and time zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from tappa.web.shell.reader import reader

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
HUES: Final = 10


def clock(at: datetime) -> str:
    """14:02, in the reader's time zone."""
    return local(at).strftime("%H:%M")


def day(at: datetime) -> str:
    """Today, Yesterday, "Friday 14 November", with the year when it is another one; "viernes 14 de noviembre"."""
    date, today = local(at).date(), reader().today
    if date == today:
        return _("Today")
    if date == today - timedelta(days=1):
        return _("Yesterday")
    pattern = "EEEE d MMMM" if date.year == today.year else "EEEE d MMMM y"
    return in_words(date, pattern)


def moment(at: datetime) -> str:
    """As short as it is clear: 14:02 today, Yesterday, 14 Nov, 14 Nov 2025."""
    date, today = local(at).date(), reader().today
    if date == today:
        return clock(at)
    if date == today - timedelta(days=1):
        return _("Yesterday")
    return _written(date, "d MMM" if date.year == today.year else "d MMM y", _locale())


def moment_and_clock(at: datetime) -> str:
    """A day and a time: today 14:02, yesterday 14:02, 14 Nov 10:02."""
    date, today = local(at).date(), reader().today
    if date == today:
        return _("today %(time)s") % {"time": clock(at)}
    if date == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": clock(at)}
    return f"{moment(at)} {clock(at)}"


def full(at: datetime) -> str:
    """The whole date and time, for a tooltip."""
    there = local(at)
    return f"{in_words(there.date(), 'd MMMM y')} {there:%H:%M}"


def stamp(at: datetime, channel: str | None = None) -> Markup:
    """A <time> that shows the clock, and the whole time, behind the channel if there is one, where one points at it."""
    there = local(at)
    whole = f"{in_words(there.date(), 'd MMMM y')} {there:%H:%M}"
    title = escape(whole if channel is None else f"{channel} · {whole}")
    return Markup(f'<time datetime="{iso(at)}" title="{title}">{there:%H:%M}</time>')  # noqa: S704  escaped above


def in_words(on: date, pattern: str) -> str:
    """A date with its month written out. In every language the day comes first; Spanish joins the parts by a word."""
    locale = _locale()
    if locale == "es":
        pattern = pattern.replace("d MMMM", "d 'de' MMMM").replace(" y", " 'de' y")
    return _written(on, pattern, locale)


@lru_cache(4096)
def _written(on: date, pattern: str, locale: str) -> str:
    """As Babel writes it, which reads its pattern anew each time: a list has a hundred dates of few days."""
    return format_date(on, pattern, locale=locale)


def iso(at: datetime) -> str:
    """For machines: the `datetime` of a <time>."""
    return at.isoformat(timespec="seconds")


def span(seconds: float) -> str:
    """How long something took or lasts, in two units at most: 21 min, 4 h 10 min, 3 d 4 h, 40 d."""
    seconds = max(0, int(seconds))
    if seconds < MINUTE:
        return _("under 1 min")
    if seconds < HOUR:
        return _("%(minutes)d min") % {"minutes": seconds // MINUTE}
    if seconds < DAY:
        hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
        if not minutes:
            return _("%(hours)d h") % {"hours": hours}
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    days, hours = seconds // DAY, seconds % DAY // HOUR
    if not hours or days >= 30:
        return _("%(days)d d") % {"days": days}
    return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}


def after(seconds: float) -> str:
    """How long it had been before: after 3 d 4 h."""
    return _("within a minute") if seconds < MINUTE else _("after %(span)s") % {"span": span(seconds)}


def here(at: datetime) -> str:
    """How long somebody has stood where they stand: 12 min here."""
    seconds = (timezone.now() - at).total_seconds()
    return _("just now") if seconds < MINUTE else _("%(span)s here") % {"span": span(seconds)}


def number(value: float) -> str:
    """1,284 or 1.284 or 1 284, as the language has it."""
    return _decimal(value, _locale())


@lru_cache(4096)
def _decimal(value: float, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def initials(name: str) -> str:
    """Two letters that stand for a name."""
    words = [word for word in name.split() if word[0].isalnum()] or name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


def hue(id_: int) -> int:
    """The colour, 1 to 10, that a person's mark has wherever it stands."""
    return id_ % HUES + 1


def share(part: float) -> str:
    """A part of a whole as a percentage: 34%, under 1%, 100% only where it is all."""
    if 0 < part < 0.01:
        return _("under %(percent)s") % {"percent": _percent(0.01)}
    return _percent(min(part, 0.99) if part < 1 else 1)


def _percent(part: float) -> str:
    return str(format_percent(part, locale=_locale()))


def local(at: datetime) -> datetime:
    """The same moment in the reader's time zone."""
    return at.astimezone(reader().zone)


def _locale() -> str:
    return reader().language.partition("-")[0]
