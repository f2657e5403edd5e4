"""The one lock of a contact: whatever changes its stage, tags, assignee or conversations takes it first."""

from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact, Standing
from tappa.kernel.errors import NotFound


def lock_standing(contact: Contact) -> Standing:
    """The contact's standing, locked until the transaction ends. Raises NotFound when the contact is deleted."""
    standings = Standing.objects.select_for_update(no_key=True)
    standing = standings.filter(
        workspace_id=contact.workspace_id, contact_id=contact.id, is_deleted=False
    ).first()
    if standing is None:
        raise NotFound(_("This contact does not exist any more."), field="contact")
    return standing
