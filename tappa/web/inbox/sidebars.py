"""Building the sidebar from what the core answers."""

from collections.abc import Iterable
from math import ceil
from typing import Final
from urllib.parse import urlencode

from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.inbox.counts import InboxCounts, count_inboxes
from tappa.core.inbox.custom import in_order, inboxes_beside, sidebar_of_member
from tappa.core.inbox.custom_counts import CustomCounts, count_custom, kept_counts
from tappa.core.inbox.inbox_rules import Fold
from tappa.core.inbox.inboxes import Filtered
from tappa.core.inbox.models_inbox import CustomInbox, InboxSidebar
from tappa.web.inbox.boxes import Box, custom_box, plain_boxes, stage_box, team_boxes
from tappa.web.inbox.sidebar_pages import BuiltIn, CustomRow, CustomSection, Sidebar, SideRow
from tappa.web.inbox.spot import Spot

SECOND: Final = 1000  # milliseconds


def sidebar_of(spot: Spot, counts: InboxCounts | None = None) -> Sidebar:
    """The sidebar of a page. Custom inboxes have the numbers that are known: the page asks for the true ones at once, and
    is not kept waiting for them."""
    arranged = sidebar_of_member(spot.visit.member)
    inboxes = _inboxes(spot, arranged)
    custom = _section(spot, arranged, inboxes, kept_counts(spot.visit.member, inboxes), {})
    return Sidebar(built_in_of(spot, counts, arranged), custom)


def built_in_of(
    spot: Spot, counts: InboxCounts | None = None, arranged: InboxSidebar | None = None
) -> BuiltIn:
    """The built-in inboxes with their counts."""
    visit = spot.visit
    counts = counts or count_inboxes(visit.member)
    arranged = arranged or sidebar_of_member(visit.member)
    route = [stage_box(stage) for stage in spot.stages.lifecycle] if visit.stages_shown else []
    return BuiltIn(
        src=_src(spot, "inbox_sidebar"),
        top=_rows(spot, plain_boxes(), counts),
        route=_rows(spot, route, counts),
        teams=_rows(spot, team_boxes(visit), counts),
        folded=frozenset(arranged.folded),
    )


def custom_section_of(spot: Spot) -> CustomSection:
    """The custom inboxes, counted, with what is broken marked."""
    visit = spot.visit
    arranged = sidebar_of_member(visit.member)
    catalogue = Catalogue(visit.workspace.id)
    boxes = {inbox: custom_box(visit, inbox, catalogue) for inbox in _inboxes(spot, arranged)}
    contents = {inbox: box.inbox for inbox, box in boxes.items() if isinstance(box.inbox, Filtered)}
    counts = count_custom(visit.member, contents)
    return _section(spot, arranged, boxes, counts, {inbox.id: box.broken for inbox, box in boxes.items()})


def _section(
    spot: Spot,
    arranged: InboxSidebar,
    inboxes: Iterable[CustomInbox],
    counts: CustomCounts,
    broken: dict[int, str],
) -> CustomSection:
    visit = spot.visit
    rows = tuple(
        CustomRow(
            inbox,
            visit.url("inbox_list", box=f"custom-{inbox.id}"),
            counts.numbers.get(inbox.id),
            spot.box.custom == inbox,
            inbox.maker_id == visit.member.id,
            broken.get(inbox.id, ""),
        )
        for inbox in inboxes
    )
    return CustomSection(
        src=_src(spot, "inbox_sidebar_custom"),
        rows=rows,
        is_folded=Fold.CUSTOM in arranged.folded,
        again=0 if counts.again is None else ceil(counts.again * SECOND),
        lost=visit.url("inbox_custom_lost") if not rows and spot.stages.lost and visit.stages_shown else "",
    )


def _inboxes(spot: Spot, arranged: InboxSidebar) -> list[CustomInbox]:
    return in_order(inboxes_beside(spot.visit.member), arranged.order)


def _rows(spot: Spot, boxes: Iterable[Box], counts: InboxCounts) -> tuple[SideRow, ...]:
    return tuple(
        SideRow(
            word=box.word,
            title=box.title,
            emoji=box.emoji,
            hue=box.stage.hue if box.stage else None,
            icon=box.icon,
            href=spot.visit.url("inbox_list", box=box.word),
            open=box.count(counts) or 0,
            is_current=box.word == spot.box.word,
        )
        for box in boxes
    )


def _src(spot: Spot, name: str) -> str:
    """A part of the sidebar that knows which inbox is open. Not in its path: it stays when that inbox goes."""
    return f"{spot.visit.url(name)}?{urlencode([('box', spot.box.word)])}"
