"""Numbers that addresses and forms give, read with care."""

from typing import Final

LONGEST: Final = 15  # digits of an id below 2^53


def whole_number(text: str | None) -> int | None:
    """A number above nothing, or None for what is none."""
    if text and text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return int(text) or None
    return None
