"""A contact's details change."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.checks import checked_details
from tappa.core.contacts.facts import ContactEdited
from tappa.core.contacts.models import Contact
from tappa.core.contacts.refusals import refusal
from tappa.core.contacts.rules import FIELDS, ContactDetails, search_text
from tappa.kernel.errors import NotFound


def edit_contact(contact: Contact, changes: Mapping[str, str], *, workspace: Workspace, by: Actor) -> Contact:
    """Change some details (names of ContactDetails' fields) and leave the others; what is the same logs nothing.

    Raises Invalid for details that are none, Conflict when the phone or e-mail belongs to another contact, NotFound
    when the contact is gone.
    """
    try:
        with transaction.atomic():
            return _edit(contact.id, changes, workspace=workspace, by=by)
    except IntegrityError as error:
        raise refusal(error) or error from error


def _edit(contact_id: int, changes: Mapping[str, str], *, workspace: Workspace, by: Actor) -> Contact:
    contacts = Contact.objects.select_for_update(no_key=True)
    contact = contacts.filter(workspace_id=by.workspace_id, id=contact_id, deleted_at=None).first()
    if contact is None:
        raise NotFound(_("This contact does not exist any more."), field="contact")
    present = ContactDetails(**{field: getattr(contact, field) for field in FIELDS})
    details = checked_details(replace(present, **changes), country_code=workspace.country_code)
    changed = [field for field in FIELDS if getattr(details, field) != getattr(present, field)]
    if not changed:
        return contact
    for field, value in asdict(details).items():
        setattr(contact, field, value)
    contact.search = search_text(details)
    contact.save(update_fields=[*changed, "search"])
    record([Happening(ContactEdited(fields=changed), contact_id=contact.id)], by=by)
    return contact
