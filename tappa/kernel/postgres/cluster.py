"""Making a cluster, whole or not at all, and telling whose version it is."""

import locale
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tappa.kernel.postgres.binaries import Binaries
from tappa.kernel.postgres.child import start
from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.handover import make_folder, open_folders, write_file
from tappa.kernel.postgres.place import Place

OWNER = "tappa_owner"
DATABASE = "tappa"
HBA = "# Written by Tappa. Only the socket is open; every role gives its password.\nlocal all all scram-sha-256\n"
LOCAL = "# Your own settings of PostgreSQL; they win over tappa.conf, and Tappa does not touch this file.\n"
INCLUDES = "\n# Tappa's settings for this machine, then yours.\ninclude_if_exists 'tappa.conf'\ninclude_if_exists 'local.conf'\n"
# The built-in C.UTF-8 sorts like the C library's and does not change when the system is upgraded.
BUILTIN_LOCALE_SINCE = 17


@dataclass(frozen=True)
class Maker:
    """What making a cluster needs: programs, place, the owner's password, and how to wait for a program.

    `wait` returns when the process has ended, and raises StopAskedError when we are to stop. `sync` False
    leaves out the flush to disk, for clusters that are thrown away.
    """

    binaries: Binaries
    place: Place
    password: str
    wait: Callable[[subprocess.Popen[bytes]], None]
    sync: bool = True

    def make(self) -> None:
        """Make the cluster in a folder beside its place, and move it there in one step when it is whole.

        A kill at any moment leaves a folder `postgres.new-…`, which the next start removes.
        """
        place = self.place
        if place.outside:
            open_folders(place.cluster.parent)
        workshop = place.cluster.parent / f"{place.cluster.name}.new-{secrets.token_hex(4)}"
        make_folder(workshop, None, 0o711 if place.account else 0o700)
        try:
            self._fill(workshop)
            if place.cluster.exists():
                place.cluster.rmdir()  # an empty folder that someone made ready; rename(2) would do as well
            (workshop / "cluster").rename(place.cluster)
            _flush(place.cluster.parent)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)

    def _fill(self, workshop: Path) -> None:
        cluster, secret = workshop / "cluster", workshop / "password"
        make_folder(cluster, self.place.account, 0o700)
        write_file(secret, self.password + "\n", self.place.account)
        self._run(
            [
                *(self.binaries.program("initdb"), "-D", str(cluster), "-U", OWNER, f"--pwfile={secret}"),
                *(
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--data-checksums",
                    "--text-search-config=simple",
                ),
                *locale_options(self.binaries.major, has_locale("C.UTF-8")),
                *([] if self.sync else ["--no-sync"]),
            ],
            workshop,
        )
        self._create_database(workshop)
        sample = (cluster / "postgresql.conf").read_text()
        for name, text in (
            ("pg_hba.conf", HBA),
            ("local.conf", LOCAL),
            ("postgresql.conf", sample + INCLUDES),
        ):
            write_file(cluster / name, text, self.place.account)

    def _create_database(self, workshop: Path) -> None:
        # Before the cluster takes its place, so that a cluster without its database is never met.
        order = workshop / "create.sql"
        order.write_text(f"CREATE DATABASE {DATABASE} OWNER {OWNER};\n")
        command = [self.binaries.program("postgres"), "--single", "-D", str(workshop / "cluster")]
        options = ["-c", "exit_on_error=on", "-c", f"fsync={'on' if self.sync else 'off'}", "postgres"]
        with order.open("rb") as feed:
            self._run([*command, *options], workshop, feed.fileno())

    def _run(self, command: list[str], workshop: Path, feed: int = subprocess.DEVNULL) -> None:
        said = workshop / "said"
        with said.open("wb") as output:
            process = start(
                command,
                account=self.place.account,
                by=signal.SIGKILL,
                folder=workshop,
                output=output,
                feed=feed,
            )
            self.wait(process)
        if process.returncode != 0:
            raise PostgresError(
                f"{Path(command[0]).name} could not make the cluster {self.place.cluster}:\n"
                f"{said.read_text(errors='replace')[-2000:].strip()}"
            )


def remove_unfinished(place: Place) -> None:
    """Remove what an interrupted making left. Only the holder of the data directory's lock may call it."""
    for left in place.cluster.parent.glob(f"{place.cluster.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


def link_outside(place: Place) -> None:
    """Where the cluster stands outside, let `<data>/postgres` lead to it."""
    link = place.data / "postgres"
    if place.outside and not link.is_symlink():
        link.symlink_to(place.cluster)
        _flush(place.data)


def is_made(cluster: Path) -> bool:
    """Whether a whole cluster stands there. Raises PostgresError when something else does."""
    if (cluster / "PG_VERSION").exists():
        return True
    if cluster.exists() and any(cluster.iterdir()):
        raise PostgresError(
            f"{cluster} is no PostgreSQL cluster and not empty. Move it away, then start again."
        )
    return False


def check_version(cluster: Path, binaries: Binaries) -> None:
    """Refuse a cluster of another major version, with the way out."""
    made_by = (cluster / "PG_VERSION").read_text().strip()
    if made_by == str(binaries.major):
        return
    raise PostgresError(
        f"The cluster {cluster} was made by PostgreSQL {made_by}, and the one here is {binaries.version} "
        f"({binaries.bin}). Either set TAPPA_POSTGRES_BIN to the bin directory of a PostgreSQL {made_by} "
        f"(Debian: /usr/lib/postgresql/{made_by}/bin) and go on with that; or move the data: with that setting "
        f"`tappa backup FILE` writes everything out, and without it `tappa restore FILE` reads it into a new directory. "
        f'docs/self-hosting.md has each step under "Another major version".'
    )


def locale_options(major: int, has_utf8_locale: bool) -> list[str]:
    """initdb's locale options: order by code point, upper and lower case of all letters, on every version."""
    name = "C.UTF-8" if has_utf8_locale else "C"
    if major >= BUILTIN_LOCALE_SINCE:
        return [
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--locale={name}",
            "--lc-messages=C",
        ]
    return [f"--locale={name}", "--lc-messages=C"]


def has_locale(name: str) -> bool:
    """Whether the system's C library knows this locale."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
