"""The menus of the filter bar: each row is a link to the same list, asked otherwise."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tappa.core.accounts.grants import Role, Sight, sight
from tappa.core.inbox.inboxes import AtStage, Mine, Sort, Unassigned
from tappa.core.inbox.queries import all_channels_of
from tappa.core.inbox.rules import ConversationStatus
from tappa.web.inbox.asked import Asked
from tappa.web.inbox.list_pages import Option, Tools
from tappa.web.inbox.spot import Spot
from tappa.web.stage.choices import StageMark

STATUSES: Final = (
    (ConversationStatus.OPEN, gettext_lazy("Open")),
    (ConversationStatus.SNOOZED, gettext_lazy("Snoozed")),
    (ConversationStatus.CLOSED, gettext_lazy("Closed")),
)
SORTS: Final = (
    (Sort.NEWEST, gettext_lazy("Newest")),
    (Sort.OLDEST, gettext_lazy("Oldest")),
    (Sort.LONGEST_WAITING, gettext_lazy("Longest waiting")),
    (Sort.LONGEST_OPEN, gettext_lazy("Longest open")),
)


def tools_of(spot: Spot) -> Tools:
    """The filter bar of a list."""
    asked = spot.asked
    where = asked.where
    return Tools(
        statuses=tuple(
            _option(spot, str(text), asked.having(status=status), chosen=where.status is status)
            for status, text in STATUSES
        ),
        stages=tuple(_stages(spot)),
        stages_text=_stages_text(spot),
        stages_are_chosen=bool(where.stages),
        unreplied=_option(
            spot, _("Unreplied"), asked.having(unreplied=not where.unreplied), chosen=where.unreplied
        ),
        assignees=tuple(_assignees(spot)),
        channels=tuple(_channels(spot)),
        sorts=tuple(
            _option(spot, str(text), asked.sorted_by(sort), chosen=asked.sort is sort) for sort, text in SORTS
        ),
        clear=_option(spot, _("Clear"), asked.having(assignees=(), channels=()), chosen=False)
        if where.assignees or where.channels
        else None,
        more_count=len(where.assignees) + len(where.channels),
    )


def _option(spot: Spot, text: str, asked: Asked, *, chosen: bool, stage: StageMark | None = None) -> Option:
    there = Spot(spot.visit, spot.box, asked, spot.stages)
    return Option(text, there.list_href, there.list_src("inbox_list_pane"), chosen, stage)


def _stages(spot: Spot) -> Iterator[Option]:
    if not spot.visit.stages_shown or isinstance(spot.box.inbox, AtStage):
        return
    wanted = spot.asked.where.stages
    for stage in (*spot.stages.lifecycle, *spot.stages.lost):
        asked = spot.asked.toggled(stage.id)
        yield _option(spot, stage.name, asked, chosen=stage.id in wanted, stage=spot.stages.mark(stage.id))
    yield _option(spot, _("No stage"), spot.asked.toggled(None), chosen=None in wanted)


def _stages_text(spot: Spot) -> str:
    wanted = spot.asked.where.stages
    if not wanted:
        return _("Any stage")
    if len(wanted) == 1:
        stage = spot.stages.by_id(wanted[0])
        return stage.name if stage else _("No stage") if wanted[0] is None else _("A stage that is gone")
    return ngettext("%(number)d stage", "%(number)d stages", len(wanted)) % {"number": len(wanted)}


def _assignees(spot: Spot) -> Iterator[Option]:
    """Nobody and all members, where the inbox and the member's sight leave a choice."""
    member = spot.visit.member
    if isinstance(spot.box.inbox, Mine | Unassigned):
        return
    if sight(Role(member.role), member.restrictions) is Sight.MINE:
        return
    wanted = spot.asked.where.assignees
    names: list[tuple[int | None, str]] = [(None, _("Nobody"))]
    names += spot.members
    for id_, name in names:
        chosen = id_ in wanted
        yield _option(spot, name, spot.asked.having(assignees=() if chosen else (id_,)), chosen=chosen)


def _channels(spot: Spot) -> Iterator[Option]:
    wanted = spot.asked.where.channels
    channels = all_channels_of(spot.visit.workspace.id)
    if len(channels) < 2 and not wanted:
        return
    for channel in channels:
        chosen = channel.id in wanted
        yield _option(
            spot, channel.name, spot.asked.having(channels=() if chosen else (channel.id,)), chosen=chosen
        )
