"""A contact is blocked, or heard again."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import ContactBlocked, ContactUnblocked
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact


def block_contact(contact: Contact, *, by: Actor) -> bool:
    """Block a contact. Returns False when it was blocked already. Raises NotFound when the contact is gone."""
    return _set_blocked(contact, blocked=True, by=by)


def unblock_contact(contact: Contact, *, by: Actor) -> bool:
    """Hear a contact again. Returns False when it was not blocked. Raises NotFound when the contact is gone."""
    return _set_blocked(contact, blocked=False, by=by)


def _set_blocked(contact: Contact, *, blocked: bool, by: Actor) -> bool:
    with transaction.atomic():
        lock_standing(contact)
        other = Contact.objects.filter(
            workspace_id=contact.workspace_id, id=contact.id, is_blocked=not blocked
        )
        if not other.update(is_blocked=blocked):
            return False
        fact = ContactBlocked() if blocked else ContactUnblocked()
        record([Happening(fact, contact.id)], by=by)
    contact.is_blocked = blocked
    return True
