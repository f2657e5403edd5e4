"""Addresses in what people write become links; all else stays text."""

import re
from typing import Final

from markupsafe import Markup, escape

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
_AFTER: Final = ".,:;!?'*_~»”’"  # what ends a sentence, not an address
_LINK: Final = Markup('<a href="{0}" target="_blank" rel="noopener noreferrer nofollow ugc">{0}</a>')


def linked(text: str) -> Markup:
    """The text, escaped, with its web addresses as links that tell the other side nothing of this page."""
    parts: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = _without_what_follows(found[0])
        parts += [escape(text[end : found.start()]), _LINK.format(address)]
        end = found.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def _without_what_follows(address: str) -> str:
    """A closing bracket belongs to the address only where it was opened in it."""
    # Counted once: a stranger's message of sixty thousand brackets held up whoever opened its thread.
    spare = {closing: address.count(closing) - address.count(opening) for opening, closing in ("()", "[]")}
    end = len(address)
    while end and (address[end - 1] in _AFTER or spare.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in spare:
            spare[address[end]] -= 1
    return address[:end]
