"""What `script/bench --only` knows, told before anything is made: the operations in the order in which they are measured."""

from collections.abc import Sequence
from typing import Final

TRIALS: Final = "trials"
OPERATIONS: Final = (
    "counts per stage",
    "list by stage, JSON",
    "first page of all, HTML",
    "page 10,000 of all, HTML",
    "list by stage, HTML",
    "by stage, tag and time at it, HTML",
    "by custom field, HTML",
    "by lost stage and last message, HTML",
    "count of a segment",
    "conversation list, HTML",
    "stage inbox, HTML",
    "custom inbox, HTML",
    "sidebar counts, HTML",
    "conversation, HTML",
    "conversation and list, HTML",
    "older messages, HTML",
    "search",
    "move with its event",
    "create contact",
    "inbound message",
)


def is_asked_for(name: str, only: Sequence[str]) -> bool:
    """Whether an operation is measured: all are without `only`."""
    return not only or any(word in name for word in only)


def refusal(only: Sequence[str]) -> str | None:
    """A sentence about the words that nothing is called by, when there are some."""
    unknown = [
        word for word in only if word != TRIALS and not any(is_asked_for(name, [word]) for name in OPERATIONS)
    ]
    if not unknown:
        return None
    known = "; ".join((*OPERATIONS, TRIALS))
    return f"--only: nothing that is measured has {', '.join(map(repr, unknown))} in its name. There are: {known}"
