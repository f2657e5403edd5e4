"""A segment is deleted. The contacts that were in it stay as they are."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.put_in_order import number_positions
from tappa.core.contacts.facts import SegmentDeleted
from tappa.core.contacts.locks import lock_segments
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segments import segment_by_id, segments_of


def delete_segment(segment: Segment, *, by: Actor) -> None:
    """Delete a segment. Raises NotFound when it is gone already."""
    with transaction.atomic():
        lock_segments(by.workspace_id)
        present = segment_by_id(by.workspace_id, segment.id)
        record([Happening(SegmentDeleted(segment_id=present.id, name=present.name))], by=by)
        present.delete()
        number_positions(segments_of(by.workspace_id), list(segments_of(by.workspace_id)))
