"""The members who can be assigned and mentioned."""

from dataclasses import dataclass

from tappa.core.accounts.queries import members_by_name
from tappa.web.shell.visit import Visit


@dataclass(frozen=True, slots=True)
class Mate:
    """A member who can be assigned or mentioned."""

    id: int
    name: str
    team: str
    is_me: bool


def mates_of(visit: Visit) -> tuple[Mate, ...]:
    """All present members, oneself first, then by name."""
    mates = [
        Mate(
            member.id,
            member.user.name,
            member.team.name if member.team else "",
            is_me=member.id == visit.member.id,
        )
        for member in members_by_name(visit.workspace.id)
    ]
    return tuple(sorted(mates, key=lambda mate: not mate.is_me))
