"""The counts beside the built-in inboxes in the sidebar (I1), in one statement."""

from dataclasses import dataclass, field
from typing import Any

from tappa.core.accounts.models import Member
from tappa.core.contacts.sight import MENTIONED, holder_branches
from tappa.core.inbox.sql_counts import COUNTS, COUNTS_OF_ALL
from tappa.kernel.sql import fetch_all


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many open conversations the member sees: in All, Mine, Unassigned, by stage id (of both kinds) and by team id.

    A stage or team with none open has no entry. Contacts at no stage count in `no_stage`.
    """

    all: int = 0
    mine: int = 0
    unassigned: int = 0
    no_stage: int = 0
    stages: dict[int, int] = field(default_factory=dict)
    teams: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Count:
    inbox: str
    of: int | None
    conversations: int


def count_inboxes(member: Member) -> InboxCounts:
    """The sidebar's counts, exact, over what the member may see."""
    values: dict[str, Any] = {
        "workspace": member.workspace_id,
        "member": member.id,
        "sight_member": member.id,
    }
    statement = COUNTS_OF_ALL
    if held := holder_branches(member):
        for branch in held:
            values |= branch.values
        any_of = " OR ".join(branch.sql for branch in held)
        statement = COUNTS.format(held=any_of, mentioned=MENTIONED)
    counted = {(row.inbox, row.of): row.conversations for row in fetch_all(_Count, statement, values)}
    stages = {of: number for (inbox, of), number in counted.items() if inbox == "stage"}
    return InboxCounts(
        all=sum(stages.values()),
        mine=counted["mine", None],
        unassigned=counted["unassigned", None],
        no_stage=stages.pop(None, 0),
        stages={of: number for of, number in stages.items() if of is not None},
        teams={of: number for (inbox, of), number in counted.items() if inbox == "team" and of is not None},
    )
