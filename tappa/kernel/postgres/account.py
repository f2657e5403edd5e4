"""Whom PostgreSQL runs as, and what that account can reach.

PostgreSQL refuses to run as root, so root hands it to an account without rights.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from tappa.kernel.postgres.errors import PostgresError

SETTING = "TAPPA_POSTGRES_USER"
CANDIDATES = ("tappa", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the system: ids, and the groups it is in."""

    name: str
    uid: int
    gid: int
    groups: tuple[int, ...] = ()


def choose_account(cluster: Path | None) -> Account | None:
    """The account for PostgreSQL; None when we are not root and it simply runs as ourselves.

    As root: $TAPPA_POSTGRES_USER, else the owner of the existing `cluster`, else the first that exists of
    tappa, postgres and nobody. Raises PostgresError when there is none.
    """
    if os.geteuid() != 0:
        return None
    named = os.environ.get(SETTING)
    if named:
        return _by_name(named)
    if cluster is not None:
        owner = cluster.stat()
        if owner.st_uid != 0:
            return _by_id(owner.st_uid, owner.st_gid)
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in CANDIDATES:
        if name in known:
            return _by_name(name)
    raise PostgresError(
        "PostgreSQL does not run as root, and this system has no user tappa, postgres or nobody. "
        f"Make one (useradd --system tappa), or set {SETTING} to a user without rights."
    )


def can_reach(account: Account | None, paths: list[Path]) -> bool:
    """Whether the account can read and enter every path.

    A child really becomes the account and tries: reading permission bits by hand misses access lists,
    mounts and security modules. Call it from a process with one thread (it forks).
    """
    if account is None:
        return all(os.access(path, os.R_OK | os.X_OK) for path in paths)
    child = os.fork()
    if child == 0:
        answer = 1
        try:
            os.setgroups(account.groups)
            os.setgid(account.gid)
            os.setuid(account.uid)
            answer = 0 if all(os.access(path, os.R_OK | os.X_OK) for path in paths) else 1
        finally:
            os._exit(answer)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _by_name(name: str) -> Account:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise PostgresError(f"{SETTING} names the user {name}, whom this system does not know.") from None
    if entry.pw_uid == 0:
        raise PostgresError(f"{SETTING} names {name}, which is root; PostgreSQL needs a user without rights.")
    return Account(name, entry.pw_uid, entry.pw_gid, tuple(os.getgrouplist(name, entry.pw_gid)))


def _by_id(uid: int, gid: int) -> Account:
    # In containers the owner of a volume often has no name.
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(str(uid), uid, gid, (gid,))
    return Account(entry.pw_name, uid, entry.pw_gid, tuple(os.getgrouplist(entry.pw_name, entry.pw_gid)))
