"""How times, spans, numbers and people are written (section 9: each language's own forms; times as design names them)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from tappa.web.shell import formats

NOW = datetime(2026, 3, 14, 13, 30, tzinfo=UTC)  # 14:30 in Rome


@pytest.fixture(autouse=True)
def in_rome() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), timezone.override(ZoneInfo("Europe/Rome")):
        yield


@pytest.mark.parametrize(
    ("seconds", "english", "italian"),
    [
        (0, "under 1 min", None),
        (-5, "under 1 min", None),
        (59, "under 1 min", None),
        (60, "1 min", "1 min"),
        (3599, "59 min", "59 min"),
        (3600, "1 h", "1 h"),
        (3600 + 61, "1 h 1 min", "1 h 1 min"),
        (86400, "1 d", "1 g"),
        (3 * 86400 + 4 * 3600 + 59, "3 d 4 h", "3 g 4 h"),
        (40 * 86400 + 4 * 3600, "40 d", "40 g"),
    ],
)
def test_a_span_has_two_units_at_most(seconds: int, english: str, italian: str | None) -> None:
    with translation.override("en"):
        assert formats.span(seconds) == english
    if italian:
        with translation.override("it"):
            assert formats.span(seconds) == italian


def test_what_is_shorter_than_a_minute_has_words_of_its_own() -> None:
    with translation.override("en"):
        assert [formats.after(seconds) for seconds in (5, 300)] == ["within a minute", "after 5 min"]
        assert formats.here(NOW - timedelta(seconds=5)) == "just now"
        assert formats.here(NOW - timedelta(hours=2)) == "2 h here"


def test_a_moment_is_as_short_as_it_is_clear() -> None:
    with translation.override("en"):
        assert formats.moment(NOW - timedelta(hours=2)) == "12:30"
        assert formats.moment(NOW - timedelta(hours=15)) == "Yesterday"  # 23:30 in Rome, the day before
        assert formats.moment(NOW - timedelta(days=5)) == "9 Mar"
        assert formats.moment(NOW - timedelta(days=365)) == "14 Mar 2025"
        assert formats.moment_and_clock(NOW - timedelta(days=5)) == "9 Mar 14:30"
    with translation.override("es"):
        assert formats.moment(NOW - timedelta(days=5)) == "9 mar"


def test_dates_are_written_as_each_language_does() -> None:
    before = NOW - timedelta(days=365)
    for language, this_year, another, whole in (
        ("en", "Monday 9 March", "Friday 14 March 2025", "14 March 2025 14:30"),
        ("it", "lunedì 9 marzo", "venerdì 14 marzo 2025", "14 marzo 2025 14:30"),
        ("es", "lunes 9 de marzo", "viernes 14 de marzo de 2025", "14 de marzo de 2025 14:30"),
    ):
        with translation.override(language):
            assert formats.day(NOW - timedelta(days=5)) == this_year
            assert (formats.day(before), formats.full(before)) == (another, whole)


def test_days_are_those_of_the_readers_time_zone() -> None:
    late = datetime(2026, 3, 13, 23, 30, tzinfo=UTC)
    with translation.override("en"):
        assert formats.day(late) == "Today"
        with timezone.override(ZoneInfo("America/New_York")):
            assert formats.day(late) == "Yesterday"
        assert formats.day(NOW - timedelta(days=5)) == "Monday 9 March"
    with translation.override("it"):
        assert formats.day(NOW - timedelta(days=5)) == "lunedì 9 marzo"


@pytest.mark.parametrize(("language", "written"), [("en", "12,840"), ("it", "12.840"), ("es", "12.840")])
def test_numbers_have_each_languages_own_form(language: str, written: str) -> None:
    with translation.override(language):
        assert formats.number(12840) == written


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Ruiz", "AR"),
        ("ana", "AN"),
        ("", "?"),
        ("Åsa Maria Öberg", "ÅÖ"),
        ("+39 333 1", "31"),
        ("李", "李"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert formats.initials(name) == letters
