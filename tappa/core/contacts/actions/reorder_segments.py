"""Segments are put into another order."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.put_in_order import number_positions, reordered
from tappa.core.contacts.facts import SegmentsReordered
from tappa.core.contacts.locks import lock_segments
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segments import segments_of


def reorder_segments(segment_ids: Sequence[int], *, by: Actor) -> list[Segment]:
    """Put all segments of the workspace into this order; nothing is logged when they stand so already.

    Raises Invalid when one is named twice, Conflict when they are not the present ones: somebody added or deleted one.
    """
    with transaction.atomic():
        lock_segments(by.workspace_id)
        present = list(segments_of(by.workspace_id))
        ordered = reordered(
            present,
            segment_ids,
            twice=_("order names a segment twice."),
            changed=_("The segments were changed meanwhile: look at them again, and put them into order."),
        )
        if ordered != present:
            number_positions(segments_of(by.workspace_id), ordered)
            record([Happening(SegmentsReordered(segment_ids=list(segment_ids)))], by=by)
    return ordered
