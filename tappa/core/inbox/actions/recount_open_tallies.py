"""Tallies of open conversations are counted anew, should they ever say another thing than the standings do (I1)."""

from tappa.core.inbox.sql_tally import OFF, RECOUNT, AddedUp, OpenTallyOff
from tappa.kernel.moments import at_one_moment
from tappa.kernel.sql import fetch_all


def open_tallies_off() -> list[OpenTallyOff]:
    """Where, in all workspaces, the tallies say another number than a full count."""
    return fetch_all(OpenTallyOff, OFF, {})


def recount_open_tallies() -> list[OpenTallyOff]:
    """Compare the tallies of all workspaces with a full count, and count anew where they are off. Returns what was."""

    def recount() -> list[OpenTallyOff]:
        found = open_tallies_off()
        if found:
            fetch_all(AddedUp, RECOUNT, {})
        return found

    return at_one_moment(recount)
