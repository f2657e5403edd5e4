"""What the supervisor of a data directory holds and tells: a lock, and a small file that others read."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from tappa.kernel.postgres.errors import AlreadyRunningError

LOCK = "postgres.lock"
STATUS = "postgres.json"
# A reader that asks "is it held?" holds it for an instant itself, and a holder whose parent was killed needs
# another to begin stopping.
REFUSE_SECONDS = 1.0
# After kill -9 of `tappa serve` the next one comes at once; it waits for the old supervisor's shutdown.
STOPPING_SECONDS = 45.0


@dataclass(frozen=True)
class Status:
    """One moment of a supervisor.

    `state` is "starting", "ready", "stopping" or "failed"; `says` is a sentence for a person. The socket's
    folder, the cluster and the version are empty until they are known. A status counts only while its `pid`
    holds the lock.
    """

    pid: int
    state: str
    says: str
    socket_dir: str = ""
    cluster: str = ""
    version: str = ""
    log: str = ""


@contextmanager
def held_lock(data: Path) -> Iterator[None]:
    """Hold the data directory's lock; the kernel gives it back however we end.

    Raises AlreadyRunningError, naming the holder.
    """
    with (data / LOCK).open("a+") as file:
        began = time.monotonic()
        while not _taken(file):
            waited = time.monotonic() - began
            if waited > (STOPPING_SECONDS if _is_stopping(data) else REFUSE_SECONDS):
                raise AlreadyRunningError(
                    f"The database in {data} is already run by process {lock_holder(data)}. "
                    f"Stop that one first, or use another data directory."
                )
            time.sleep(0.05)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_stopping(data: Path) -> bool:
    status = read_status(data)
    return status is not None and status.state == "stopping" and status.pid == lock_holder(data)


def is_locked(data: Path) -> bool:
    """Whether a supervisor is running for this data directory."""
    try:
        with (data / LOCK).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def lock_holder(data: Path) -> int | None:
    """The process id that the holder wrote into the lock; None in the instant before it does."""
    text = (data / LOCK).read_text().strip()
    return int(text) if text.isdigit() else None


def write_status(data: Path, status: Status) -> None:
    """Replace the status in one step, so that no reader sees half of it."""
    draft = data / f".{STATUS}.{status.pid}"
    draft.write_text(json.dumps(asdict(status)))
    draft.replace(data / STATUS)


def read_status(data: Path) -> Status | None:
    """The last status written, by whichever supervisor; None when there never was one."""
    try:
        return Status(**json.loads((data / STATUS).read_text()))
    except FileNotFoundError:
        return None
