"""The ground for one size: the demo workspace with so many contacts, and with more messages than they have by themselves
where that is asked for, made by `tappa demo` and kept for the next run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import django

from tappa.command.database import application_address, opened_database
from tappa.kernel.locks import awaited
from tappa.kernel.postgres.leftovers import is_postmaster, postmaster_pid
from tappa.kernel.postgres.place import shared_home
from tappa.kernel.postgres.status import is_locked
from tests.bench.aside import gigabytes, put_back
from tests.support.whole import Whole, tappa

KEPT: Final = Path(__file__).parents[2] / "build" / "bench"
BEGUN: Final = "begun"
WHOLE: Final = "whole"
SIZE: Final = 24 * 1024  # of a contact, with the nine messages that it has by itself
MESSAGES: Final = 9
# The stories end as this Monday begins, whenever they are told: the same rows each time, and some people of the weekend
# whom nobody has answered yet.
MONDAY: Final = "2026-01-26"
SETTINGS: Final = {"TAPPA_API_RATE": "0"}


@contextmanager
def kept_data(kept: Path, contacts: int, messages: int | None = None) -> Iterator[Path]:
    """The data directory with so many contacts, made now when it is not there or was not made to the end; ours alone
    while the block runs. `messages` is about how many each has, None for what `tappa demo` gives them."""
    data = kept / (str(contacts) if messages is None else f"{contacts}-by-{messages}")
    kept.mkdir(parents=True, exist_ok=True)
    with awaited(kept / f"{data.name}.lock", lambda: print(f"waiting for who has {data}", file=sys.stderr)):
        _refuse_a_running_one(data)
        if not (data / WHOLE).exists():
            remove_half_made(data)
            _make(data, contacts, messages)
        put_back(data)
        yield data


def _make(data: Path, contacts: int, messages: int | None) -> None:
    needed = int(contacts * SIZE * (messages or MESSAGES) / MESSAGES)
    free = shutil.disk_usage(data.parent).free
    if free < needed:
        sys.exit(
            f"{contacts:,} contacts need about {gigabytes(needed)} in {data.parent} and {gigabytes(free)} are free: "
            f"make room, name another folder with --kept, or fewer with --contacts."
        )
    data.mkdir(exist_ok=True)
    (data / BEGUN).touch()
    environment = {**os.environ, "TAPPA_DATA": str(data)}
    story = ["--contacts", str(contacts), "--seed", "1", "--until", MONDAY]
    command = [*tappa(), "demo", *story, "--data", str(data)]
    command += [] if messages is None else ["--messages", str(messages)]
    made = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    if made.returncode:
        sys.exit(made.returncode)  # it has said why
    (data / WHOLE).touch()


def remove_half_made(data: Path) -> None:
    """Take away what an interrupted making left: filled again, it would have some of its contacts twice."""
    if not data.exists() or not any(data.iterdir()):
        return
    if not (data / BEGUN).exists():
        sys.exit(f"{data} was not begun by the bench: remove it, or name another folder with --kept.")
    identity = data / "instance-id"
    if identity.exists():  # root's cluster may stand outside
        shutil.rmtree(shared_home() / identity.read_text().strip(), ignore_errors=True)
    shutil.rmtree(data)


def _refuse_a_running_one(data: Path) -> None:
    """A server's files are neither removed nor renamed below it."""
    cluster = (data / "postgres").resolve()
    left = postmaster_pid(cluster) if cluster.exists() else None
    if is_locked(data) or (left is not None and is_postmaster(left, cluster)):
        sys.exit(f"A server runs in {data}: stop it, then measure again.")


@contextmanager
def serving(data: Path, *, workers: int) -> Iterator[Whole]:
    """Tappa with this data, stopped at the end."""
    whole = Whole(data, data / "bench.log", SETTINGS)
    whole.start("--empty", "--workers", str(workers))
    try:
        yield whole
    finally:
        whole.stop()


@contextmanager
def inside(data: Path) -> Iterator[str]:
    """Django on the database of this running installation; yields the database's address."""
    os.environ["TAPPA_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tappa.config.settings"
    django.setup()
    with opened_database(data, _say), application_address(data, _say) as url:
        yield url


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
