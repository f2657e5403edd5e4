"""Questions over all rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Standing
from tappa.core.inbox.models import Channel, ContactChannel
from tappa.core.inbox.rules import WEBSITE_CHAT
from tappa.core.lifecycle.rules import Kind
from tappa.core.reports.sql import FIGURES, STAGE_COUNTS, STEPS, FigureRow, StageCount, StepsRow
from tappa.kernel.sql import fetch_all, fetch_one

LOOKED_AT: Final = 500  # people, to see whether one of them was answered


@dataclass(frozen=True, slots=True)
class Figures:
    """How many contacts, and how many of their conversations are open, snoozed, and open without an assignee."""

    contacts: int = 0
    open: int = 0
    snoozed: int = 0
    unassigned: int = 0


@dataclass(frozen=True, slots=True)
class StageFigures:
    """The figures of one stage."""

    id: int
    name: str
    emoji: str
    hue: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class LifecycleFigures:
    """Where all contacts of a workspace stand, at one moment. `lost` joins all lost stages, `total` is everybody:
    those too who are just being moved away from a deleted stage."""

    stages: tuple[StageFigures, ...]
    lost_ids: tuple[int, ...]
    lost: Figures
    no_stage: Figures
    total: Figures


def lifecycle_figures(workspace_id: int) -> LifecycleFigures:
    """The Lifecycle section of the dashboard (D1): true at the moment of asking, in the order of the stages."""
    rows = fetch_all(FigureRow, FIGURES, {"workspace": workspace_id})
    lost = [row for row in rows if row.kind == Kind.LOST]
    return LifecycleFigures(
        stages=tuple(
            StageFigures(row.stage_id or 0, row.name or "", row.emoji or "", row.hue or 0, _of(row))
            for row in rows
            if row.kind == Kind.LIFECYCLE
        ),
        lost_ids=tuple(row.stage_id or 0 for row in lost),
        lost=_sum(lost),
        no_stage=_sum(row for row in rows if row.stage_id is None),
        total=_sum(rows),
    )


def contacts_at_stages(workspace_id: int) -> dict[int, int]:
    """How many contacts stand at each stage, by its id; stages where nobody stands have no entry."""
    rows = fetch_all(StageCount, STAGE_COUNTS, {"workspace": workspace_id})
    return {row.stage_id: row.contacts for row in rows}


def contacts_of_member(member: Member) -> int:
    """How many contacts are assigned to a member: what a removal lets go."""
    standings = Standing.objects.filter(workspace_id=member.workspace_id, assignee=member, is_deleted=False)
    return standings.count()


def contacts_of_channel(channel: Channel) -> int:
    """How many contacts are known on a channel."""
    return ContactChannel.objects.filter(workspace_id=channel.workspace_id, channel=channel).count()


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a new workspace has done of its first steps, each as it really is.

    `written`: somebody wrote through a website chat. `answered`: one of these was, or, without a website chat, anybody.
    `stages`: they were changed or found good. `invited`: there is another member, or an invitation. `connected`: a
    channel beside the website chat.
    """

    written: bool
    answered: bool
    stages: bool
    invited: bool
    connected: bool


def first_steps(workspace_id: int) -> FirstSteps:
    """The checklist of a new workspace, in one statement."""
    values = {"workspace": workspace_id, "website_chat": WEBSITE_CHAT, "looked_at": LOOKED_AT}
    row = fetch_one(StepsRow, STEPS, values)
    assert row is not None  # noqa: S101  a SELECT without FROM has one row
    return FirstSteps(row.written, row.answered, row.stages, row.invited, row.connected)


def _of(row: FigureRow) -> Figures:
    return Figures(row.contacts, row.open, row.snoozed, row.unassigned)


def _sum(rows: Iterable[FigureRow]) -> Figures:
    columns = zip(*((row.contacts, row.open, row.snoozed, row.unassigned) for row in rows), strict=True)
    return Figures(*map(sum, columns))
