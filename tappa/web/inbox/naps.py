"""Times to snooze until, in the person's own day: later today, tomorrow morning, next week."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.kernel.errors import Invalid
from tappa.web.inbox.moments import until
from tappa.web.inbox.thread_pages import Nap

AS_TYPED: Final = "%Y-%m-%dT%H:%M"
MORNING: Final = time(9)
LATER: Final = timedelta(hours=3)
LATEST: Final = 21  # "later today" that would end after this hour is no use: tomorrow is next


def naps_of(zone: ZoneInfo) -> tuple[Nap, ...]:
    """The times that the menu offers."""
    now = timezone.now().astimezone(zone)
    later = (now + LATER).replace(minute=0, second=0, microsecond=0)
    tomorrow = datetime.combine(now.date() + timedelta(days=1), MORNING, zone)
    monday = datetime.combine(now.date() + timedelta(days=7 - now.weekday()), MORNING, zone)
    naps = [(_("Tomorrow"), tomorrow), (_("Next week"), monday)]
    if later.date() == now.date() and later.hour <= LATEST:
        naps.insert(0, (_("Later today"), later))
    return tuple(Nap(text, at.strftime(AS_TYPED), until(at)) for text, at in naps)


def wall_clock(zone: ZoneInfo) -> str:
    """Now, as a field for day and time writes it."""
    return timezone.now().astimezone(zone).strftime(AS_TYPED)


def read_nap(text: str, zone: ZoneInfo) -> datetime:
    """The time that a form gives, as a clock on the person's wall shows it. Raises Invalid."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(_("Choose a day and a time."), field="until") from error
    return at if at.tzinfo else at.replace(tzinfo=zone)
