"""`tappa counts verify`: compares the kept figures of every workspace with a full count, while everybody works."""

import argparse

from tappa.command.counts import told
from tappa.core.contacts.actions.recount_tallies import tallies_off
from tappa.core.inbox.actions.recount_open_tallies import open_tallies_off
from tappa.core.inbox.actions.repeat_standings import standings_off


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The command has no options but --data."""


def run(_arguments: argparse.Namespace) -> int:
    """Print what is off, a line each; 1 when anything is."""
    lines = told(tallies_off(), standings_off(), open_tallies_off())
    print("\n".join(lines) or "All figures equal a full count.")
    return int(bool(lines))
