"""Custom fields: the list, one of them, a new one, their order, and deletion (C6)."""

from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.actions.delete_field import delete_field
from tappa.core.contacts.actions.edit_field import edit_field
from tappa.core.contacts.actions.reorder_fields import reorder_fields
from tappa.core.contacts.field_rules import FIELD_LIMIT, field_key
from tappa.core.contacts.fields import COUNTED, contacts_with, field_by_id, fields_of, is_filled
from tappa.core.contacts.filters.uses import field_uses
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.rules import fold_text
from tappa.kernel.errors import Conflict, Invalid
from tappa.kernel.lines import one_line
from tappa.web.settings.forms import Errors, errors_of
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.labels.forms import FieldForm, rebased, seen_form
from tappa.web.settings.labels.pages import FieldPage, FieldRow, FieldsPage, FieldsPart
from tappa.web.settings.labels.words import (
    type_choice,
    type_choices,
    uses_in_words,
    visibilities,
    visibility_note,
)
from tappa.web.settings.pages import ConfirmDialog
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.formats import number
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

FIELDS: Final = ("name", "description", "data_type", "allowed_values", "visibility", "slug")
NAMES: Final = "settings contacts"
SEARCH_LIMIT: Final = 100


@door(Permission.CHANGE_SETTINGS, "GET")
def fields(visit: Visit) -> HttpResponseBase:
    """All custom fields, or those that are sought."""
    return _list(visit)


@door(Permission.CHANGE_SETTINGS, "GET")
def fields_part(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def new_field(visit: Visit) -> HttpResponseBase:
    """A field is added."""
    if visit.request.method == "GET":
        return _page(visit, FieldForm(), {})
    form = FieldForm.read(visit.request.POST)
    try:
        made = create_field(form.definition, by=visit.actor)
    except (Invalid, Conflict) as refusal:
        return _page(visit, form, errors_of(refusal, FIELDS))
    toast = _("Field %(name)s added") % {"name": made.name}
    return done(visit, to=visit.url(Place.FIELDS), names=NAMES, toast=toast)


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def field(visit: Visit, *, field_id: int) -> HttpResponseBase:
    """A field is changed; what contacts have in it stays."""
    found = field_by_id(visit.workspace.id, field_id)
    if visit.request.method == "GET":
        return _page(visit, FieldForm.of(found), {}, found)
    form, seen = FieldForm.read(visit.request.POST), seen_form(FieldForm, visit.request.POST)
    try:
        edit_field(found, form.changes, expected=seen.changes if seen else None, by=visit.actor)
    except (Invalid, Conflict) as refusal:
        found = field_by_id(visit.workspace.id, field_id)
        form = rebased(form, seen, FieldForm.of(found))
        return _page(visit, form, errors_of(refusal, FIELDS), found)
    toast = _("Field %(name)s saved") % {"name": form.name}
    return done(visit, to=visit.url(Place.FIELDS), names=NAMES, toast=toast)


@door(Permission.CHANGE_SETTINGS, "POST")
def fields_order(visit: Visit) -> HttpResponseBase:
    """The fields are put into order: all of them by their ids, or one is moved up or down."""
    post = visit.request.POST
    reorder_fields(_order(visit, post), by=visit.actor)
    return done(visit, to=visit.url(Place.FIELDS), names=NAMES)


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def field_deletion(visit: Visit, *, field_id: int) -> HttpResponseBase:
    """The question, and the deletion itself."""
    found = field_by_id(visit.workspace.id, field_id)
    if visit.request.method == "GET":
        return _list(visit, _dialog(visit, found))
    delete_field(found, by=visit.actor)
    toast = _("Field %(name)s deleted") % {"name": found.name}
    return done(visit, to=visit.url(Place.FIELDS), names=NAMES, toast=toast)


def _order(visit: Visit, post: QueryDict) -> list[int]:
    """The ids in the order that is asked for. Raises Invalid for what is none."""
    present = [each.id for each in fields_of(visit.workspace.id)]
    for step, name in ((-1, "up"), (1, "down")):
        moved = post.get(name, "")
        if moved in {str(each) for each in present}:
            at = present.index(int(moved))
            to = min(max(at + step, 0), len(present) - 1)
            present.insert(to, present.pop(at))
            return present
    ids = post.get("order", "").split(",")
    if not all(each.isascii() and each.isdigit() and len(each) < 17 for each in ids):
        raise Invalid(_("order must be the ids of all fields."), field="order")
    return [int(each) for each in ids]


def _list(visit: Visit, dialog: ConfirmDialog | None = None) -> HttpResponseBase:
    if dialog is not None and visit.by_htmx:
        return render(visit, dialog)
    return render(visit, FieldsPage(frame=frame(visit, Place.FIELDS), part=_part(visit), dialog=dialog))


def _part(visit: Visit) -> FieldsPart:
    search = one_line(visit.request.GET.get("search", ""))[:SEARCH_LIMIT]
    sought, present = fold_text(search), fields_of(visit.workspace.id)
    found = [each for each in present if sought in fold_text(f"{each.name} {each.slug} {each.description}")]
    return FieldsPart(
        rows=tuple(
            FieldRow(each, type_choice(each.data_type), visibility_note(each.visibility)) for each in found
        ),
        total=len(present),
        limit=FIELD_LIMIT,
        search=search,
        src=visit.url("settings_fields_part") + (f"?{urlencode({'search': search})}" if search else ""),
    )


def _page(
    visit: Visit, form: FieldForm, errors: Errors, found: CustomField | None = None
) -> HttpResponseBase:
    page = FieldPage(
        frame=frame(visit, Place.FIELDS),
        form=form,
        types=type_choices(),
        visibilities=visibilities(),
        seen=FieldForm.of(found).written if found else "",
        known=found,
        is_filled=found is not None and is_filled(found),
        errors=errors,
    )
    return render(visit, page, status=422 if errors else 200)


def _dialog(visit: Visit, found: CustomField) -> ConfirmDialog:
    count = contacts_with(found)
    if count > COUNTED:
        what = _("More than %(count)s contacts have something in it. It is gone with the field.") % {
            "count": number(COUNTED)
        }
    elif count:
        what = ngettext(
            "%(count)s contact has something in it. It is gone with the field.",
            "%(count)s contacts have something in it. It is gone with the field.",
            count,
        ) % {"count": number(count)}
    else:
        what = _("No contact has anything in it.")
    uses = uses_in_words(field_uses(visit.workspace.id, field_key(found.id)))
    after = (
        [_("It is used in these filters, which match nobody then, until you change them:")] if uses else []
    )
    return ConfirmDialog(
        title=_("Delete the field %(name)s?") % {"name": found.name},
        texts=(what, _("This cannot be taken back."), *after),
        items=uses,
        button=_("Delete field"),
        action=visit.url("settings_field_deletion", field_id=found.id),
        cancel=visit.url(Place.FIELDS),
    )
