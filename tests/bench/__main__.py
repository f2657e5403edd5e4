"""`script/bench`: measures every size asked for, prints the table, and writes it as JSON."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tests.bench.ground import KEPT
from tests.bench.names import refusal
from tests.bench.report import Measured, Trial, as_json, table

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
CLIENTS: Final = (1, 8)
GOALS_AT: Final = 100_000
ROOT: Final = Path(__file__).parents[2]


def main() -> int:
    """Measure, and say which goals were missed. A goal missed is no failure of the command: the table is its answer."""
    asked = arguments()
    measured: list[Measured] = []
    tried: list[Trial] = []
    run = about_the_run()
    for contacts in asked.contacts:
        found = measure_size(asked, contacts)
        measured += [Measured(**one) for one in found["operations"]]
        tried += [Trial(**one) for one in found["trials"]]
        run |= {"postgres": found["postgres"], "raw_by": found["raw_by"]}
    told = as_json(measured, tried, goals_at=GOALS_AT, clients=max(asked.clients))
    if measured:
        print(table(measured))
        print(f"raw/s by {run['raw_by']}, PostgreSQL {run['postgres']}")
    for trial in tried:
        print(trial.line())
    for line in told["missed"]:
        print(f"missed: {line}")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps({"run": run, **told}, indent=1) + "\n")
    print(f"As JSON: {asked.json}")
    return 0


def about_the_run() -> dict[str, Any]:
    """When, of which commit and on how many cores: figures without these compare with nothing."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "cores": os.cpu_count(),
    }


def commit() -> str | None:
    """The commit that is measured, with a plus when files differ from it; None where git or its folder is not there."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def measure_size(asked: argparse.Namespace, contacts: int) -> dict[str, Any]:
    """One size, in a process of its own: Django reads an installation's settings once."""
    command = [sys.executable, "-m", "tests.bench.size", "--contacts", str(contacts)]
    command += ["--seconds", str(asked.seconds), "--workers", str(asked.workers)]
    command += [word for number in asked.clients for word in ("--clients", str(number))]
    command += ["--kept", str(asked.kept)]
    command += ["--in-place"] if asked.in_place else []
    command += [] if asked.messages is None else ["--messages", str(asked.messages)]
    command += [word for name in asked.only for word in ("--only", name)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)  # it has said why
    return dict(json.loads(done.stdout.splitlines()[-1]))


def arguments() -> argparse.Namespace:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__.partition(": ")[2])
    parser.add_argument("--contacts", type=int, nargs="+", default=SIZES, metavar="N", help="the sizes")
    parser.add_argument(
        "--messages", type=int, metavar="N", help="about how many each contact has; nine unless given"
    )
    parser.add_argument(
        "--clients", type=int, nargs="+", default=CLIENTS, metavar="N", help="how many at once"
    )
    parser.add_argument("--seconds", type=int, default=5, help="how long each is measured")
    parser.add_argument("--workers", type=int, default=2, help="web processes of the server")
    parser.add_argument(
        "--only",
        nargs="*",
        default=[],
        metavar="WORD",
        help="operations with this in their name; `trials` are the bulk move and the movers",
    )
    parser.add_argument("--kept", type=Path, default=KEPT, metavar="DIR", help="where the data is kept")
    parser.add_argument("--json", type=Path, default=KEPT / "bench.json", metavar="FILE")
    parser.add_argument(
        "--in-place", action="store_true", help="on the kept data itself, not on a copy of it"
    )
    asked = parser.parse_args()
    if refused := refusal(asked.only):
        parser.error(refused)
    return asked


if __name__ == "__main__":
    sys.exit(main())
