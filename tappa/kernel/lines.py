"""Names as they can stand within a line, whoever chose them."""

import re
from typing import Final

# What turns the direction of all that follows on the line ("photo\u202egnp.exe" reads photoexe.png), and what no line
# has. Marks of direction, and the joiners of emoji and of many scripts, say nothing about what comes after: they stay.
_NEVER: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """The text on one line: spaces, tabs and line breaks as single spaces, none around it, and nothing that is not seen
    but changes how the rest is read. A name with line breaks would write whole paragraphs of a mail of ours."""
    if not text.isprintable():  # most are, and need no second look
        text = _NEVER.sub("", text)
    return " ".join(text.split())
