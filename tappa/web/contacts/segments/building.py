"""The parts of the pages that are about segments."""

from collections.abc import Sequence

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import write_address
from tappa.core.contacts.filters.terms import EVERYONE, Condition, Operator, broken_parts
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segments import count_segment, filter_of, segments_of
from tappa.kernel.errors import TooSlow
from tappa.web.contacts.addresses import query_of
from tappa.web.contacts.asked import Asked
from tappa.web.contacts.segments.pages import CountPart, SegmentRow, SegmentsPart, Title
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages


def segments_part(visit: Visit, asked: Asked) -> SegmentsPart | None:
    """The section of the sidebar; None for who may not filter (C5)."""
    if not visit.may(Permission.FILTER_CONTACTS):
        return None
    catalogue = Catalogue(visit.workspace.id)
    rows = [_row(visit, asked, segment, catalogue) for segment in segments_of(visit.workspace.id)]
    return SegmentsPart(rows, visit.url("segment_new") + _present(asked))


def _row(visit: Visit, asked: Asked, segment: Segment, catalogue: Catalogue) -> SegmentRow:
    broken = broken_parts(filter_of(segment, catalogue))
    return SegmentRow(
        segment=segment,
        address=segment_address(visit, segment.id),
        is_current=asked.segment is not None and asked.segment.id == segment.id,
        broken=broken[0].reason if broken else "",
    )


def count_part(visit: Visit, segment: Segment) -> CountPart:
    """How many are in a segment just now."""
    try:
        return CountPart(segment.id, count_segment(segment, visit.member))
    except TooSlow:
        return CountPart(segment.id)


def title_of(visit: Visit, asked: Asked, stages: Stages) -> Title:
    """What the table shows, by its name."""
    if not visit.may(Permission.FILTER_CONTACTS):
        return Title()
    is_plain = asked.filter == EVERYONE or bool(broken_parts(asked.filter))
    save_as = "" if is_plain else visit.url("segment_new") + _present(asked)
    segment = asked.segment
    if segment is None:
        return Title(save_as=save_as)
    ids = [each.id for each in segments_of(visit.workspace.id)]
    return Title(
        segment=segment,
        is_edited=asked.is_edited,
        filter=write_address(asked.filter),
        sort=asked.own_sort,
        save_as=save_as,
        copy=visit.url("segment_new") + query_of([("segment", segment.id)]),
        order_up=_stepped(ids, segment.id, -1),
        order_down=_stepped(ids, segment.id, 1),
        address=segment_address(visit, segment.id),
        back_to=stages.lifecycle if _may_move_back(visit, asked, stages) else (),
    )


def _may_move_back(visit: Visit, asked: Asked, stages: Stages) -> bool:
    """Whether these are contacts who were lost, and may be moved back into the process all at once."""
    lost = {stage.id for stage in stages.lost}
    asks_for_lost = any(
        isinstance(part, Condition)
        and part.field.key == "stage"
        and part.operator in {Operator.IS, Operator.ANY_OF}
        and lost.issuperset(part.values)
        for part in asked.filter.members
    )
    return (
        visit.stages_shown
        and visit.may(Permission.CHANGE_IN_BULK)
        and asks_for_lost
        and not asked.filter.some
        and not broken_parts(asked.filter)
    )


def segment_address(visit: Visit, segment_id: int) -> str:
    """Where a segment's table is."""
    return visit.url("contacts") + query_of([("segment", segment_id)])


def _present(asked: Asked) -> str:
    """The filter and the sort of the table, for the dialog that saves them."""
    return query_of([("filter", write_address(asked.filter)), ("sort", asked.own_sort)])


def _stepped(ids: Sequence[int], id_: int, by: int) -> str:
    """All ids with this one a step up or down, "" where it is the first or the last."""
    place = ids.index(id_)
    if not 0 <= place + by < len(ids):
        return ""
    order = list(ids)
    order[place], order[place + by] = order[place + by], order[place]
    return ",".join(map(str, order))
