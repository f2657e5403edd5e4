"""What `tappa counts verify` and `tappa counts repair` say: which figures of which workspace are off."""

from collections.abc import Iterable
from typing import Final

from tappa.core.contacts.sql_tally import TallyOff
from tappa.core.inbox.sql_standings import StandingOff
from tappa.core.inbox.sql_tally import OpenTallyOff

FIGURES: Final = ("contacts", "open", "snoozed", "unassigned")


def told(
    tallies: Iterable[TallyOff], standings: Iterable[StandingOff], open_tallies: Iterable[OpenTallyOff]
) -> list[str]:
    """A line for each figure that is off, and for each contact."""
    lines = [
        f"{row.workspace}: contact {row.contact_id} is listed otherwise than its conversation is"
        for row in standings
    ] + [f"{off.workspace}: {off.stage or 'no stage'}: {_by_how_much(off)}" for off in tallies]
    return lines + [
        f"{off.workspace}: open with {f'member {off.assignee_id}' if off.assignee_id else 'nobody'}: {off.open:+d}"
        for off in open_tallies
    ]


def _by_how_much(off: TallyOff) -> str:
    by = [(name, getattr(off, name)) for name in FIGURES]
    return ", ".join(f"{name} {number:+d}" for name, number in by if number)
