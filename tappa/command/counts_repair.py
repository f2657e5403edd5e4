"""`tappa counts repair`: figures that are off are counted anew. Nobody has to stop working for it."""

import argparse

from tappa.command.counts import told
from tappa.core.contacts.actions.recount_tallies import recount_tallies
from tappa.core.inbox.actions.recount_open_tallies import recount_open_tallies
from tappa.core.inbox.actions.repeat_standings import repeat_standings


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The command has no options but --data."""


def run(_arguments: argparse.Namespace) -> None:
    """Repair, and print what was off, a line each."""
    standings = repeat_standings()  # first: the tallies count them
    lines = told(recount_tallies(), standings, recount_open_tallies())
    print(
        "\n".join([*lines, "Repaired."]) if lines else "All figures equal a full count: nothing was changed."
    )
