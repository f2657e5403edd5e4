"""`python -m tests.bench.size`: measures one size and prints what it found as JSON, on its last line."""

import argparse
import importlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.aside import copied
from tests.bench.ground import inside, kept_data, serving
from tests.bench.raw import raw_by

FURNISHED = "furnished"


def main() -> None:
    """Serve, and measure from inside."""
    parser = argparse.ArgumentParser()
    for name in ("--contacts", "--seconds", "--workers"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--clients", type=int, action="append", required=True)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--messages", type=int)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--in-place", action="store_true")
    asked = parser.parse_args()
    with kept_data(asked.kept, asked.contacts, asked.messages) as data:
        furnish_once(data)
        with (
            copied(data, in_place=asked.in_place),
            serving(data, workers=asked.workers) as whole,
            inside(data) as url,
        ):
            found = measuring().measure_all(whole, data, url, asked)
            run = {"postgres": version_of(url), "raw_by": raw_by()}
    print(json.dumps(run | {name: [asdict(one) for one in each] for name, each in found.items()}))


def version_of(url: str) -> str:
    """PostgreSQL's version as it tells it, such as "18.6"."""
    with psycopg.connect(url) as connection:
        return str(connection.info.parameter_status("server_version")).partition(" ")[0]


def furnish_once(data: Path) -> None:
    """What each copy would have to be given anew, which takes its time among a million contacts."""
    if not (data / FURNISHED).exists():
        with serving(data, workers=1), inside(data):
            measuring().furnish_workspace(data)
        (data / FURNISHED).touch()


def measuring() -> Any:
    """By name and not before: it knows the core, whose models need Django set up."""
    return importlib.import_module("tests.bench.measure")


if __name__ == "__main__":
    main()
