"""`script/bench`: measures every size asked for, prints the table, and writes it as JSON."""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.bench.ground import KEPT
from tests.bench.report import Measured, Trial, missed, table

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
CLIENTS: Final = (1, 8)
GOALS_AT: Final = 100_000
ROOT: Final = Path(__file__).parents[2]


def main() -> int:
    """Measure, and say which goals were missed. A goal missed is no failure of the command: the table is its answer."""
    asked = arguments()
    measured: list[Measured] = []
    tried: list[Trial] = []
    for contacts in asked.contacts:
        found = measure_size(asked, contacts)
        measured += [Measured(**one) for one in found["operations"]]
        tried += [Trial(**one) for one in found["trials"]]
    print(table(measured))
    for trial in tried:
        print(trial.line())
    for line in missed(measured, goals_at=GOALS_AT, clients=max(asked.clients)):
        print(f"missed: {line}")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    told = {"operations": [asdict(one) for one in measured], "trials": [asdict(one) for one in tried]}
    asked.json.write_text(json.dumps(told, indent=1) + "\n")
    print(f"As JSON: {asked.json}")
    return 0


def measure_size(asked: argparse.Namespace, contacts: int) -> dict[str, Any]:
    """One size, in a process of its own: Django reads an installation's settings once."""
    command = [sys.executable, "-m", "tests.bench.size", "--contacts", str(contacts)]
    command += ["--seconds", str(asked.seconds), "--workers", str(asked.workers)]
    command += [word for number in asked.clients for word in ("--clients", str(number))]
    command += ["--kept", str(asked.kept)]
    command += [] if asked.messages is None else ["--messages", str(asked.messages)]
    command += [word for name in asked.only for word in ("--only", name)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ}, stdout=subprocess.PIPE, text=True, check=True
    )
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
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
