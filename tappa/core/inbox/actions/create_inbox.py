"""A member makes an inbox of their own (I2)."""

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.locks import hold_member
from tappa.core.accounts.models import Member
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.filters.terms import Filter
from tappa.core.inbox.actions.share_inbox import share_with
from tappa.core.inbox.facts import InboxCreated
from tappa.core.inbox.inbox_checks import (
    Audience,
    checked_audience,
    checked_emoji,
    checked_filter,
    checked_name,
)
from tappa.core.inbox.inbox_rules import MADE_LIMIT
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.kernel.errors import Conflict, NotFound

PRIVATE = Audience()


def create_inbox(
    maker: Member, *, name: str, wanted: Filter, emoji: str = "", audience: Audience = PRIVATE, by: Actor
) -> CustomInbox:
    """Make an inbox that this member may edit. Raises Invalid for a bad name, emoji, filter or audience, Conflict where
    they have made as many as there may be, NotFound for somebody who has left."""
    inbox = CustomInbox(
        workspace_id=maker.workspace_id,
        name=checked_name(name),
        emoji=checked_emoji(emoji),
        filter=checked_filter(wanted),
        maker=maker,
    )
    with transaction.atomic():
        if not hold_member(maker):  # who is being removed hands on what they have made by then
            raise NotFound(_("This person is not a member any more."), field="member")
        require_room(maker.workspace_id, maker.id)
        inbox.save()
        share_with(inbox, checked_audience(audience, maker.workspace_id))
        record([Happening(InboxCreated(inbox_id=inbox.id, visibility=inbox.visibility))], by=by)
    return inbox


def require_room(workspace_id: int, maker_id: int) -> None:
    """Raises Conflict where a member has made as many inboxes as there may be."""
    made = CustomInbox.objects.filter(workspace_id=workspace_id, maker_id=maker_id, deleted_at=None)
    if made.count() >= MADE_LIMIT:
        raise Conflict(
            _("You have made %(limit)d inboxes, and no more can be added: delete one first.")
            % {"limit": MADE_LIMIT},
            field="name",
        )
