"""The form of a contact's details: its shape. What the details must be is the core's to say."""

from collections.abc import Mapping
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact
from tappa.kernel.errors import DomainError, Invalid
from tappa.web.contacts.asked import Asked, Tab
from tappa.web.contacts.pages import FormView
from tappa.web.contacts.world import countries, country_name, languages
from tappa.web.shell.visit import Visit

FIELDS: Final = ("first_name", "last_name", "phone", "email", "language", "country_code")


def read_form(given: QueryDict) -> dict[str, str]:
    """The details that were sent; a field that is not there was not in the form."""
    return {name: given.get(name, "") for name in FIELDS if name in given}


def blank_form(
    visit: Visit,
    asked: Asked,
    *,
    values: Mapping[str, str] | None = None,
    refusal: DomainError | None = None,
) -> FormView:
    """The form of a new contact."""
    address = visit.url("contact_new")
    back = visit.url("contacts") + asked.list_query()
    return _form(visit, _("Add contact"), address, back, values or {}, refusal)


def form_of(
    visit: Visit,
    contact: Contact,
    asked: Asked,
    *,
    values: Mapping[str, str] | None = None,
    refusal: DomainError | None = None,
) -> FormView:
    """The form of a contact's details, with what was typed where it was refused."""
    present = {name: getattr(contact, name) for name in FIELDS} | dict(values or {})
    query = asked.drawer_query(Tab.DETAILS)
    address = visit.url("contact", contact_id=contact.id)
    return _form(visit, _("Edit contact"), f"{address}/edit{query}", address + query, present, refusal)


def _form(
    visit: Visit, title: str, action: str, close: str, values: Mapping[str, str], refusal: DomainError | None
) -> FormView:
    return FormView(
        title=title,
        action=action,
        close=close,
        values={name: values.get(name, "") for name in FIELDS},
        countries=[("", _("Not known")), *countries()],
        languages=[("", _("Not known")), *languages()],
        home=country_name(visit.workspace.country_code),
        wrong=(refusal.field or "") if refusal else "",
        error=worded(refusal) if refusal else "",
    )


def worded(refusal: DomainError) -> str:
    """A refusal as one says it beside the field: the core's sentences name the API's fields."""
    if not isinstance(refusal, Invalid):
        return refusal.message
    return {
        "phone": _("Write the phone with its country, such as +39 333 123 4567."),
        "email": _("Write an e-mail address, such as ana@example.com."),
        "first_name": _("This name is too long."),
        "last_name": _("This name is too long."),
    }.get(refusal.field or "", refusal.message)
