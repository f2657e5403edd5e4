"""What the bench does: for each operation the requests that a person's page or a program sends, and the SQL behind them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import ModuleType
from typing import Any
from unittest.mock import patch

from tappa.core.contacts.rules import ContactDetails

Statement = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Request:
    """A request with places to fill in: "{n}", and the names in an operation's `ranges` and `words`."""

    method: str
    path: str
    headers: str
    body: str = ""


@dataclass(frozen=True)
class Operation:
    """One thing that is measured. `script` is the same for pgbench; a round of either does it as often as there are
    `requests`. `goal` is the share of raw SQL that it should reach with eight clients."""

    name: str
    requests: Sequence[Request]
    script: str
    goal: float | None = None
    ranges: Mapping[str, Sequence[int]] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def task(self, port: int, seconds: float, first: int) -> dict[str, Any]:
        """What a client is told."""
        return {
            "port": port,
            "seconds": seconds,
            "first": first,
            "requests": [asdict(request) for request in self.requests],
            "ranges": dict(self.ranges),
            "words": dict(self.words),
        }


def details(email: str) -> ContactDetails:
    """Of a contact that the bench makes."""
    return ContactDetails(first_name="Bench", email=email)


def statements_of(module: ModuleType, ask: Callable[[], object], *names: str) -> list[Statement]:
    """The hand-written statements that a question of the core runs, with their values: run for real, and taken down."""
    taken: list[Statement] = []

    def note(real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(row: type, text: str, values: Mapping[str, Any]) -> Any:
            taken.append((text, dict(values)))
            return real(row, text, values)

        return noted

    patches = [patch.object(module, name, note(getattr(module, name))) for name in names]
    for one in patches:
        one.start()
    try:
        ask()
    finally:
        for one in patches:
            one.stop()
    assert taken, f"{module.__name__} ran no statement"
    return taken
