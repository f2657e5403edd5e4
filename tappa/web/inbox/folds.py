"""A long message is folded in the thread: sixty thousand characters in each of fifty messages would hold up whoever
opens it, and again with every fetch."""

from typing import Final

SHOWN: Final = 2_000  # characters, and
LINES: Final = 30
NEAR: Final = 200  # characters in which to look for a place to cut
OVER: Final = 400  # what is hardly longer is shown whole


def fold(text: str) -> str:
    """What of it stands in the thread: all of a text that is not long."""
    lines = text.split("\n", LINES + 5)
    shown = text if len(lines) <= LINES + 5 else "\n".join(lines[:LINES])
    if len(shown) > SHOWN + OVER:
        shown = _cut(shown)
    return shown.rstrip() if len(shown) < len(text) else text


def _cut(text: str) -> str:
    head = text[:SHOWN]
    place = max(head.rfind(" ", SHOWN - NEAR), head.rfind("\n", SHOWN - NEAR))
    return head[:place] if place > 0 else head
