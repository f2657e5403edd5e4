"""Questions about segments: which there are, what they ask for, and how many contacts are in one (C4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.compile import compile_filter
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.filters.terms import Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.filters.uses import Use, holder
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.sql_segment import COUNT, Number
from tappa.kernel.errors import NotFound
from tappa.kernel.patience import patience
from tappa.kernel.sql import fetch_one

COUNTED: Final = 10_000  # up to here a count is exact
PATIENCE_MS: Final = 2_000  # a sidebar counts many: one that is heavy is not waited for
SEGMENT: Final = "segment"  # the kind of use, as pages address it


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """How many contacts are in a segment; `is_all`: not more than that."""

    number: int
    is_all: bool


def segments_of(workspace_id: int) -> "QuerySet[Segment]":
    """The segments of a workspace, in order."""
    return Segment.objects.filter(workspace_id=workspace_id).order_by("position")


def segment_by_id(workspace_id: int, segment_id: int) -> Segment:
    """One segment. Raises NotFound."""
    segment = segments_of(workspace_id).filter(id=segment_id).first()
    if segment is None:
        raise NotFound(_("There is no such segment."), field="segment")
    return segment


def filter_of(segment: Segment, catalogue: Catalogue) -> Filter:
    """What a segment asks for."""
    return read_filter(segment.filter, catalogue)


def segment_reading(workspace: Workspace) -> Reading:
    """Segments count by the workspace's days, whoever looks (section 9)."""
    return Reading(ZoneInfo(workspace.time_zone), timezone.now())


def count_segment(segment: Segment, *, workspace: Workspace) -> SegmentCount:
    """How many contacts are in a segment just now: nobody where it is broken (L14). Raises TooSlow."""
    wanted = filter_of(segment, Catalogue(workspace.id))
    clause = compile_filter(wanted, segment_reading(workspace))
    values = {**clause.values, "workspace": workspace.id, "most": COUNTED}
    with patience(PATIENCE_MS, _("This segment takes too long to count.")):
        counted = fetch_one(Number, COUNT.format(clause=clause.sql), values)
    number = counted.number if counted else 0
    return SegmentCount(min(number, COUNTED), is_all=number <= COUNTED)


@holder
def _segments(workspace_id: int) -> Iterable[Use]:
    """Segments hold filters: stages, tags and fields are told what they are used by (L14)."""
    for segment in segments_of(workspace_id):
        yield Use(SEGMENT, segment.id, segment.name, segment.emoji, segment.filter)
