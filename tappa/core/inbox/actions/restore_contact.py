"""A deleted contact is brought back, as long as it has not been erased (product.md, section 8)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.locks import hold_member
from tappa.core.activity.actor import Actor, Cause
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import ContactRestored
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.refusals import refusal
from tappa.core.inbox.actions.assign import assign_locked
from tappa.kernel.errors import NotFound


def restore_contact(contact: Contact, *, by: Actor) -> Contact:
    """Bring a contact back as it was. Where its assignee has left meanwhile it is nobody's.

    Raises Conflict when another contact has its phone or e-mail by now, NotFound when it is not deleted, or erased.
    """
    try:
        with transaction.atomic():
            return _restore(contact, by=by)
    except IntegrityError as error:
        raise refusal(error) or error from error


def _restore(contact: Contact, *, by: Actor) -> Contact:
    standings = Standing.objects.select_for_update(no_key=True, of=("self",)).select_related("assignee")
    standing = standings.filter(workspace_id=by.workspace_id, contact_id=contact.id, is_deleted=True).first()
    if standing is None:
        raise NotFound(_("This contact is not among the deleted ones any more."), field="contact")
    Contact.objects.filter(workspace_id=by.workspace_id, id=contact.id).update(deleted_at=None)
    standing.is_deleted = False
    standing.save(update_fields=["is_deleted"])
    record([Happening(ContactRestored(), contact_id=contact.id)], by=by)
    if standing.assignee is not None and not hold_member(standing.assignee):
        assign_locked(standing, contact, to=None, by=by.because(Cause.MEMBER_REMOVED))
    contact.deleted_at = None
    return contact
