"""Who may use an address: said on its view, so that a machine can ask every address for it.

The attribute tells; the door enforces. A view without it fails the house's tests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Open:
    """Nobody signs in here: `why` says what guards the address instead, or why nothing need to."""

    why: str


def guarded(permission: StrEnum | Open) -> Callable[[View], View]:
    """Name the permission, the scope, or the reason for neither, under which a view may be used."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def open_to(why: str) -> Callable[[View], View]:
    """Mark a view that asks for no permission: `@open_to("the channel's own token")`."""
    return guarded(Open(why))
