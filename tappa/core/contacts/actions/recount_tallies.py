"""Tallies are counted anew, should they ever say another thing than the standings do (D1)."""

from tappa.core.contacts.sql_tally import OFF, RECOUNT, AddedUp, TallyOff
from tappa.kernel.moments import at_one_moment
from tappa.kernel.sql import fetch_all


def tallies_off() -> list[TallyOff]:
    """The stages, of all workspaces, whose tallies say another thing than a full count."""
    return fetch_all(TallyOff, OFF, {})


def recount_tallies() -> list[TallyOff]:
    """Compare the tallies of all workspaces with a full count, and count those anew that are off.

    Returns what was off. Nobody who moves a contact waits for it.
    """

    def recount() -> list[TallyOff]:
        found = tallies_off()
        if found:
            fetch_all(AddedUp, RECOUNT, {})
        return found

    return at_one_moment(recount)
