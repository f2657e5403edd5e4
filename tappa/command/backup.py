"""`tappa backup FILE`: all that an installation holds in one file, while it serves."""

import argparse
from pathlib import Path

import psycopg

from tappa import __version__
from tappa.command.database import present_address
from tappa.command.progress import Progress
from tappa.kernel.archive.file import new_file
from tappa.kernel.archive.taking import take_backup
from tappa.kernel.database_url import plain_url
from tappa.kernel.places import data_directory
from tappa.kernel.secrets import portable_secrets


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what to write; an older backup is replaced")


def run(arguments: argparse.Namespace) -> None:
    """Write the file and say in one line what is in it. Whoever reads it can read everything: keep it as a secret."""
    data = data_directory(arguments.data)
    file = arguments.file.absolute()
    with (
        new_file(file) as writer,
        present_address(data) as url,
        # A pooler before the database carries one transaction, but no prepared statements.
        psycopg.connect(
            plain_url(url), autocommit=True, prepare_threshold=None, application_name="tappa backup"
        ) as application,
    ):
        contents = take_backup(
            application,
            writer,
            version=__version__,
            secrets=portable_secrets(data),
            note=_Shown().note,
        )
    size = file.stat().st_size / 1e6
    print(f"{file}: {contents.rows:,} rows of {len(contents.tables)} tables, {size:,.1f} MB")


class _Shown:
    """The progress, once it is known how much there is."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    def note(self, done: int, total: int) -> None:
        self._progress = self._progress or Progress(total, "rows")
        self._progress.show(done)
