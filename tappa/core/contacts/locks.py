"""Locks of contacts. The one of a contact: whatever changes its stage, tags, assignee or conversations takes it first."""

from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.sql_labels import LOCK_LABELS, Nothing
from tappa.core.contacts.sql_segment import LOCK_SEGMENTS
from tappa.kernel.errors import NotFound
from tappa.kernel.sql import fetch_one


def lock_standing(contact: Contact) -> Standing:
    """The contact's standing, locked until the transaction ends. Raises NotFound when the contact is deleted."""
    standings = Standing.objects.select_for_update(no_key=True)
    standing = standings.filter(
        workspace_id=contact.workspace_id, contact_id=contact.id, is_deleted=False
    ).first()
    if standing is None:
        raise NotFound(_("This contact does not exist any more."), field="contact")
    return standing


def lock_labels(workspace_id: int) -> None:
    """The one lock of a workspace's custom fields and tags, until the transaction ends: whatever makes, changes, orders
    or deletes one takes it first. Their values, and putting a tag on a contact, do not need it."""
    fetch_one(Nothing, LOCK_LABELS, {"workspace": workspace_id})


def lock_segments(workspace_id: int) -> None:
    """The one lock of a workspace's segments, until the transaction ends: whatever makes, changes, orders or deletes one
    takes it first."""
    fetch_one(Nothing, LOCK_SEGMENTS, {"workspace": workspace_id})
