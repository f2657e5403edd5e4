"""Tallies of open conversations are added up, so that the sidebar reads few rows however much has happened."""

from typing import Final

from tappa.core.inbox.sql_tally import ADD_UP, OPEN_TALLIES_DUE, AddedUp
from tappa.kernel.sql import fetch_all, fetch_truth

MOST: Final = 200  # rows of a workspace beyond its sums


def open_tallies_are_due(*, most: int = MOST) -> bool:
    """Whether some workspace has so many rows to add."""
    return fetch_truth(OPEN_TALLIES_DUE, {"most": most})


def add_up_open_tallies(*, most: int = MOST) -> int:
    """Add up those of the workspaces that have so many rows to add. Returns how many rows stand for them now."""
    return len(fetch_all(AddedUp, ADD_UP, {"most": most}))
