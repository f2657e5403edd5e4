"""The members who can be assigned and mentioned."""

from tappa.core.accounts.queries import members_of
from tappa.web.inbox.thread_pages import Mate
from tappa.web.shell.visit import Visit


def mates_of(visit: Visit) -> tuple[Mate, ...]:
    """All present members, oneself first, then by name."""
    members = members_of(visit.workspace.id).order_by("user__name", "id")
    mates = [
        Mate(
            member.id,
            member.user.name,
            member.team.name if member.team else "",
            is_me=member.id == visit.member.id,
        )
        for member in members
    ]
    return tuple(sorted(mates, key=lambda mate: not mate.is_me))
