"""`tappa doctor`: looks at an installation and says, line by line, what is well and what to do about the rest."""

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tappa.command.address import FILE, known_address
from tappa.command.checkup import Finding, bad, check_database, good, warn
from tappa.command.database import OWNER_SETTING, present_address
from tappa.kernel.errors import DomainError
from tappa.kernel.places import data_directory
from tappa.kernel.postgres.binaries import find_binaries
from tappa.kernel.secrets import FILE as SECRETS

GIB: Final = 1024**3
LITTLE_SPACE: Final = 2 * GIB
NO_SPACE: Final = GIB // 4


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The command has no options but --data."""


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each check; 1 when something is bad."""
    data = data_directory(arguments.data)
    worst = 0
    for finding in _findings(data):
        print(finding.line(), flush=True)
        worst = max(worst, int(finding.verdict == "bad"))
    return worst


def _findings(data: Path) -> Iterator[Finding]:
    yield _rights(data)
    yield _space(data)
    yield _serving(data)
    if not os.environ.get(OWNER_SETTING):
        yield _binaries()
    with ExitStack() as stack:
        try:
            url = stack.enter_context(present_address(data))
        except DomainError as error:
            yield bad("database", error.message)
            return
        yield from check_database(url)


def _rights(data: Path) -> Finding:
    secrets = data / SECRETS
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        return bad("data directory", f"{data} cannot be written. Run this as its owner, or give it to you.")
    if secrets.stat().st_mode & 0o077:
        return bad("data directory", f"{secrets} can be read by others: chmod 600 {secrets}")
    return good("data directory", f"{data}, its secrets are its owner's alone")


def _space(data: Path) -> Finding:
    cluster = data / "postgres"
    free = shutil.disk_usage(cluster if cluster.exists() else data).free
    said = f"{free / GIB:.1f} GiB free"
    if free < NO_SPACE:
        return bad("disk space", f"{said}: make room now, PostgreSQL stops when the disk is full")
    if free < LITTLE_SPACE:
        return warn("disk space", f"{said}: make room soon")
    return good("disk space", said)


def _serving(data: Path) -> Finding:
    if (data / FILE).exists():
        return good("server", f"runs at {known_address(data)}")
    return warn("server", "does not run: start it with `tappa serve`")


def _binaries() -> Finding:
    try:
        found = find_binaries()
    except DomainError as error:
        return bad("PostgreSQL", error.message)
    return good("PostgreSQL", f"{found.version} in {found.bin}")
