"""A member puts conversations aside as unread, to come back to them. No fact, as for reading them."""

from collections.abc import Collection, Sequence

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.inbox.chosen import require_few
from tappa.core.inbox.sql_team import MARK_UNREAD, UNMARK, Marked
from tappa.kernel.sql import fetch_all


def mark_unread(contacts: Sequence[Contact], *, member: Member) -> list[int]:
    """Show the latest conversations of these contacts as unread to this member, until they read them. Returns the ids of
    those that were not put aside before; a contact without a conversation is left alone.

    Raises Invalid for more than a list shows at once.
    """
    require_few(contacts)
    parameters = {"contacts": [contact.id for contact in contacts], "member": member.id}
    marked = fetch_all(Marked, MARK_UNREAD, parameters | {"workspace": member.workspace_id})
    return [mark.conversation_id for mark in marked]


def unmark(conversation_ids: Collection[int], *, member: Member) -> list[int]:
    """Take that back. Returns the ids of those that had not been read meanwhile."""
    require_few(list(conversation_ids))
    parameters = {"conversations": list(conversation_ids), "member": member.id}
    kept = fetch_all(Marked, UNMARK, parameters | {"workspace": member.workspace_id})
    return [mark.conversation_id for mark in kept]
