"""The fields of a contact in place: each a small form of its own, saved as one leaves it (C2, I4)."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tappa.core.contacts.actions.edit import ChangedMeanwhile
from tappa.core.contacts.field_rules import DataType, Visibility, field_id_of, field_key
from tappa.core.contacts.fields import fields_of, fields_with_values, values_of
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import CustomField
from tappa.kernel.errors import DomainError, NotFound
from tappa.web.contacts.drawer_pages import DetailField
from tappa.web.contacts.forms import FIELDS, holder_for, worded
from tappa.web.contacts.world import countries, languages
from tappa.web.shell.phones import shown_phone
from tappa.web.shell.visit import Visit

NOTHING: Final = "—"
_INPUTS: Final = {
    DataType.TEXT: "text",
    DataType.LIST: "select",
    DataType.CHECKBOX: "select",
    DataType.EMAIL: "email",
    DataType.NUMBER: "number",
    DataType.URL: "url",
    DataType.DATE: "date",
    DataType.TIME: "time",
}


_LABELS: Final = {
    "first_name": (gettext_lazy("First name"), "text"),
    "last_name": (gettext_lazy("Last name"), "text"),
    "phone": (gettext_lazy("Phone"), "tel"),
    "email": (gettext_lazy("E-mail"), "email"),
    "language": (gettext_lazy("Language"), "select"),
    "country_code": (gettext_lazy("Country"), "select"),
}


def detail_fields(contact: Contact) -> list[DetailField]:
    """All fields that the details show: standard ones, then the workspace's own, where they are not kept away."""
    own = [
        _custom(field, value or "")
        for field, value in fields_with_values(contact)
        if field.visibility == Visibility.ALWAYS
        or (field.visibility == Visibility.FILLED and value is not None)
    ]
    return [_standard(name, getattr(contact, name)) for name in FIELDS] + own


def detail_field(contact: Contact, key: str) -> DetailField:
    """One field of the details. Raises NotFound."""
    if key in FIELDS:
        return _standard(key, getattr(contact, key))
    field = next((each for each in fields_of(contact.workspace_id) if each.id == field_id_of(key)), None)
    if field is None:
        raise NotFound(_("There is no such field any more."), field="field")
    return _custom(field, values_of(contact).get(field.id, ""))


def refused_field(visit: Visit, field: DetailField, typed: str, refusal: DomainError) -> DetailField:
    """The field with what was typed, and why it was not saved."""
    if isinstance(refusal, ChangedMeanwhile):
        present = refusal.present[field.key]
        said = (
            _("Somebody else wrote %(value)s here meanwhile. Leave the field again to write yours over it.")
            if present
            else _("Somebody else emptied this meanwhile. Leave the field again to write yours.")
        )
        return replace(field, value=present, shown=typed, error=said % {"value": present})
    holder = holder_for(visit, {field.key: typed}, refusal)
    error = worded(refusal, holder) if field.key in FIELDS else refusal.message
    return replace(field, shown=typed, error=error, holder=holder)


def _standard(name: str, value: str) -> DetailField:
    label, kind = _LABELS[name]
    options: tuple[tuple[str, str], ...] = ()
    shown, link = value, ""
    match name:
        case "phone":
            shown, link = shown_phone(value), f"tel:{value}"
        case "email":
            link = f"mailto:{value}"
        case "language":
            options = (("", NOTHING), *languages())
        case "country_code":
            options = (("", NOTHING), *countries())
    return DetailField(name, str(label), kind, value, shown, options=options, link=link if value else "")


def _custom(field: CustomField, value: str) -> DetailField:
    kind = DataType(field.data_type)
    options: tuple[tuple[str, str], ...] = ()
    if kind is DataType.LIST:
        options = (("", NOTHING), *((each, each) for each in field.allowed_values))
        if value and value not in field.allowed_values:  # chosen while it could be
            options = (*options, (value, value))
    elif kind is DataType.CHECKBOX:
        options = (("", NOTHING), ("true", _("Yes")), ("false", _("No")))
    link = {DataType.EMAIL: f"mailto:{value}", DataType.URL: value}.get(kind, "") if value else ""
    return DetailField(
        field_key(field.id), field.name, _INPUTS[kind], value, value, field.description, options, link
    )
