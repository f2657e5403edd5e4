"""`python -m tests.bench.bulk`: how fast many contacts are moved and moved back, or their stage is deleted, and how long a
message takes meanwhile.

    .venv/bin/python -m tests.bench.bulk --contacts 200000 --move 100000

The data is that of `script/bench`, made once and kept. Twenty messages a second come in by the custom channel, each fifth
from somebody new, the others from contacts of whom half are being moved.
"""

import argparse
import importlib
import json
from pathlib import Path
from typing import Final

from tests.bench.aside import copied
from tests.bench.ground import KEPT, inside, kept_data, serving

QUIET_SECONDS: Final = 15.0


def main() -> None:
    """Measure, and print what was found as JSON, a line each."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.bulk", description=__doc__.partition(": ")[2]
    )
    parser.add_argument("--contacts", type=int, default=200_000, help="how many there are")
    parser.add_argument("--move", type=int, default=100_000, help="how many of them are moved")
    parser.add_argument(
        "--delete", action="store_true", help="then delete the stage that they stand at, instead of Undo"
    )
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
        moving = importlib.import_module("tests.bench.moving")
        for measured in moving.measure(whole.url, move=asked.move, quiet=QUIET_SECONDS, delete=asked.delete):
            print(json.dumps(measured), flush=True)


if __name__ == "__main__":
    main()
