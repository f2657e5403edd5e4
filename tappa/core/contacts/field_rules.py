"""What a custom field and a value of it may be (C6): plain decisions, no database."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from tappa.core.contacts.rules import fold_text, is_email

FIELD_LIMIT: Final = 100  # in a workspace
NAME_LIMIT: Final = 50
SLUG_LIMIT: Final = 50
DESCRIPTION_LIMIT: Final = 255
VALUE_LIMIT: Final = 2000  # characters, as long as a web address may be
HEAD: Final = 64  # characters of a folded text that an index holds
CHOICE_LIMIT: Final = 100  # allowed values of a list
CHOICE_LENGTH: Final = 100
WHOLE_DIGITS: Final = (
    15  # before the point: what every program reads as the same number, and what a filter can say
)
DECIMALS: Final = 6
FIRST_YEAR: Final = 1800  # filters/times.py has the same: what can be kept can be asked for
LAST_YEAR: Final = 2200
PREFIX: Final = "custom:"

_EPOCH: Final = date(1970, 1, 1)
_SLUG: Final = re.compile(r"[A-Za-z0-9_]+")
_NUMBER: Final = re.compile(
    rf"[+-]?(?:[0-9]{{1,{WHOLE_DIGITS}}}(?:\.[0-9]{{0,{DECIMALS}}})?|\.[0-9]{{1,{DECIMALS}}})"
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?![0-9])")
_TICKS: Final = {"true": True, "1": True, "yes": True, "on": True} | {
    "false": False,
    "0": False,
    "no": False,
    "off": False,
}


class DataType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LIST = "list"
    CHECKBOX = "checkbox"
    EMAIL = "email"
    NUMBER = "number"
    URL = "url"
    DATE = "date"
    TIME = "time"


class Visibility(StrEnum):
    """When the contact's details show a field. It hides nothing from filters, exports and the API."""

    ALWAYS = "always"
    FILLED = "filled"
    NEVER = "never"


# Types whose values are compared as numbers: days since 1970, minutes of the day, 1 and 0.
COUNTED: Final = frozenset({DataType.NUMBER, DataType.DATE, DataType.TIME, DataType.CHECKBOX})


@dataclass(frozen=True, slots=True)
class Kept:
    """A value as it is kept: in its normal form, as it is compared, and as a number where its type has one."""

    text: str
    folded: str
    number: Decimal | None = None


def field_key(field_id: int) -> str:
    """What a custom field is called beside the standard ones: in forms, in filters and in the log."""
    return f"{PREFIX}{field_id}"


def field_id_of(key: str) -> int | None:
    """The custom field that such a key names; None for a standard one's, and for what is none."""
    number = key.removeprefix(PREFIX)
    return (
        int(number) if key != number and number.isascii() and number.isdigit() and len(number) <= 16 else None
    )


def is_slug(text: str) -> bool:
    """Whether programs can call a field so."""
    return len(text) <= SLUG_LIMIT and _SLUG.fullmatch(text) is not None


def slug_of(name: str) -> str:
    """A slug for a field of this name; "field" where nothing of it can be in one."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold_text(name)).strip("_")
    return plain[:SLUG_LIMIT].strip("_") or "field"


def read_value(data_type: DataType, text: str, choices: Collection[str] = ()) -> Kept | None:
    """A value of at most VALUE_LIMIT characters, trimmed, in the form it is kept in; None when it is none."""
    if data_type is DataType.LIST:
        chosen = {fold_text(choice): choice for choice in choices}.get(fold_text(text))
        return None if chosen is None else _kept(chosen)
    return _READERS[data_type](text)


def _kept(text: str, number: Decimal | None = None) -> Kept:
    return Kept(text, fold_text(text), number)


def _email(text: str) -> Kept | None:
    return _kept(text) if is_email(text) else None


def _tick(text: str) -> Kept | None:
    ticked = _TICKS.get(text.lower())
    return None if ticked is None else _kept("true" if ticked else "false", Decimal(ticked))


def _url(text: str) -> Kept | None:
    """A web address and nothing else: a link that runs a script is none."""
    if not _SCHEME.match(text):
        text = f"https://{text.removeprefix('//')}"
        if "." not in text:
            return None
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(text) > VALUE_LIMIT:
        return None
    return None if any(char.isspace() for char in text) else _kept(text)


def _number(text: str) -> Kept | None:
    # A comma that can only be a decimal one; in 1,234 it may part thousands.
    if text.count(",") == 1 and "." not in text and len(text.rpartition(",")[2]) != 3:
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text).normalize() + 0  # the sum turns -0 into 0
    return _kept(f"{number:f}", number)


def _day(text: str) -> Kept | None:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return _kept(day.isoformat(), Decimal((day - _EPOCH).days))


def _time(text: str) -> Kept | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return _kept(f"{hour:02}:{minute:02}", Decimal(60 * hour + minute))


_READERS: Final[dict[DataType, Callable[[str], Kept | None]]] = {
    DataType.TEXT: _kept,
    DataType.CHECKBOX: _tick,
    DataType.EMAIL: _email,
    DataType.NUMBER: _number,
    DataType.URL: _url,
    DataType.DATE: _day,
    DataType.TIME: _time,
}
