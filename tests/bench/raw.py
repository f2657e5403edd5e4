"""The same SQL without Tappa: pgbench, which the embedded PostgreSQL brings along, runs the statements of the house."""

import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import sql

from tappa.kernel.postgres.binaries import find_binaries

PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Drawn:
    """SQL that stands for a value which pgbench draws anew each time, such as `:contact`."""

    text: str


@dataclass(frozen=True)
class Raw:
    """What pgbench measured. `per_second` counts operations, of which a script may do several."""

    per_second: float


def statement(text: str, values: Mapping[str, Any]) -> str:
    """A statement with its values written in, without its end."""

    def written(found: re.Match[str]) -> str:
        value = values[found[1]]
        if isinstance(value, Drawn):
            return value.text
        return sql.Literal(str(value) if isinstance(value, str) else value).as_string(None)

    return PARAMETER.sub(written, text).strip()


def run_raw(script: str, *, url: str, clients: int, seconds: int, each: int) -> Raw:
    """Run a script by so many clients; `each` operations are done by one run of it."""
    with tempfile.TemporaryDirectory(prefix="tappa-bench-") as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script)
        done = subprocess.run(
            [
                find_binaries().program("pgbench"),
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
    return Raw(float(found[1]) * each)
