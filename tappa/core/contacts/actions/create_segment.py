"""A filter is saved under a name (C4)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import SegmentCreated
from tappa.core.contacts.filters.terms import Filter
from tappa.core.contacts.locks import lock_segments
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segment_checks import (
    checked_emoji,
    checked_filter,
    checked_name,
    checked_sort,
    name_refusal,
)
from tappa.core.contacts.segment_rules import SEGMENT_LIMIT
from tappa.core.contacts.segments import segments_of
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Conflict


def create_segment(name: str, *, where: Filter, emoji: str = "", sort: str = "", by: Actor) -> Segment:
    """Make a segment, the last in order. Raises Invalid for a name, emoji, sort or filter that is none, Conflict when
    the name is taken, or there are as many segments as there may be."""
    name = checked_name(name)
    segment = Segment(
        workspace_id=by.workspace_id,
        name=name,
        folded_name=fold_name(name),
        emoji=checked_emoji(emoji),
        filter=checked_filter(where),
        sort=checked_sort(sort),
    )
    try:
        with transaction.atomic():
            lock_segments(by.workspace_id)
            segment.position = segments_of(by.workspace_id).count() + 1
            if segment.position > SEGMENT_LIMIT:
                raise Conflict(
                    _("There are %(limit)d segments, and no more can be added: delete one first.")
                    % {"limit": SEGMENT_LIMIT},
                    field="name",
                )
            segment.save()
            record([Happening(SegmentCreated(segment_id=segment.id, name=name))], by=by)
    except IntegrityError as error:
        raise name_refusal(error, name) or error from error
    return segment
