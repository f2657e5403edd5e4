"""What a stage may be: plain decisions, no database."""

import re
import unicodedata
from enum import StrEnum
from typing import Final

STAGE_LIMIT: Final = 20  # L5
NAME_LIMIT: Final = 50  # L4
DESCRIPTION_LIMIT: Final = 255  # L4
EMOJI_LIMIT: Final = 16  # code points: the longest are families and flags
HUES: Final = 10  # the colours of lifecycle stages; 0 is the grey of lost ones

# One picture, its skin or its form; a key of a phone; a flag of two letters. Several, joined, are one emoji.
_PICTURE: Final = (
    r"[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
    r"[\ufe0f\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*"
)
_EMOJI: Final = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}(?:\u200d{_PICTURE})*"
)


class Kind(StrEnum):
    """The two kinds of stage. Their alphabetical order is their order in every list."""

    LIFECYCLE = "lifecycle"
    LOST = "lost"


def fold_name(name: str) -> str:
    """A name as names are compared (L4): NFKC, without invisible characters, casefolded, spaces collapsed."""
    visible = "".join(
        char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf"
    )
    return " ".join(unicodedata.normalize("NFKC", visible.casefold()).split())


def is_emoji(text: str) -> bool:
    """Whether this is one emoji, with its skin, its flag or its family."""
    return len(text) <= EMOJI_LIMIT and _EMOJI.fullmatch(text) is not None


def has_control(text: str) -> bool:
    """Whether a line or a tab is broken in it, or worse."""
    return any(unicodedata.category(char) == "Cc" for char in text)
