"""A contact is hidden at once, and its phone and e-mail are free again. Its history stays as it is (E6)."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import ContactDeleted
from tappa.core.contacts.models import Contact, Standing
from tappa.kernel.clock import ClockTimestamp


def delete_contact(contact: Contact, *, by: Actor) -> bool:
    """Hide a contact. Returns False when it was hidden already, by another who was faster."""
    with transaction.atomic():
        # The standing is the contact's lock: a move that came first is in the history, one that comes after finds none.
        standings = Standing.objects.filter(
            workspace_id=by.workspace_id, contact_id=contact.id, is_deleted=False
        )
        if not standings.update(is_deleted=True):
            return False
        Contact.objects.filter(workspace_id=by.workspace_id, id=contact.id).update(
            deleted_at=ClockTimestamp()
        )
        record([Happening(ContactDeleted(), contact_id=contact.id)], by=by)
    return True
