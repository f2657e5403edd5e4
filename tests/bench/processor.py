"""How much of the processors Tappa's processes and those of PostgreSQL have used."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.support.running import command_line, descendants

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Used:
    """Seconds of processor time since the processes began."""

    application: float
    database: float

    def __sub__(self, before: "Used") -> "Used":
        return Used(self.application - before.application, self.database - before.database)


def used_by(parent: int) -> Used:
    """What the processes below this one have used until now. One that ended is counted no more: keep them running."""
    application = database = 0.0
    for pid in descendants(parent):
        seconds = _seconds(pid)
        if "postgres" in command_line(pid).partition(" ")[0]:
            database += seconds
        else:
            application += seconds
    return Used(application, database)


def _seconds(pid: int) -> float:
    try:
        fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0  # it ended while we looked
    return (int(fields[11]) + int(fields[12])) / TICKS
