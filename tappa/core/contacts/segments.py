"""Questions about segments: which there are, what they ask for, and how many contacts are in one (C4)."""

from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.filters.terms import Filter
from tappa.core.contacts.filters.uses import Use, holder
from tappa.core.contacts.models_segment import Segment
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import NotFound

PATIENCE_MS: Final = 2_000  # a sidebar counts many: one that is heavy is not waited for
SEGMENT: Final = "segment"  # the kind of use, as pages address it


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


def count_segment(segment: Segment, member: Member) -> Count:
    """How many contacts are in a segment just now, by the workspace's days, whoever looks (section 9): nobody where it is
    broken (L14). Raises TooSlow."""
    wanted = filter_of(segment, Catalogue(member.workspace_id))
    stages = [stage.id for stage in stages_of(member.workspace_id)]
    return count_contacts(member, where=wanted, stages=stages, milliseconds=PATIENCE_MS)


@holder
def _segments(workspace_id: int) -> Iterable[Use]:
    """Segments hold filters: stages, tags and fields are told what they are used by (L14)."""
    for segment in segments_of(workspace_id):
        yield Use(SEGMENT, segment.id, segment.name, segment.emoji, segment.filter)
