"""What uses a segment.

Whoever does (custom inboxes, reports) registers one function; nobody else lists them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class SegmentUse:
    """Something that uses a segment. `kind` says what it is, as pages address it ("report")."""

    kind: str
    id: int
    name: str
    segment_id: int


User: TypeAlias = Callable[[int], Iterable[SegmentUse]]
_users: Final[list[User]] = []


def user(function: User) -> User:
    """Register what uses segments: a function that gives all uses, for a workspace's id."""
    _users.append(function)
    return function


def segment_uses(workspace_id: int, segment_id: int) -> list[SegmentUse]:
    """What uses a segment."""
    return [use for each in _users for use in each(workspace_id) if use.segment_id == segment_id]
