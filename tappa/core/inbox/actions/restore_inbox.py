"""The deletion of a custom inbox is taken back."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.actions.create_inbox import require_room
from tappa.core.inbox.actions.edit_inbox import lock_own_inbox
from tappa.core.inbox.facts import InboxRestored
from tappa.core.inbox.models_inbox import CustomInbox


def restore_inbox(inbox: CustomInbox, *, by: Actor) -> CustomInbox:
    """Show it again to whoever saw it. Raises what lock_own_inbox raises, Conflict where its maker has made as many others
    since as there may be."""
    with transaction.atomic():
        found = lock_own_inbox(inbox, by=by, deleted=True)
        require_room(found.workspace_id, found.maker_id)
        found.deleted_at = None
        found.save(update_fields=["deleted_at"])
        record([Happening(InboxRestored(inbox_id=found.id))], by=by)
    return found
