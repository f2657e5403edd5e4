"""Clients at work: so many processes, all at once, for so many seconds."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.operations import Operation

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
    processes = [
        subprocess.Popen(
            [sys.executable, "-I", str(CLIENT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(clients)
    ]
    try:
        for number, process in enumerate(processes):
            tell(process, json.dumps(operation.task(port, seconds, first + number * APART)))
        for process in processes:
            assert hear(process) == "ready\n", f"{operation.name}: a client did not get ready"
        for process in processes:
            tell(process, "go")
        return summed(operation, [json.loads(hear(process)) for process in processes])
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def summed(operation: Operation, told: Sequence[dict[str, Any]]) -> Load:
    """The clients' numbers as one."""
    wrong = sum((Counter(one["wrong"]) for one in told), Counter[str]())
    assert not wrong, f"{operation.name}: answers that were not 2xx: {dict(wrong)}"
    took = sorted(1000 * each for one in told for each in one["took"])
    per_second = sum(len(one["took"]) / one["seconds"] for one in told)
    return Load(len(took), per_second, median(took), took[int(len(took) * 0.95)])


def tell(process: "subprocess.Popen[str]", line: str) -> None:
    """Say a line to a client."""
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def hear(process: "subprocess.Popen[str]") -> str:
    """The next line that a client says."""
    assert process.stdout is not None
    return process.stdout.readline()
