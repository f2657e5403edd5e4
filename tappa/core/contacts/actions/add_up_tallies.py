"""Tallies are added up, so that the dashboard reads few rows however much has happened."""

from typing import Final

from tappa.core.contacts.sql_tally import ADD_UP, TALLIES_DUE, AddedUp
from tappa.kernel.sql import fetch_all, fetch_truth

MOST: Final = 200  # rows of a workspace: as many are read in a fraction of a millisecond


def tallies_are_due(*, most: int = MOST) -> bool:
    """Whether some workspace has more than `most` rows."""
    return fetch_truth(TALLIES_DUE, {"most": most})


def add_up_tallies(*, most: int = MOST) -> int:
    """Add up those of the workspaces that have more than `most` rows. Returns how many rows stand for them now."""
    return len(fetch_all(AddedUp, ADD_UP, {"most": most}))
