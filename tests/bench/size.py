"""`python -m tests.bench.size`: measures one size and prints what it found as JSON, on its last line."""

import argparse
import importlib
import json
from dataclasses import asdict
from pathlib import Path

from tests.bench.ground import inside, kept_data, serving


def main() -> None:
    """Serve, and measure from inside."""
    parser = argparse.ArgumentParser()
    for name in ("--contacts", "--seconds", "--workers"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--clients", type=int, action="append", required=True)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--messages", type=int)
    parser.add_argument("--kept", type=Path, required=True)
    asked = parser.parse_args()
    data = kept_data(asked.kept, asked.contacts, asked.messages)
    with serving(data, workers=asked.workers) as whole, inside(data) as url:
        # By name and not before: it knows the core, whose models need Django set up.
        measuring = importlib.import_module("tests.bench.measure")
        found = measuring.measure_all(whole, data, url, asked)
    print(json.dumps({name: [asdict(one) for one in each] for name, each in found.items()}))


if __name__ == "__main__":
    main()
