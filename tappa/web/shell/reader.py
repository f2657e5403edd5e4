"""Who reads the page that is being made: in which language, in which time zone, on which day.

Django knows, and looks for it in the thread each time: for the words of a page, and its dates, that took as long as writing
them. Here it is asked once a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date, tzinfo
from typing import Final, NamedTuple

from django.conf import settings
from django.utils import timezone, translation


class Reader(NamedTuple):
    """`today` is the day in their time zone."""

    language: str
    zone: tzinfo
    today: date


_READER: Final[ContextVar[Reader | None]] = ContextVar("reader", default=None)


def reader() -> Reader:
    """Whoever reads now."""
    return _READER.get() or _asked()


@contextmanager
def in_words(language: str | None, zone: tzinfo | None = None) -> Iterator[None]:
    """Speak this language, and tell times in this zone where one is given, for as long as the block lasts."""
    with translation.override(language), nullcontext() if zone is None else timezone.override(zone):
        mark = _READER.set(_asked())
        try:
            yield
        finally:
            _READER.reset(mark)


def _asked() -> Reader:
    zone = timezone.get_current_timezone()
    return Reader(
        translation.get_language() or settings.LANGUAGE_CODE, zone, timezone.localdate(timezone=zone)
    )
