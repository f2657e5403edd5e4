"""The members who can be assigned and mentioned, and the teams that can be given a contact."""

from collections.abc import Sequence
from typing import NamedTuple

from tappa.core.accounts.holders import Holder
from tappa.web.shell.visit import Visit


class Mate(NamedTuple):
    """A member who can be assigned or mentioned: plain values, by which the rows of menus are kept (kept.py)."""

    id: int
    name: str
    team: str
    is_me: bool


class Crew(NamedTuple):
    """A team in which a contact can wait for somebody to take it."""

    id: int
    name: str


def mates_among(visit: Visit, holders: Sequence[Holder]) -> tuple[Mate, ...]:
    """All present members, oneself first, then by name."""
    me = visit.member.id
    mates = [
        Mate(holder.id, holder.name, holder.team or "", is_me=holder.id == me)
        for holder in holders
        if not holder.is_team
    ]
    return tuple(sorted(mates, key=lambda mate: not mate.is_me))


def crews_among(holders: Sequence[Holder]) -> tuple[Crew, ...]:
    """The teams, by name."""
    return tuple(Crew(holder.id, holder.name) for holder in holders if holder.is_team)
