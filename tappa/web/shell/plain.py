"""What people call themselves, and their files, without what would turn the words around them."""

import re
from typing import Final

# Embeddings, overrides and isolates of the direction of writing, and control characters, as a class of a regular
# expression. The marks that Arabic and Hebrew are written with (U+200E, U+200F, U+061C) turn nothing and stay.
CONTROLS: Final = "\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069"
_CONTROLS: Final = re.compile(f"[{CONTROLS}]")


def plainly(name: str) -> str:
    """The name on one line, in the direction of its own letters: "gpj.exe" does not read as "exe.jpg"."""
    return _CONTROLS.sub("", name)
