"""Tags: the list, one of them, a new one, and deletion (C6)."""

from typing import Final
from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.actions.delete_tag import delete_tag
from tappa.core.contacts.actions.edit_tag import edit_tag
from tappa.core.contacts.filters.uses import tag_uses
from tappa.core.contacts.models import Tag
from tappa.core.contacts.tags import contacts_tagged, tag_by_id, tags_in
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Conflict, Invalid
from tappa.kernel.lines import one_line
from tappa.web.contacts.addresses import contacts_tagged as list_of_tagged
from tappa.web.settings.forms import Errors, errors_of
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.labels.forms import TagForm, rebased, seen_form
from tappa.web.settings.labels.pages import TagPage, TagRow, TagsPage, TagsPart
from tappa.web.settings.labels.words import hues, uses_in_words
from tappa.web.settings.pages import ConfirmDialog
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.formats import number
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

FIELDS: Final = ("name", "description", "emoji", "hue")
NAMES: Final = "settings contacts"
SEARCH_LIMIT: Final = 100
ROWS: Final = 50
COUNTED_IN_LIST: Final = 1_000
COUNTED: Final = 10_000


@door(Permission.CHANGE_SETTINGS, "GET")
def tags(visit: Visit) -> HttpResponseBase:
    """All tags, or those that are sought, by pages."""
    return _list(visit)


@door(Permission.CHANGE_SETTINGS, "GET")
def tags_part(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def new_tag(visit: Visit) -> HttpResponseBase:
    """A tag is added."""
    if visit.request.method == "GET":
        return _page(visit, TagForm(), {})
    form = TagForm.read(visit.request.POST)
    try:
        made = create_tag(form.definition, by=visit.actor)
    except (Invalid, Conflict) as refusal:
        return _page(visit, form, errors_of(refusal, FIELDS))
    toast = _("Tag %(name)s added") % {"name": made.name}
    return done(visit, to=visit.url(Place.TAGS), names=NAMES, toast=toast)


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def tag(visit: Visit, *, tag_id: int) -> HttpResponseBase:
    """A tag is changed, and stays on its contacts."""
    found = tag_by_id(visit.workspace.id, tag_id)
    if visit.request.method == "GET":
        return _page(visit, TagForm.of(found), {}, found)
    form, seen = TagForm.read(visit.request.POST), seen_form(TagForm, visit.request.POST)
    try:
        edit_tag(found, form.definition, expected=seen.definition if seen else None, by=visit.actor)
    except (Invalid, Conflict) as refusal:
        found = tag_by_id(visit.workspace.id, tag_id)
        form = rebased(form, seen, TagForm.of(found))
        return _page(visit, form, errors_of(refusal, FIELDS), found)
    toast = _("Tag %(name)s saved") % {"name": form.name}
    return done(visit, to=visit.url(Place.TAGS), names=NAMES, toast=toast)


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def tag_deletion(visit: Visit, *, tag_id: int) -> HttpResponseBase:
    """The question, and the deletion itself."""
    found = tag_by_id(visit.workspace.id, tag_id)
    if visit.request.method == "GET":
        return _list(visit, _dialog(visit, found))
    delete_tag(found, by=visit.actor)
    toast = _("Tag %(name)s deleted") % {"name": found.name}
    return done(visit, to=visit.url(Place.TAGS), names=NAMES, toast=toast)


def _list(visit: Visit, dialog: ConfirmDialog | None = None) -> HttpResponseBase:
    if dialog is not None and visit.by_htmx:
        return render(visit, dialog)
    return render(visit, TagsPage(frame=frame(visit, Place.TAGS), part=_part(visit), dialog=dialog))


def _part(visit: Visit) -> TagsPart:
    given = visit.request.GET
    search, page = one_line(given.get("search", ""))[:SEARCH_LIMIT], _page_number(given.get("page", ""))
    present = tags_in(visit.workspace.id)
    total = present.count()
    sought = fold_name(search)
    if sought:
        present = present.filter(folded_name__contains=sought)
    found = present.count() if sought else total
    rows = list(present[page * ROWS : (page + 1) * ROWS])
    counts = contacts_tagged(visit.workspace.id, [each.id for each in rows], most=COUNTED_IN_LIST)
    return TagsPart(
        rows=tuple(_row(visit, each, counts[each.id]) for each in rows),
        total=total,
        found=found,
        search=search,
        src=_address(visit, "settings_tags_part", search, page),
        before=_address(visit, Place.TAGS, search, page - 1) if page else "",
        after=_address(visit, Place.TAGS, search, page + 1) if (page + 1) * ROWS < found else "",
    )


def _row(visit: Visit, each: Tag, count: int) -> TagRow:
    figure = f"{number(COUNTED_IN_LIST)}+" if count > COUNTED_IN_LIST else number(count)
    return TagRow(each, count, figure, list_of_tagged(visit, each.id))


def _address(visit: Visit, name: str, search: str, page: int) -> str:
    parts = {"search": search, "page": page}
    query = urlencode({name: value for name, value in parts.items() if value})
    return visit.url(name) + (f"?{query}" if query else "")


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _page(visit: Visit, form: TagForm, errors: Errors, found: Tag | None = None) -> HttpResponseBase:
    page = TagPage(
        frame=frame(visit, Place.TAGS),
        form=form,
        hues=hues(),
        seen=TagForm.of(found).written if found else "",
        tag=found,
        errors=errors,
    )
    return render(visit, page, status=422 if errors else 200)


def _dialog(visit: Visit, found: Tag) -> ConfirmDialog:
    count = contacts_tagged(visit.workspace.id, [found.id], most=COUNTED)[found.id]
    if count > COUNTED:
        what = _("More than %(count)s contacts carry it, and lose it.") % {"count": number(COUNTED)}
    elif count:
        what = ngettext(
            "%(count)s contact carries it, and loses it.",
            "%(count)s contacts carry it, and lose it.",
            count,
        ) % {"count": number(count)}
    else:
        what = _("No contact carries it.")
    uses = uses_in_words(tag_uses(visit.workspace.id, found.id))
    after = (
        [_("It is used in these filters, which match nobody then, until you change them:")] if uses else []
    )
    return ConfirmDialog(
        title=_("Delete the tag %(name)s?") % {"name": found.name},
        texts=(what, _("This cannot be taken back."), *after),
        items=uses,
        button=_("Delete tag"),
        action=visit.url("settings_tag_deletion", tag_id=found.id),
        cancel=visit.url(Place.TAGS),
    )
