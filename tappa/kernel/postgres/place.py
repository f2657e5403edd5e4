"""Where the cluster and its socket stand.

`can_reach` checks the data directory by becoming PostgreSQL's account, and no right of an existing folder
is ever loosened: a clone under a closed home stays closed, and the cluster moves out of it instead.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tappa.kernel.postgres.account import Account, can_reach, choose_account
from tappa.kernel.postgres.errors import PostgresError

HOME_SETTING = "TAPPA_POSTGRES_HOME"
SOCKET_NAME = ".s.PGSQL.5432"
# sun_path has 108 bytes with its closing NUL; one more is kept in hand.
SOCKET_LIMIT = 107


@dataclass(frozen=True)
class Place:
    """Where things stand: `data` is ours, `cluster` and `run` (the socket's folder) are PostgreSQL's.

    `account` is None when PostgreSQL runs as ourselves.
    """

    data: Path
    cluster: Path
    run: Path
    log: Path
    account: Account | None

    @property
    def outside(self) -> bool:
        """Whether the cluster stands outside the data directory, which then holds a symlink to it."""
        return self.cluster.parent != self.data


def shared_home() -> Path:
    """For root: the folder of clusters and binaries that PostgreSQL's account can always reach."""
    return Path(os.environ.get(HOME_SETTING) or "/var/lib/tappa").absolute()


def choose_place(data: Path) -> Place:
    """Decide for this data directory, which must exist. Makes nothing but the instance id's file.

    Raises PostgresError when an existing cluster has gone, is a stranger's, or cannot be reached.
    """
    here = data / "postgres"
    if here.is_symlink() and not here.exists():
        raise PostgresError(
            f"{here} points to {here.readlink()}, which is not there. Bring that directory back, "
            f"or remove the link to begin with an empty database."
        )
    settled = here.resolve() if here.exists() else None
    account = choose_account(settled or _left_outside(data))
    identity = instance_id(data)
    outside = shared_home() / identity
    if settled is not None:
        cluster = settled if here.is_symlink() else here
        _check_owner(cluster, account)
    else:
        cluster = here if can_reach(account, [data]) else outside / "postgres"
    run = (data if can_reach(account, [data]) else outside) / "run"
    if not fits(run):
        run = outside / "run" if account else _short_run(identity)
    return Place(data, cluster, run, data / "logs" / "postgres.log", account)


def fits(run: Path) -> bool:
    """Whether a socket in `run` can be bound and named: short enough, and no comma.

    libpq reads a comma in a host as the end of one host and the beginning of the next.
    """
    name = os.fsencode(run / SOCKET_NAME)
    return len(name) < SOCKET_LIMIT and b"," not in name and b"\n" not in name


def instance_id(data: Path) -> str:
    """Twelve hexadecimal digits that name this data directory; made once and kept in it."""
    file = data / "instance-id"
    draft = data / f".instance-id.{os.getpid()}"
    if not file.exists():
        draft.write_text(secrets.token_hex(6) + "\n")
        try:
            os.link(draft, file)
        except FileExistsError:
            pass  # another process was first; its id counts
        finally:
            draft.unlink()
    return file.read_text().strip()


def _left_outside(data: Path) -> Path | None:
    """A cluster that was made outside just before we died, when the link to it was still to come."""
    file = data / "instance-id"
    cluster = shared_home() / file.read_text().strip() / "postgres" if file.exists() else None
    return cluster if cluster and os.geteuid() == 0 and cluster.exists() else None


def _short_run(identity: str) -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    short = Path(runtime) / f"tappa-{identity}" if runtime else None
    if short and fits(short) and os.access(short.parent, os.W_OK):
        return short
    return Path("/tmp") / f"tappa-{os.getuid()}-{identity}"  # noqa: S108 - make_folder verifies that it is ours


def _check_owner(cluster: Path, account: Account | None) -> None:
    owner = cluster.stat().st_uid
    if account is None and owner != os.geteuid():
        raise PostgresError(
            f"The cluster {cluster} belongs to user {owner}. Start Tappa as that user or as root, "
            f"or give it to yourself: chown -R {os.geteuid()} {cluster}."
        )
    if account is not None and owner != account.uid:
        raise PostgresError(
            f"The cluster {cluster} belongs to user {owner}, and PostgreSQL is to run as {account.name}. "
            f"chown -R {account.name} {cluster}, or name the other user in TAPPA_POSTGRES_USER."
        )
    if not can_reach(account, [cluster]):
        name = account.name if account else "you"
        raise PostgresError(
            f"The cluster {cluster} cannot be reached by {name}: a folder above it is closed."
        )
