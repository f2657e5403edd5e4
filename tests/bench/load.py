"""Clients at work: so many processes, all at once, for so many seconds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from tests.bench.client import WARMING
from tests.bench.operations import Operation
from tests.bench.processes import at_once

Told = Sequence[dict[str, Any]]  # what clients say, each of itself
CLIENT = Path(__file__).with_name("client.py")
APART = 1_000_000_000  # so far do the numbers of two clients stand apart


@dataclass(frozen=True)
class Load:
    """What clients measured together: requests a second, and the milliseconds of the middle and of the slow ones. The server
    answered `with_warming`, those before the measuring among them."""

    requests: int
    per_second: float
    p50: float
    p95: float
    with_warming: int


def load(operation: Operation, *, port: int, clients: int, seconds: float, first: int) -> Load:
    """Have clients do the operation at once. Raises AssertionError when an answer was none that it should be."""
    return summed(operation, [slice_of(operation, port=port, clients=clients, seconds=seconds, first=first)])


def slice_of(operation: Operation, *, port: int, clients: int, seconds: float, first: int) -> Told:
    """What each of so many clients measured, all at once."""
    tasks = [operation.task(port, seconds, first + number * APART) for number in range(clients)]
    return at_once(CLIENT, tasks)


def summed(operation: Operation, slices: Sequence[Told]) -> Load:
    """The clients' numbers as one, of all slices of the time."""
    everyone = [one for told in slices for one in told]
    wrong = sum((Counter(one["wrong"]) for one in everyone), Counter[str]())
    assert not wrong, f"{operation.name}: answers that were not 2xx: {dict(wrong)}"
    took = sorted(1000 * each for one in everyone for each in one["took"])
    per_second = mean(sum(len(one["took"]) / one["seconds"] for one in told) for told in slices)
    warming = WARMING * len(everyone) * len(operation.requests)
    return Load(len(took), per_second, median(took), took[int(len(took) * 0.95)], len(took) + warming)
