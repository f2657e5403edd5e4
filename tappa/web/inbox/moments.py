"""Times as the Inbox alone writes them: until when somebody sleeps, and how long somebody waits, in one unit."""

from datetime import datetime, timedelta
from typing import Final

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.web.shell.formats import DAY, HOUR, MINUTE, clock, local, moment
from tappa.web.shell.reader import reader

WEEK: Final = timedelta(days=6)


def until(at: datetime) -> str:
    """When somebody comes back: 17:00 today, "Thu 10:00" within the week, "14 Nov" later."""
    date, today = local(at).date(), reader().today
    if date == today:
        return clock(at)
    if today < date <= today + WEEK:
        day = format_date(date, "EEE", locale=reader().language.partition("-")[0])
        return _("%(day)s %(time)s") % {"day": day, "time": clock(at)}
    return moment(at)


def waited(since: datetime) -> str:
    """How long somebody has waited for us, "" for less than an hour: 3 h, 9 d."""
    seconds = int((timezone.now() - since).total_seconds())
    if seconds < HOUR:
        return ""
    if seconds < DAY:
        return _("%(hours)d h") % {"hours": seconds // HOUR}
    return _("%(days)d d") % {"days": seconds // DAY}


def is_past(at: datetime) -> bool:
    """Whether the time has come."""
    return at <= timezone.now()


def minutes_between(one: datetime, other: datetime) -> float:
    """How far two times are apart."""
    return abs((other - one).total_seconds()) / MINUTE
