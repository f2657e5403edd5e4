"""The form of a contact's details and custom fields: its shape. What they must be is the core's to say."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from tappa.core.contacts.field_rules import PREFIX, DataType, Visibility, field_key
from tappa.core.contacts.fields import fields_of, values_of
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.queries import holder_of
from tappa.kernel.errors import Conflict, DomainError, Invalid
from tappa.web.contacts.asked import Asked, Tab
from tappa.web.contacts.drawer_pages import Holder
from tappa.web.contacts.pages import FieldInput, FormView
from tappa.web.contacts.world import countries, country_name, languages
from tappa.web.shell.people import whole_name
from tappa.web.shell.visit import Visit

FIELDS: Final = ("first_name", "last_name", "phone", "email", "language", "country_code")
Values = Mapping[str, str]


def read_form(given: QueryDict) -> dict[str, str]:
    """The details that were sent; a field that is not there was not in the form."""
    return {name: given.get(name, "") for name in FIELDS if name in given}


def read_fields(given: QueryDict) -> dict[str, str]:
    """The custom fields that were sent, by their keys."""
    return {key: given.get(key, "") for key in given if key.startswith(PREFIX)}


def read_seen(given: QueryDict) -> dict[str, str] | None:
    """What the form showed, by the same names; None where nothing says so."""
    try:
        return msgspec.json.decode(given.get("seen", ""), type=dict[str, str])
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None


def blank_form(
    visit: Visit, asked: Asked, *, typed: Values | None = None, refusal: DomainError | None = None
) -> FormView:
    """The form of a new contact."""
    address = visit.url("contact_new")
    back = visit.url("contacts") + asked.list_query()
    fields = _shown(visit)
    return _form(visit, (_("Add contact"), address, back), fields, typed or {}, refusal)


def form_of(
    visit: Visit,
    contact: Contact,
    asked: Asked,
    *,
    typed: Values | None = None,
    seen: Values | None = None,
    refusal: DomainError | None = None,
) -> FormView:
    """The form of a contact. Where it was refused it has what was typed, over what stands there now: whoever saves again
    has seen that."""
    present = present_of(contact)
    kept = {key: text for key, text in (typed or {}).items() if seen is None or text.strip() != seen.get(key)}
    query = asked.drawer_query(Tab.DETAILS)
    address = visit.url("contact", contact_id=contact.id)
    places = (_("Edit contact"), f"{address}/edit{query}", address + query)
    fields = _shown(visit)
    shown = {key: present.get(key, "") for key in (*FIELDS, *(field_key(field.id) for field in fields))}
    written = msgspec.json.encode(shown).decode()
    return _form(visit, places, fields, present | kept, refusal, seen=written)


def present_of(contact: Contact) -> dict[str, str]:
    """A contact's details and custom fields as they are, by the names of the form."""
    details = {name: str(getattr(contact, name)) for name in FIELDS}
    return details | {field_key(field_id): text for field_id, text in values_of(contact).items()}


def _shown(visit: Visit) -> list[CustomField]:
    """The custom fields to fill in: all but those that are never shown."""
    return [field for field in fields_of(visit.workspace.id) if field.visibility != Visibility.NEVER]


def _form(
    visit: Visit,
    places: tuple[str, str, str],
    fields: Sequence[CustomField],
    values: Values,
    refusal: DomainError | None,
    *,
    seen: str = "",
) -> FormView:
    title, action, close = places
    holder = holder_for(visit, values, refusal)
    return FormView(
        title=title,
        action=action,
        close=close,
        values={name: values.get(name, "") for name in FIELDS},
        countries=[("", _("Not known")), *countries()],
        languages=[("", _("Not known")), *languages()],
        home=country_name(visit.workspace.country_code),
        fields=[_input(field, values.get(field_key(field.id), "")) for field in fields],
        seen=seen,
        wrong=(refusal.field or "") if refusal else "",
        error=worded(refusal, holder) if refusal else "",
        holder=holder,
    )


def _input(field: CustomField, value: str) -> FieldInput:
    choices = list(field.allowed_values)
    if field.data_type == DataType.LIST and value and value not in choices:
        choices.append(value)
    return FieldInput(field_key(field.id), field.name, field.description, field.data_type, value, choices)


def holder_for(visit: Visit, values: Values, refusal: DomainError | None) -> Holder | None:
    """Who has the phone or e-mail that was refused, where this member may see them."""
    if not isinstance(refusal, Conflict) or refusal.field not in {"phone", "email"}:
        return None
    contact = holder_of(visit.member, refusal.field, values.get(refusal.field, ""))
    if contact is None:
        return None
    return Holder(whole_name(contact), visit.url("contact", contact_id=contact.id))


def worded(refusal: DomainError, holder: Holder | None) -> str:
    """A refusal as one says it beside the field: the core's sentences name the API's fields."""
    if holder is not None:
        words = {"contact": holder.name}
        if refusal.field == "phone":
            return _("%(contact)s has this phone already.") % words
        return _("%(contact)s has this e-mail already.") % words
    if not isinstance(refusal, Invalid):
        return refusal.message
    return {
        "phone": _("Write the phone with its country, such as +39 333 123 4567."),
        "email": _("Write an e-mail address, such as ana@example.com."),
        "first_name": _("This name is too long."),
        "last_name": _("This name is too long."),
    }.get(refusal.field or "", refusal.message)
