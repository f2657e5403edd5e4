"""A member puts a conversation aside as unread, to come back to it. No fact, as for reading it."""

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.inbox.sql_team import MARK_UNREAD, Marked
from tappa.kernel.sql import fetch_one


def mark_unread(contact: Contact, *, member: Member) -> bool:
    """Show the contact's latest conversation as unread to this member, until they read it. False when there is none, or
    it was put aside before."""
    parameters = {"workspace": contact.workspace_id, "contact": contact.id, "member": member.id}
    return fetch_one(Marked, MARK_UNREAD, parameters) is not None
