"""The team says something to itself about a contact, and calls members by mentioning them (I5)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.queries import members_of
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_mention import Mention
from tappa.core.inbox.facts import CommentAdded
from tappa.core.inbox.models_team import Comment
from tappa.core.inbox.rules import COMMENT_LIMIT
from tappa.kernel.errors import Conflict, Invalid


def comment(
    contact: Contact,
    text: str,
    *,
    mentions: Collection[int] = (),
    client_id: UUID | None = None,
    by: Actor,
) -> Comment:
    """Write an internal comment. `mentions` are ids of members, who may see the contact from then on.

    It stands in the contact's latest conversation and changes nothing about it. What is sent twice under one `client_id`
    is stored once, as messages are. Raises Invalid for a text that is empty or too long, or for somebody mentioned who is
    no present member; Conflict when the id was used for another contact.
    """
    text, mentioned = _checked(text), sorted(set(mentions))
    if members_of(contact.workspace_id).filter(id__in=mentioned).count() != len(mentioned):
        raise Invalid(_("Only present members of this workspace can be mentioned."), field="mentions")
    with transaction.atomic():
        standing = lock_standing(contact)
        if client_id is not None and (before := _written_before(contact, client_id)) is not None:
            return before
        written = Comment.objects.create(
            workspace_id=contact.workspace_id,
            contact=contact,
            conversation_id=standing.conversation_id,
            client_id=client_id,
            text=text,
            by_kind=by.by,
            by_id=by.id,
        )
        _mention(mentioned, written)
        fact = CommentAdded(comment_id=written.id, mentioned=mentioned)
        record([Happening(fact, contact.id, standing.conversation_id)], by=by)
    written.refresh_from_db(fields=["created_at"])
    return written


def _checked(text: str) -> str:
    text = text.strip().replace("\x00", "")
    if not text:
        raise Invalid(_("Write something first."), field="text")
    if len(text) > COMMENT_LIMIT:
        raise Invalid(
            _("A comment must have at most %(limit)d characters.") % {"limit": COMMENT_LIMIT}, field="text"
        )
    return text


def _written_before(contact: Contact, client_id: UUID) -> Comment | None:
    """The comment that was written under this id. Raises Conflict when it is about somebody else."""
    written = Comment.objects.filter(workspace_id=contact.workspace_id, client_id=client_id).first()
    if written is not None and written.contact_id != contact.id:
        raise Conflict(_("This comment was written about another contact already."), field="client_id")
    return written


def _mention(members: Sequence[int], written: Comment) -> None:
    Mention.objects.bulk_create(
        Mention(
            workspace_id=written.workspace_id,
            contact_id=written.contact_id,
            member_id=member,
            comment_id=written.id,
        )
        for member in members
    )
