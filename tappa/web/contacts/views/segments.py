"""Segments: the section of the sidebar, their counts, and what is done with them (C4). Owners and managers only (C5)."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.create_segment import create_segment
from tappa.core.contacts.actions.delete_segment import delete_segment
from tappa.core.contacts.actions.edit_segment import StaleSegment, edit_segment
from tappa.core.contacts.actions.reorder_segments import reorder_segments
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_address
from tappa.core.contacts.segment_uses import segment_uses
from tappa.core.contacts.segments import segment_by_id
from tappa.kernel.errors import Conflict, Invalid
from tappa.web.contacts.asked import read_asked
from tappa.web.contacts.segments.building import count_part, segment_address, segments_part
from tappa.web.contacts.segments.forms import (
    blank_form,
    copy_form,
    form_of,
    read_order,
    refused_form,
    whole_number,
)
from tappa.web.contacts.segments.pages import SegmentDeletion, SegmentForm
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

REFUSED = 422


@door(Permission.FILTER_CONTACTS)
def section(visit: Visit) -> HttpResponseBase:
    """The section of the sidebar alone."""
    part = segments_part(visit, read_asked(visit))
    if part is None:
        raise AssertionError("the door has asked for the permission")
    return render(visit, part)


@door(Permission.FILTER_CONTACTS)
def count(visit: Visit, *, segment_id: int) -> HttpResponseBase:
    """How many are in a segment."""
    return render(visit, count_part(visit, segment_by_id(visit.workspace.id, segment_id)))


@door(Permission.FILTER_CONTACTS, "GET", "POST")
def new(visit: Visit) -> HttpResponseBase:
    """A filter is saved as a segment: the one in the address, or that of another segment."""
    post = visit.request.POST
    if visit.request.method == "GET":
        copied = whole_number(visit.request.GET.get("segment", ""))
        form = copy_form(visit, segment_by_id(visit.workspace.id, copied)) if copied else blank_form(visit)
        return render(visit, form)
    try:
        made = create_segment(
            post.get("name", ""),
            where=read_address(post.get("filter", ""), Catalogue(visit.workspace.id)),
            emoji=post.get("emoji", ""),
            sort=post.get("sort", ""),
            by=visit.actor,
        )
    except (Invalid, Conflict) as refusal:
        return _ask_again(visit, refused_form(blank_form(visit), post, refusal))
    return _done(visit, made.id, _("Segment %(name)s saved") % {"name": made.name})


@door(Permission.FILTER_CONTACTS, "GET", "POST")
def edit(visit: Visit, *, segment_id: int) -> HttpResponseBase:
    """A segment gets another name or emoji."""
    segment = segment_by_id(visit.workspace.id, segment_id)
    post = visit.request.POST
    if visit.request.method == "GET":
        return render(visit, form_of(visit, segment))
    try:
        edit_segment(
            segment,
            version=whole_number(post.get("version", "")),
            name=post.get("name", ""),
            emoji=post.get("emoji", ""),
            by=visit.actor,
        )
    except (Invalid, Conflict) as refusal:
        present = refusal.present if isinstance(refusal, StaleSegment) else segment
        return _ask_again(visit, refused_form(form_of(visit, present), post, refusal))
    return _done(visit, segment_id, _("Saved"))


@door(Permission.FILTER_CONTACTS, "POST")
def keep(visit: Visit, *, segment_id: int) -> HttpResponseBase:
    """A segment gets the filter and the sort that its table has now."""
    post = visit.request.POST
    edit_segment(
        segment_by_id(visit.workspace.id, segment_id),
        version=whole_number(post.get("version", "")),
        where=read_address(post.get("filter", ""), Catalogue(visit.workspace.id)),
        sort=post.get("sort", ""),
        by=visit.actor,
    )
    return _done(visit, segment_id, _("Saved"))


@door(Permission.FILTER_CONTACTS, "POST")
def order(visit: Visit) -> HttpResponseBase:
    """Segments are put into another order: `order` holds all their ids."""
    reorder_segments(read_order(visit.request.POST.get("order", "")), by=visit.actor)
    shown = whole_number(visit.request.POST.get("segment", ""))
    to = segment_address(visit, shown) if shown else visit.url("contacts")
    return done(visit, to=to, names="segments")


@door(Permission.FILTER_CONTACTS, "GET", "POST")
def deletion(visit: Visit, *, segment_id: int) -> HttpResponseBase:
    """A segment is deleted, once that was asked."""
    segment = segment_by_id(visit.workspace.id, segment_id)
    if visit.request.method == "GET":
        uses = segment_uses(visit.workspace.id, segment_id)
        action = visit.url("segment_deletion", segment_id=segment_id)
        return render(visit, SegmentDeletion(segment, uses, action, segment_address(visit, segment_id)))
    delete_segment(segment, by=visit.actor)
    return _away(visit, visit.url("contacts"), _("Segment %(name)s deleted") % {"name": segment.name})


def _done(visit: Visit, segment_id: int, toast: str) -> HttpResponse:
    return _away(visit, segment_address(visit, segment_id), toast)


def _away(visit: Visit, to: str, toast: str) -> HttpResponse:
    """On to the table, which a script loads by parts: it finds the address in the answer's Location."""
    answer = done(visit, to=to, names="segments", toast=toast)
    answer.headers["Location"] = to
    return answer


def _ask_again(visit: Visit, form: SegmentForm) -> HttpResponseBase:
    return render(visit, form, status=REFUSED)
