"""What a contact's details must be, and how they are compared and searched: plain decisions, no database."""

import re
import unicodedata
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import phonenumbers

NAME_LIMIT: Final = 255
EMAIL_LIMIT: Final = 254
URL_LIMIT: Final = 2000
NOTE_LIMIT: Final = 1000
PHONE_DIGITS: Final = 15  # E.164's own limit; number plans know longer ones, such as Germany's of seventeen
ERASE_DAYS: Final = 7  # after so many days a deleted contact is erased
TAG_LIMIT: Final = 255
TAGS_LIMIT: Final = 5000  # in a workspace: more are no labels but a field

_EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


class Sort(StrEnum):
    """What the table of contacts is sorted by (C1)."""

    STAGE = "stage"  # in lifecycle order, then lost, then none
    NAME = "name"
    CREATED = "created"
    LAST_INTERACTION = "last_interaction"
    TIME_AT_STAGE = "time_at_stage"


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """What we know of a person; "" is not known. `phone` is read by `normal_phone` when the contact is saved."""

    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    profile_pic: str = ""
    country_code: str = ""


FIELDS: Final = tuple(field.name for field in fields(ContactDetails))


def e164(text: str) -> str | None:
    """A full international number in E.164, its "+" given or missing; None when it is none."""
    return _read_phone("+" + text.strip().removeprefix("+").removeprefix("00"), None)


def normal_phone(text: str, country_code: str) -> str | None:
    """A phone as people write it, in E.164: without "+" or "00" it is one of the given country; None when it is none."""
    text = text.strip()
    return e164(text) if text.startswith(("+", "00")) else _read_phone(text, country_code)


def _read_phone(text: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or number.extension:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if len(written) <= 1 + PHONE_DIGITS else None


def is_email(text: str) -> bool:
    """Whether this can be an e-mail address: loose on purpose, for people's addresses are stranger than any rule."""
    return len(text) <= EMAIL_LIMIT and _EMAIL.fullmatch(text) is not None


def is_language(text: str) -> bool:
    """Whether this has the form of an ISO 639-1 code."""
    return _LANGUAGE.fullmatch(text) is not None


def is_country(text: str) -> bool:
    """Whether this has the form of an ISO 3166-1 alpha-2 code."""
    return _COUNTRY.fullmatch(text) is not None


def is_picture_url(text: str) -> bool:
    """Whether this is a web address that a page may show a picture from."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return len(text) <= URL_LIMIT and parts.scheme in {"http", "https"} and bool(parts.hostname)


def fold_text(text: str) -> str:
    """Text as the search compares it: without case and accents, spaces collapsed, so that "jose" finds "José"."""
    if text.isascii():  # most names, and every e-mail and phone: nothing to take apart
        return " ".join(text.casefold().split())
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())


def search_text(details: ContactDetails) -> str:
    """What the search looks through: full name, e-mail, phone, one a line, so that no match spans two of them."""
    name = f"{details.first_name} {details.last_name}"
    return "\n".join(fold_text(part) for part in (name, details.email, details.phone) if part.strip())


def literal(text: str) -> str:
    """Text as LIKE finds it, its own wildcards taken by the letter."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def display_name(first_name: str, last_name: str, email: str, phone: str) -> str:
    """What a contact is called in lists: the name, else the e-mail, else the phone, else "". `search_text` begins with
    the same, so that sorting by it is sorting by what is seen."""
    return f"{first_name} {last_name}".strip() or email or phone
