"""The ground for one size: the demo workspace with so many contacts, and with more messages than they have by themselves
where that is asked for, made by `tappa demo` and kept for the next run."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import django

from tappa.command.database import application_address, opened_database
from tests.support.whole import Whole, tappa

KEPT: Final = Path(__file__).parents[2] / "build" / "bench"
WHOLE: Final = "whole"
SETTINGS: Final = {"TAPPA_API_RATE": "0"}


def kept_data(kept: Path, contacts: int, messages: int | None = None) -> Path:
    """The data directory with so many contacts, filled now when it is not there or was not filled to the end. `messages`
    is about how many each has, None for what `tappa demo` gives them."""
    data = kept / (str(contacts) if messages is None else f"{contacts}-by-{messages}")
    mark = data / WHOLE
    if not mark.exists():
        data.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "TAPPA_DATA": str(data)}
        command = [*tappa(), "demo", "--contacts", str(contacts), "--seed", "1", "--data", str(data)]
        command += [] if messages is None else ["--messages", str(messages)]
        subprocess.run(command, env=environment, check=True)
        mark.touch()
    return data


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
    """Django on the database of this running installation; yields the database's address. Once a process."""
    os.environ["TAPPA_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tappa.config.settings"
    django.setup()
    with opened_database(data, print), application_address(data, print) as url:
        yield url
