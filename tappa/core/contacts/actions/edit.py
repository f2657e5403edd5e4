"""A contact's details and custom fields change, all of them or none."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.write_values import hold_fields, present_values, read_values, write_values
from tappa.core.contacts.checks import checked_details
from tappa.core.contacts.facts import ContactEdited
from tappa.core.contacts.field_rules import Kept
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.refusals import refusal
from tappa.core.contacts.rules import FIELDS, ContactDetails, search_text
from tappa.kernel.errors import Conflict, NotFound


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same field. `present` is what stands there now, by the keys that both changed."""

    def __init__(self, present: Mapping[str, str], names: Mapping[str, str]) -> None:
        key = next(iter(present))
        sentence = (
            _("%(field)s was changed meanwhile: it says %(value)s now. Nothing was saved.")
            if present[key]
            else _("%(field)s was changed meanwhile: it is empty now. Nothing was saved.")
        )
        super().__init__(sentence % {"field": names[key], "value": present[key]}, field=key)
        self.present = dict(present)


def edit_contact(
    contact: Contact,
    changes: Mapping[str, str],
    *,
    expected: Mapping[str, str] | None = None,
    workspace: Workspace,
    by: Actor,
) -> Contact:
    """Change some details and custom fields and leave the others; what is the same logs nothing.

    `changes` are named as ContactDetails' fields, and "custom:7" (field_rules.field_key); "" takes a value away.
    `expected` is what whoever edits saw before, by the same names: what they left as they saw it stays as it is now, and
    what they changed must not have been changed by another meanwhile.

    Raises Invalid for details that are none, Conflict when the phone or e-mail belongs to another contact,
    ChangedMeanwhile, NotFound when the contact or a field is gone.
    """
    try:
        with transaction.atomic():
            return _edit(contact.id, changes, expected or {}, workspace=workspace, by=by)
    except IntegrityError as error:
        raise refusal(error) or error from error


def _edit(
    contact_id: int,
    changes: Mapping[str, str],
    expected: Mapping[str, str],
    *,
    workspace: Workspace,
    by: Actor,
) -> Contact:
    contacts = Contact.objects.select_for_update(no_key=True)
    contact = contacts.filter(workspace_id=by.workspace_id, id=contact_id, deleted_at=None).first()
    if contact is None:
        raise NotFound(_("This contact does not exist any more."), field="contact")
    changes = {key: text for key, text in changes.items() if text.strip() != expected.get(key)}
    present = ContactDetails(**{field: getattr(contact, field) for field in FIELDS})
    own = {key: text for key, text in changes.items() if key in FIELDS}
    details = checked_details(replace(present, **own), country_code=workspace.country_code)
    fields = hold_fields(by.workspace_id, [key for key in changes if key not in own])
    before = asdict(present) | present_values(by.workspace_id, contact_id, fields)
    values = read_values(changes, fields, before)
    changed = [field for field in FIELDS if getattr(details, field) != before[field]] + list(values)
    _refuse_overwriting({key: before[key] for key in changed}, expected, fields)
    if changed:
        _write(contact, details, values, fields)
        record([Happening(ContactEdited(fields=changed), contact_id=contact.id)], by=by)
    return contact


def _refuse_overwriting(
    present: Mapping[str, str], expected: Mapping[str, str], fields: Mapping[str, CustomField]
) -> None:
    lost = {key: text for key, text in present.items() if text != expected.get(key, text)}
    if lost:
        raise ChangedMeanwhile(lost, {key: fields[key].name if key in fields else key for key in lost})


def _write(
    contact: Contact,
    details: ContactDetails,
    values: Mapping[str, Kept | None],
    fields: Mapping[str, CustomField],
) -> None:
    changed = [field for field, text in asdict(details).items() if text != getattr(contact, field)]
    if changed:
        for field, text in asdict(details).items():
            setattr(contact, field, text)
        contact.search = search_text(details)
        contact.save(update_fields=[*changed, "search"])
    if values:
        write_values(contact.id, values, fields)
