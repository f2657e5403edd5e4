"""What an account's input must be: plain decisions, no database."""

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import available_timezones

LANGUAGES: Final = ("en", "it", "es")
NAME_LIMIT: Final = 100
EMAIL_LIMIT: Final = 254
SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?")
COUNTRY: Final = re.compile(r"[A-Z]{2}")
PASSWORD_MINIMUM: Final = 10
INVITATION_LASTS: Final = timedelta(days=7)
SLUG_FROM_NAME_LIMIT: Final = 40  # leaves room for what makes it unique


class Theme(StrEnum):
    """How the pages look."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class NotifyAbout(StrEnum):
    """What a person can be told of (I9)."""

    MESSAGE_TO_ME = "message_to_me"
    MESSAGE_TO_NOBODY = "message_to_nobody"
    ASSIGNMENT = "assignment"
    MENTION = "mention"
    SNOOZE_ENDED = "snooze_ended"


class NotifyBy(StrEnum):
    """How a person can be told, besides the list in the app (I9)."""

    TITLE = "title"
    SOUND = "sound"
    DESKTOP = "desktop"


def is_time_zone(name: str) -> bool:
    """Whether this is an IANA time zone that this machine knows."""
    return name in available_timezones()


def slug_from(name: str) -> str:
    """A workspace's name as it can stand in an address: "Studio Perché & C." becomes "studio-perche-c"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_FROM_NAME_LIMIT].rstrip("-")
    return slug or "workspace"
