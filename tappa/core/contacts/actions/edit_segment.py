"""A segment gets another name, emoji, filter or sort."""

from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import SegmentEdited
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
from tappa.core.contacts.segments import segment_by_id
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Conflict


class Changes(TypedDict, total=False):
    """What may be changed of a segment. What is left out stays."""

    name: str
    emoji: str
    where: Filter
    sort: str


class StaleSegment(Conflict):
    """Somebody else changed the segment since it was read. `present` is how it stands now."""

    def __init__(self, present: Segment) -> None:
        super().__init__(
            _("Somebody else changed this segment meanwhile: look at it as it is now, and save again."),
            field="version",
        )
        self.present = present


def edit_segment(segment: Segment, *, version: int, by: Actor, **changes: Unpack[Changes]) -> Segment:
    """Change what is named of a segment; nothing is logged when it is so already. `version`: that of the segment whoever
    changes it has seen.

    Raises StaleSegment, Invalid for what cannot be, Conflict when the name is taken, NotFound when it is gone.
    """
    wanted = _checked(changes)
    try:
        with transaction.atomic():
            lock_segments(by.workspace_id)
            present = segment_by_id(by.workspace_id, segment.id)
            if version != present.version:
                raise StaleSegment(present)
            return _write(present, wanted, by=by)
    except IntegrityError as error:
        raise name_refusal(error, str(wanted.get("name", ""))) or error from error


def _checked(changes: Changes) -> dict[str, object]:
    wanted: dict[str, object] = {}
    if "name" in changes:
        wanted["name"] = checked_name(changes["name"])
    if "emoji" in changes:
        wanted["emoji"] = checked_emoji(changes["emoji"])
    if "where" in changes:
        wanted["filter"] = checked_filter(changes["where"])
    if "sort" in changes:
        wanted["sort"] = checked_sort(changes["sort"])
    return wanted


def _write(segment: Segment, wanted: dict[str, object], *, by: Actor) -> Segment:
    before = segment.name
    changed = [field for field, value in wanted.items() if getattr(segment, field) != value]
    if not changed:
        return segment
    for field in changed:
        setattr(segment, field, wanted[field])
    segment.folded_name = fold_name(segment.name)
    segment.version += 1
    segment.save(update_fields=[*changed, "folded_name", "version"])
    fact = SegmentEdited(
        segment_id=segment.id,
        changes=changed,
        name_before=before,
        name=segment.name,
        version=segment.version,
    )
    record([Happening(fact)], by=by)
    return segment
