"""How much of the processors Tappa's processes and those of PostgreSQL have used."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.support.running import descendants

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Used:
    """Seconds of processor time since the processes began."""

    application: float
    database: float

    def __sub__(self, before: "Used") -> "Used":
        return Used(self.application - before.application, self.database - before.database)


def used_by(parent: int) -> Used:
    """What the processes below this one have used until now, and those of them that have ended: their parents have
    their time."""
    application = database = 0.0
    for pid in descendants(parent):
        name, seconds = _name_and_seconds(pid)
        if name == "postgres":
            database += seconds
        else:
            application += seconds
    return Used(application, database)


def _name_and_seconds(pid: int) -> tuple[str, float]:
    try:
        told = (Path("/proc") / str(pid) / "stat").read_text()
    except OSError:
        return "", 0.0  # it ended while we looked
    fields = told.rpartition(")")[2].split()
    return told[told.index("(") + 1 : told.rindex(")")], sum(map(int, fields[11:15])) / TICKS
