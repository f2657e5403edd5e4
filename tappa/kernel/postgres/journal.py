"""PostgreSQL's log file: opened by the supervisor, kept small, its end shown when something fails."""

import shutil
from pathlib import Path
from typing import IO

LIMIT = 10 * 1024 * 1024
KEPT = 3


def open_log(path: Path) -> IO[bytes]:
    """The log, for appending. As root we open it ourselves: PostgreSQL's account may not reach its folder."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    rotate(path)
    file = path.open("ab", buffering=0)
    path.chmod(0o600)
    return file


def rotate(path: Path, limit: int = LIMIT) -> None:
    """Past `limit` bytes, move the contents to `<log>.1` and the older ones on, three at most.

    The file is copied and emptied, not renamed, because PostgreSQL keeps it open; a line that is written
    between the two is lost.
    """
    if not path.exists() or path.stat().st_size < limit:
        return
    for number in range(KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    shutil.copy2(path, path.with_name(f"{path.name}.1"))
    with path.open("r+b") as file:
        file.truncate(0)


def tail(path: Path, lines: int = 12) -> str:
    """The log's last lines, for an error message."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 8192))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return "(no log)"
