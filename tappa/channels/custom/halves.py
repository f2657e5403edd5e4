"""JSON in which half of a character stands alone: what remains of an emoji that a bridge cut in two.

JavaScript writes it as an escape ("\\ud83d") that no other language reads. Refusing it would lose a person's message, as
with NUL.
"""

import re
from typing import Final, TypeVar

import msgspec

Shape = TypeVar("Shape")

UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"
_HALF: Final = re.compile(
    rb"\\\\|(?P<whole>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


def read_json(body: bytes, shape: type[Shape]) -> Shape:
    """The body in this shape, each half of a character as the one that stands for an unreadable one.

    Raises what msgspec raises: ValidationError, DecodeError, UnicodeDecodeError, RecursionError.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        mended = _HALF.sub(_mend, body)
        if mended == body:
            raise
    return msgspec.json.decode(mended, type=shape)


def _mend(found: re.Match[bytes]) -> bytes:
    """An escaped backslash and a whole character stay as they are."""
    return found[0] if found["whole"] or found[0] == rb"\\" else rb"\ufffd"
