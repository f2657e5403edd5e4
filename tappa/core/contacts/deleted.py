"""Questions about deleted contacts: hidden, and there until they are erased."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import ERASE_DAYS
from tappa.core.contacts.sight import seen_by
from tappa.kernel.cursors import read_cursor, write_cursor
from tappa.kernel.errors import NotFound

PAGE: Final = 50


class _Below(msgspec.Struct, frozen=True, array_like=True):
    """The row below which a page begins."""

    deleted_at: datetime
    id: int


def deleted_contacts(member: Member) -> "QuerySet[Contact]":
    """The deleted contacts that this member saw, the latest first."""
    contacts = Contact.objects.filter(workspace_id=member.workspace_id, deleted_at__isnull=False)
    seen = seen_by(member)
    return (contacts if seen is None else contacts.filter(seen)).order_by("-deleted_at", "-id")


def deleted_contact(member: Member, contact_id: int) -> Contact:
    """One of them. Raises NotFound, also for what this member may not see and what never was."""
    contact = deleted_contacts(member).filter(id=contact_id).first()
    if contact is None:
        raise NotFound(_("This contact is not among the deleted ones any more."), field="contact")
    return contact


def deleted_page(member: Member, word: str = "") -> tuple[list[Contact], str]:
    """A page of them, from the place that the word names; and the word of the next one, "" where there is none."""
    contacts = deleted_contacts(member)
    below = read_cursor(_Below, word)
    if below is not None and below.deleted_at.tzinfo is not None and 0 < below.id < 2**53:
        earlier = Q(deleted_at__lt=below.deleted_at) | Q(deleted_at=below.deleted_at, id__lt=below.id)
        contacts = contacts.filter(deleted_at__lte=below.deleted_at).filter(earlier)
    rows = list(contacts[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    last = rows[PAGE - 1]
    assert last.deleted_at is not None  # noqa: S101  all of them have one
    return rows[:PAGE], write_cursor(_Below(last.deleted_at, last.id))


def erased_at(contact: Contact) -> datetime:
    """When a deleted contact will be erased."""
    assert contact.deleted_at is not None  # noqa: S101  it is deleted
    return contact.deleted_at + timedelta(days=ERASE_DAYS)
