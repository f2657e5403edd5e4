"""Having a database made ready or filled, by a process of its own (migrate.py, fill.py).

Django is set up there with the owner's address in it, which no other process of ours ever has.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from tappa.kernel.database_url import plain_url, read_database_url
from tappa.kernel.errors import DomainError
from tappa.kernel.roles import SETTING

PASSWORD: Final = "TAPPA_APPLICATION_PASSWORD"  # noqa: S105  the name of a setting
GIVEN: Final = "TAPPA_GIVEN_APPLICATION_URL"
REFUSED: Final = 3
ANSWER: Final = "answer: "


class Prepared(msgspec.Struct, frozen=True):
    """A database that is ready: the application's address of it, and what is in it already."""

    url: str
    empty: bool
    demo: bool


def prepare_database(
    owner_url: str,
    *,
    application_password: str,
    given_url: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> Prepared:
    """Bring the database up to date and return the application's address of it.

    Safe to repeat and to run twice at once: the second one waits for the first. `given_url` is the operator's own
    application role, for owners who may not make one. Raises DomainError with a sentence when it cannot be done.
    """
    for url in filter(None, (owner_url, given_url)):
        read_database_url(plain_url(url))
    answer = _as_owner(
        owner_url, ["tappa.command.migrate"], {PASSWORD: application_password, GIVEN: given_url}, say
    )
    return msgspec.json.decode(answer, type=Prepared)


def read_in(owner_url: str, file: Path, *, say: Callable[[str], None]) -> None:
    """Fill the database from a backup that has been found whole. Raises DomainError when the database is not empty."""
    read_database_url(plain_url(owner_url))
    _as_owner(owner_url, ["tappa.command.fill", str(file)], {}, say)


def _as_owner(
    owner_url: str, module: Sequence[str], more: Mapping[str, str], say: Callable[[str], None]
) -> str:
    """Run one of our modules with the owner's address and return its answer; other lines are told."""
    environment = {**os.environ, SETTING: owner_url, **more}
    environment["DJANGO_SETTINGS_MODULE"] = "tappa.config.settings"
    command = [sys.executable, "-m", *module]
    answer = ""
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101  it is a pipe
        for line in process.stdout:
            if line.startswith(ANSWER):
                answer = line.removeprefix(ANSWER).strip()
            else:
                say(line.strip())
    if process.returncode == REFUSED:
        raise DomainError(answer)
    if process.returncode != 0:
        raise DomainError("The database could not be prepared: the reason stands above.")
    return answer
