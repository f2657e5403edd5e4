"""`python -m tests.bench.pages`: ten open pages of one inbox while fifty messages a second come in.

    .venv/bin/python -m tests.bench.pages --contacts 10000 --seconds 30

The data is that of `script/bench`, made once and kept. Each page is a window of Chromium of its own; in half of them
somebody opens one conversation after the other and writes.
"""

import argparse
import importlib
import json
from pathlib import Path

from tests.bench.aside import copied
from tests.bench.ground import KEPT, inside, kept_data, serving


def main() -> None:
    """Measure, and print what was found as JSON, a line each."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.pages", description=__doc__.partition(": ")[2]
    )
    parser.add_argument("--contacts", type=int, default=10_000, help="how many there are")
    parser.add_argument("--seconds", type=float, default=30, help="for how long messages come in")
    parser.add_argument("--kept", type=Path, default=KEPT, metavar="DIR", help="where the data is kept")
    parser.add_argument(
        "--in-place", action="store_true", help="on the kept data itself, not on a copy of it"
    )
    asked = parser.parse_args()
    with (
        kept_data(asked.kept, asked.contacts) as data,
        copied(data, in_place=asked.in_place),
        serving(data, workers=2) as whole,
        inside(data),
    ):
        # By name and not before: it knows the core, whose models need Django set up.
        watching = importlib.import_module("tests.bench.watching")
        for measured in watching.measure(whole, seconds=asked.seconds):
            print(json.dumps(measured), flush=True)


if __name__ == "__main__":
    main()
