"""What a killed supervisor or postmaster left behind, and how to be rid of it without harm."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tappa.kernel.postgres.child import children_of
from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.handover import write_file
from tappa.kernel.postgres.place import SOCKET_NAME, Place

# A fast shutdown writes its checkpoint first; a slow disk may take long over that.
ORPHAN_SECONDS = 60.0
BACKEND_SECONDS = 2.0


def await_old_server(place: Place, pause: Callable[[float], None], say: Callable[[str], None]) -> None:
    """Wait for a postmaster of this cluster whose supervisor was killed; it is stopping already.

    Asks it to stop once more, in case it was started by hand. Raises PostgresError when it does not end.
    """
    pid = postmaster_pid(place.cluster)
    if pid is None or not is_postmaster(pid, place.cluster):
        return
    say(f"waiting for the PostgreSQL of an earlier supervisor (process {pid}) to stop")
    _send(pid, signal.SIGINT)
    until = time.monotonic() + ORPHAN_SECONDS
    while is_postmaster(pid, place.cluster):
        if time.monotonic() > until:
            raise PostgresError(
                f"A PostgreSQL (process {pid}) already runs on {place.cluster} and does not stop. "
                f"Stop it with `kill -QUIT {pid}`, then start again."
            )
        pause(0.05)


def disown_stale_files(place: Place) -> None:
    """Keep a number that now belongs to another program from passing for a running postmaster.

    After a container starts again its few process ids are given out anew, and PostgreSQL refuses to start
    while any process of its user has the id in postmaster.pid. It overlooks its own parent's id: we write
    ours. Removing the file would also remove PostgreSQL's check for backends that still run.
    """
    file = place.cluster / "postmaster.pid"
    pid = postmaster_pid(place.cluster)
    if pid is not None and not _is_any_postgres(pid):
        lines = file.read_text(errors="surrogateescape").splitlines(keepends=True)
        lines[0] = f"{os.getpid()}\n"
        write_file(file, "".join(lines), place.account)
        (place.run / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def reap_backends(pause: Callable[[float], None]) -> None:
    """Wait until every child is gone: after the postmaster's death its backends are ours.

    One that is deep in a query notices late; after two seconds it is killed, for a new postmaster cannot
    start before the old shared memory is free. What it had committed is in the log of the cluster.
    """
    until = time.monotonic() + BACKEND_SECONDS
    while True:
        try:
            reaped, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if reaped == 0:
            if time.monotonic() > until:
                for child in children_of(os.getpid()):
                    _send(child, signal.SIGKILL)
            pause(0.02)


def postmaster_pid(cluster: Path) -> int | None:
    """The process id that postmaster.pid names, running or not."""
    first = _lines(cluster)[:1]
    return int(first[0]) if first and first[0].isdigit() else None


def is_ready(cluster: Path, pid: int) -> bool:
    """Whether postmaster `pid` takes connections, by the eighth line of its postmaster.pid."""
    lines = _lines(cluster)
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def is_postmaster(pid: int, cluster: Path) -> bool:
    """Whether process `pid` is a postmaster on `cluster`, by its command line, which anyone may read."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].rpartition(b"/")[2] == b"postgres" and os.fsencode(cluster) in words


def _is_any_postgres(pid: int) -> bool:
    # Started by hand, by another path to the same folder, it would still be the owner of its file.
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() in {"postgres", "postmaster"}
    except OSError:
        return False


def _lines(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
