"""What the bench does: for each operation the requests that a person's page or a program sends, and the SQL behind them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from unittest.mock import patch

from tappa.core.contacts.rules import ContactDetails
from tappa.kernel import sql as kernel_sql

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


def statements_of(ask: Callable[[], object]) -> list[Statement]:
    """The hand-written statements that a question of the core runs, with their values: run for real, and taken down."""
    taken: list[Statement] = []
    real = kernel_sql._fetch

    def noted(text: str, values: Mapping[str, Any], rows: Any) -> Any:
        taken.append((text, dict(values)))
        return real(text, values, rows)

    with patch.object(kernel_sql, "_fetch", noted):
        ask()
    assert taken, "it ran no statement by hand"
    # How long a statement may take is set around it, not asked.
    return [(text, values) for text, values in taken if "statement_timeout" not in text]
