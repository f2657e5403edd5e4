"""The form of a segment: its shape. What it must be is the core's to say."""

from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from tappa.core.contacts.actions.edit_segment import StaleSegment
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_address, read_filter, write_address
from tappa.core.contacts.filters.terms import EVERYONE, broken_parts
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segment_rules import NAME_LIMIT
from tappa.kernel.errors import DomainError, Invalid
from tappa.web.contacts.addresses import query_of
from tappa.web.contacts.segments.building import segment_address
from tappa.web.contacts.segments.pages import SegmentForm
from tappa.web.shell.visit import Visit

LONGEST_ID = 16  # digits


def blank_form(visit: Visit) -> SegmentForm:
    """To save the filter of the address, or of the form that was sent."""
    given = visit.request.POST or visit.request.GET
    return _new(visit, given.get("filter", ""), given.get("sort", ""))


def copy_form(visit: Visit, segment: Segment) -> SegmentForm:
    """To save a segment's filter under another name."""
    where = write_address(read_filter(segment.filter, Catalogue(visit.workspace.id)))
    name = _("Copy of %(name)s") % {"name": segment.name}
    return replace(_new(visit, where, segment.sort), name=name[:NAME_LIMIT], emoji=segment.emoji)


def form_of(visit: Visit, segment: Segment) -> SegmentForm:
    """A segment's name and emoji."""
    return SegmentForm(
        title=_("Edit segment"),
        action=visit.url("segment_edit", segment_id=segment.id),
        back=segment_address(visit, segment.id),
        name=segment.name,
        emoji=segment.emoji,
        version=segment.version,
    )


def refused_form(form: SegmentForm, post: QueryDict, refusal: DomainError) -> SegmentForm:
    """The form with what was typed, and what is wrong with it."""
    field = refusal.field if refusal.field in {"name", "emoji"} else ""
    errors = {field or "": _worded(refusal)}
    return replace(form, name=post.get("name", ""), emoji=post.get("emoji", ""), errors=errors)


def whole_number(text: str) -> int:
    """An id or a version as a form sends it, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


def read_order(text: str) -> list[int]:
    """Ids in their order, as they are sent: 3,1,2."""
    return [whole_number(each) for each in text.split(",") if each]


def _new(visit: Visit, where: str, sort: str) -> SegmentForm:
    filter_ = read_address(where, Catalogue(visit.workspace.id))
    why_not = ""
    if filter_ == EVERYONE:
        why_not = _("Filter the contacts first. What you see then is what you save as a segment.")
    elif broken_parts(filter_):
        why_not = _("A part of this filter is broken: mend it or leave it out first.")
    return SegmentForm(
        title=_("New segment"),
        action=visit.url("segment_new"),
        back=visit.url("contacts") + query_of([("filter", where), ("sort", sort)]),
        filter=where,
        sort=sort,
        why_not=why_not,
        is_unfiltered=filter_ == EVERYONE,
    )


def _worded(refusal: DomainError) -> str:
    """A refusal as one says it beside the field."""
    if isinstance(refusal, StaleSegment):
        present = refusal.present
        return _(
            "Somebody else changed this segment meanwhile: it is called %(name)s now. Save again to change it."
        ) % {"name": f"{present.emoji} {present.name}".strip()}
    if isinstance(refusal, Invalid) and refusal.field == "name":
        return _("Write a name of 1 to %(limit)d characters.") % {"limit": NAME_LIMIT}
    if isinstance(refusal, Invalid) and refusal.field == "emoji":
        return _("Choose one emoji, or none.")
    return refusal.message
