"""Who is it? A person on a channel is found, or made known: as a new contact, or as one we know by the same phone."""

from dataclasses import replace

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor
from tappa.core.contacts.actions.create import create_contact
from tappa.core.contacts.models import Standing
from tappa.core.contacts.rules import e164
from tappa.core.inbox.arrivals import Sender
from tappa.core.inbox.models import Channel, ContactChannel
from tappa.core.inbox.rules import ContactIdKind
from tappa.core.inbox.sql import FIND_WRITER, LOCK_UNKNOWN_WRITER, Nothing, Writer
from tappa.kernel.errors import Conflict
from tappa.kernel.sql import fetch_one


def recognise(
    channel: Channel, sender: Sender, *, may_be_new: bool, workspace: Workspace, by: Actor
) -> Writer | None:
    """The person behind an external id, their standing locked until the transaction ends.

    A new one becomes a contact at the default stage (S1), as does one whose contact was deleted since; None when they
    are new and `may_be_new` is false. Runs inside the caller's transaction.
    """
    key = {"workspace": by.workspace_id, "channel": channel.id, "external": sender.external_id}
    known = fetch_one(Writer, FIND_WRITER, key)
    if (known is not None and not known.is_deleted) or not may_be_new:
        return known
    fetch_one(Nothing, LOCK_UNKNOWN_WRITER, key)
    known = fetch_one(Writer, FIND_WRITER, key)
    if known is not None and not known.is_deleted:
        return known
    contact_id = _contact_for(channel, sender, workspace=workspace, by=by)
    ContactChannel.objects.update_or_create(
        workspace_id=by.workspace_id,
        channel=channel,
        external_id=sender.external_id,
        defaults={"contact_id": contact_id},
    )
    return fetch_one(Writer, FIND_WRITER, key)


def _contact_for(channel: Channel, sender: Sender, *, workspace: Workspace, by: Actor) -> int:
    """The contact with the senders phone where the channel goes by phones; else a new one."""
    details = sender.details
    by_phone = channel.settings.get("contact_id") == ContactIdKind.PHONE
    if by_phone:
        details = replace(details, phone=sender.external_id)
    while True:
        known = _lock_contact_with_phone(workspace.id, details.phone) if by_phone else None
        if known is not None:
            return known
        try:
            return create_contact(details, workspace=workspace, by=by).id
        except Conflict as conflict:
            if conflict.field not in {"phone", "email"}:
                raise
            if by_phone and conflict.field == "phone":
                continue  # made by another hand since we looked
            # A provider's word about phone or e-mail is no proof that both are one person: take them as new, without
            # what belongs to somebody else. The team may merge them.
            details = replace(details, **{conflict.field: ""})


def _lock_contact_with_phone(workspace_id: int, phone: str) -> int | None:
    """Who has this phone, locked. One who is being deleted at this moment has it no more once the lock is ours."""
    standings = Standing.objects.select_for_update(of=("self",)).filter(
        workspace_id=workspace_id, is_deleted=False
    )
    standing = next(iter(standings.filter(contact__phone=e164(phone), contact__deleted_at=None)), None)
    return standing.contact_id if standing is not None else None
