"""The same SQL without Tappa: pgbench, which the embedded PostgreSQL brings along, runs the statements of the house; where a
PostgreSQL comes without it, processes of ours do."""

import re
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import sql

from tappa.kernel.postgres.binaries import find_binaries
from tests.bench.processes import at_once

PGBENCH = "pgbench"
CLIENT = Path(__file__).with_name("sql_client.py")
PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Drawn:
    """SQL that stands for a value which pgbench draws anew each time, such as `:contact`."""

    text: str


@dataclass(frozen=True)
class Raw:
    """What was measured. `per_second` counts operations, of which a script may do several."""

    per_second: float


def statement(text: str, values: Mapping[str, Any]) -> str:
    """A statement with its values written in, without its end."""

    def written(found: re.Match[str]) -> str:
        value = values[found[1]]
        if isinstance(value, Drawn):
            return value.text
        return sql.Literal(str(value) if isinstance(value, str) else value).as_string(None)

    return PARAMETER.sub(written, text).strip()


def one_of(scripts: Sequence[str]) -> str:
    """A script that does one of these, drawn anew each time. Found by halves: a chain of a hundred costs as much as a query."""
    return f"\\set drawn random(1, {len(scripts)})\n{_halved(scripts, 1)}"


def _halved(scripts: Sequence[str], first: int) -> str:
    if len(scripts) == 1:
        return scripts[0]
    half = len(scripts) // 2
    before, after = _halved(scripts[:half], first), _halved(scripts[half:], first + half)
    return f"\\if :drawn <= {first + half - 1}\n{before}\\else\n{after}\\endif\n"


def raw_by() -> str:
    """Which program runs the scripts: some PostgreSQLs come without pgbench."""
    return PGBENCH if Path(find_binaries().program(PGBENCH)).exists() else "psycopg"


def run_raw(script: str, *, url: str, clients: int, seconds: int, each: int) -> Raw:
    """Run a script by so many clients; `each` operations are done by one run of it."""
    run = by_pgbench if raw_by() == PGBENCH else by_psycopg
    return Raw(run(script, url=url, clients=clients, seconds=seconds) * each)


def by_psycopg(script: str, *, url: str, clients: int, seconds: int) -> float:
    """Runs a second of processes in Python. They cost more than pgbench does: shares by either do not compare."""
    task = {"script": script, "url": url, "seconds": seconds}
    seeds = [time.time_ns() + number for number in range(clients)]
    told = at_once(CLIENT, [{**task, "seed": seed} for seed in seeds])
    return float(sum(one["runs"] / one["seconds"] for one in told))


def by_pgbench(script: str, *, url: str, clients: int, seconds: int) -> float:
    """Runs a second as pgbench counts them."""
    with tempfile.TemporaryDirectory(prefix="tappa-bench-") as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script)
        done = subprocess.run(
            [
                find_binaries().program(PGBENCH),
                "--no-vacuum",
                *("--protocol", "prepared"),
                *("--client", str(clients)),
                *("--jobs", str(min(clients, 2))),
                *("--time", str(seconds)),
                *("--file", str(file)),
                url,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    assert found, f"pgbench failed:\n{done.stdout}{done.stderr}"
    return float(found[1])
