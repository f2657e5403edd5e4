"""A member has read a conversation. No fact: what somebody looked at is nobody else's business."""

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.inbox.sql_team import MARK_READ, Marked
from tappa.kernel.sql import fetch_one


def mark_read(contact: Contact, *, member: Member) -> bool:
    """Note that the member has read all there is in the contact's latest conversation. False when they had before."""
    parameters = {"workspace": contact.workspace_id, "contact": contact.id, "member": member.id}
    return fetch_one(Marked, MARK_READ, parameters) is not None
