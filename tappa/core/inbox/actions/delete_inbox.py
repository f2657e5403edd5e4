"""A custom inbox is deleted by its maker; the conversations in it stay as they are."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.actions.edit_inbox import lock_own_inbox
from tappa.core.inbox.facts import InboxDeleted
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.kernel.clock import ClockTimestamp


def delete_inbox(inbox: CustomInbox, *, by: Actor) -> CustomInbox:
    """Hide it from everybody, until restore_inbox. Raises what lock_own_inbox raises."""
    with transaction.atomic():
        found = lock_own_inbox(inbox, by=by)
        found.deleted_at = ClockTimestamp()
        found.save(update_fields=["deleted_at"])
        record([Happening(InboxDeleted(inbox_id=found.id))], by=by)
        found.refresh_from_db(fields=["deleted_at"])
    return found
