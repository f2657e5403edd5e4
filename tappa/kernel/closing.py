"""What has to end before the web server waits for its requests: those that would never end by themselves."""

from collections.abc import Callable
from typing import Final

_endings: Final[list[Callable[[], None]]] = []


def when_closing(end: Callable[[], None]) -> None:
    """Have this called once the server is asked to stop."""
    _endings.append(end)


def close_all() -> None:
    """The server is asked to stop."""
    for end in _endings:
        end()
