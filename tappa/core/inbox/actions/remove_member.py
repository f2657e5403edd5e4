"""A member is removed: nobody's from now on are the contacts that were theirs, and an owner's the inboxes that they
shared (product.md, section 8)."""

from typing import Final

from django.db import transaction

from tappa.core.accounts.actions.end_membership import end_membership
from tappa.core.accounts.models import Member
from tappa.core.activity.actor import Actor, Cause, actor_columns
from tappa.core.inbox.actions.hand_over_inboxes import hand_over_inboxes
from tappa.core.inbox.sql_members import FREE_CONTACTS, Freed
from tappa.kernel.sql import fetch_all

BATCH: Final = 10_000  # contacts a statement: no statement outlasts its time, however many there are


def remove_member(member: Member, *, by: Actor) -> int:
    """Remove a member and let their contacts go, each with its own fact that names the removal; all or nothing.

    Returns how many contacts were theirs. Raises what end_membership raises. Their name stays in the history, and the
    address can be invited again: they then come back as the same member, without the contacts.
    """
    with transaction.atomic():
        end_membership(member, by=by)
        because = by.in_batch().because(Cause.MEMBER_REMOVED)
        given = actor_columns(because) | {"member": member.id, "batch_size": BATCH}
        freed = 0
        while more := len(fetch_all(Freed, FREE_CONTACTS, given)):
            freed += more
        hand_over_inboxes(member, by=because)
        return freed
