"""Segments are put into another order."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import SegmentsReordered
from tappa.core.contacts.locks import lock_segments
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segments import segments_of
from tappa.kernel.errors import Conflict, Invalid


def reorder_segments(segment_ids: Sequence[int], *, by: Actor) -> list[Segment]:
    """Put all segments of the workspace into this order; nothing is logged when they stand so already.

    Raises Invalid when one is named twice, Conflict when they are not the present ones: somebody added or deleted one.
    """
    if len(set(segment_ids)) != len(segment_ids):
        raise Invalid(_("order names a segment twice."), field="order")
    with transaction.atomic():
        lock_segments(by.workspace_id)
        present = list(segments_of(by.workspace_id))
        if {segment.id for segment in present} != set(segment_ids):
            raise Conflict(
                _("The segments were changed meanwhile: look at them again, and put them into order."),
                field="order",
            )
        if [segment.id for segment in present] == list(segment_ids):
            return present
        ordered = sorted(present, key=lambda segment: list(segment_ids).index(segment.id))
        place_in_order(ordered, workspace_id=by.workspace_id)
        record([Happening(SegmentsReordered(segment_ids=list(segment_ids)))], by=by)
    return ordered


def place_in_order(segments: Sequence[Segment], *, workspace_id: int) -> None:
    """Positions from 1, without gaps. Under the lock of segments."""
    for position, segment in enumerate(segments, start=1):
        segment.position = position
    segments_of(workspace_id).bulk_update(segments, ["position"])
