"""The counts beside the inboxes in the sidebar (I1), in one statement."""

from dataclasses import dataclass, field
from typing import Any

from tappa.core.accounts.models import Member
from tappa.core.contacts.sight import sight_branches
from tappa.core.inbox.sql_lists import COUNTS, COUNTS_OF_ALL, SEEN
from tappa.kernel.sql import fetch_all


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many open conversations the member sees: in All, Mine, Unassigned, and by stage id (of both kinds).

    A stage at which none is open has no entry. Contacts at no stage count in `no_stage`.
    """

    all: int = 0
    mine: int = 0
    unassigned: int = 0
    no_stage: int = 0
    stages: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Count:
    inbox: str
    stage_id: int | None
    conversations: int


def count_inboxes(member: Member) -> InboxCounts:
    """The sidebar's counts, exact, over what the member may see."""
    sight = sight_branches(member)
    values: dict[str, Any] = {"workspace": member.workspace_id, "member": member.id}
    for branch in sight:
        values |= branch.values
    if len(sight) == 1:
        statement = COUNTS_OF_ALL
    else:
        statement = COUNTS.format(seen=" UNION ".join(SEEN.format(condition=branch.sql) for branch in sight))
    counted = {(row.inbox, row.stage_id): row.conversations for row in fetch_all(_Count, statement, values)}
    stages = {stage: number for (inbox, stage), number in counted.items() if inbox == "stage"}
    return InboxCounts(
        all=sum(stages.values()),
        mine=counted["mine", None],
        unassigned=counted["unassigned", None],
        no_stage=stages.pop(None, 0),
        stages={stage: number for stage, number in stages.items() if stage is not None},
    )
