"""Clients at work: so many processes, all at once, for so many seconds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.operations import Operation
from tests.bench.processes import at_once

CLIENT = Path(__file__).with_name("client.py")
APART = 1_000_000_000  # so far do the numbers of two clients stand apart


@dataclass(frozen=True)
class Load:
    """What clients measured together: requests a second, and the milliseconds of the middle and of the slow ones."""

    requests: int
    per_second: float
    p50: float
    p95: float


def load(operation: Operation, *, port: int, clients: int, seconds: float, first: int) -> Load:
    """Have clients do the operation at once. Raises AssertionError when an answer was none that it should be."""
    tasks = [operation.task(port, seconds, first + number * APART) for number in range(clients)]
    return summed(operation, at_once(CLIENT, tasks))


def summed(operation: Operation, told: Sequence[dict[str, Any]]) -> Load:
    """The clients' numbers as one."""
    wrong = sum((Counter(one["wrong"]) for one in told), Counter[str]())
    assert not wrong, f"{operation.name}: answers that were not 2xx: {dict(wrong)}"
    took = sorted(1000 * each for one in told for each in one["took"])
    per_second = sum(len(one["took"]) / one["seconds"] for one in told)
    return Load(len(took), per_second, median(took), took[int(len(took) * 0.95)])
