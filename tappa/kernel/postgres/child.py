"""Starting programs that die with us, as another account where needed. Linux only."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from tappa.kernel.postgres.account import Account
from tappa.kernel.postgres.errors import PostgresError

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LIBC = ctypes.CDLL(None, use_errno=True)


def die_with(parent: int, by: signal.Signals) -> None:
    """Ask the kernel to send us `by` when `parent` ends, and end now if it has ended already.

    The kernel watches the *thread* that started us, and forgets the wish when credentials change: call it
    after those, and start us from a thread that lives as long as the parent.
    """
    if LIBC.prctl(PR_SET_PDEATHSIG, int(by), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Make us the parent of our children's orphans, so that we see when the last backend has gone."""
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def start(
    command: Sequence[str],
    *,
    account: Account | None,
    by: signal.Signals,
    folder: Path,
    output: IO[bytes],
    feed: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start `command` in `folder` as `account`; it gets `by` when we die, however we die.

    It has its own session, so that Ctrl-C in a terminal reaches us alone and we stop it in order.
    """
    parent = os.getpid()

    def last_step() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        die_with(parent, by)

    try:
        return subprocess.Popen(
            list(command),
            cwd=folder,
            env=_environment(folder),
            stdin=feed,
            stdout=output,
            stderr=output,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=account.groups if account else None,
            umask=0o077,
            start_new_session=True,
            preexec_fn=last_step,  # noqa: PLW1509 - the supervisor has one thread; runs after the credentials change
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PostgresError(f"{command[0]} cannot be started: {error}.") from error


def children_of(parent: int) -> list[int]:
    """The process ids whose parent is `parent`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            except OSError:
                continue  # it ended while we looked
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found


def _environment(folder: Path) -> dict[str, str]:
    # PGDATA, PGPORT and their like would redirect the programs; the caller's secrets are none of theirs.
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(folder), **kept}
