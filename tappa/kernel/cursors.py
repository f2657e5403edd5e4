"""Places in a list as text that fits into a URL: opaque to those who carry it, typed for those who read it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

import msgspec

Value = TypeVar("Value", bound=msgspec.Struct)


def write_cursor(value: msgspec.Struct) -> str:
    """The value as text that needs no quoting in a URL."""
    return urlsafe_b64encode(msgspec.json.encode(value)).decode().rstrip("=")


def read_cursor(kind: type[Value], text: str) -> Value | None:
    """The value that the text holds; None for text that is none of ours, for addresses are kept, cut and retyped."""
    try:
        return msgspec.json.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=kind)
    except (ValueError, msgspec.DecodeError, RecursionError):
        return None
