"""Questions before a member reads a conversation: whose it is, what is new to them, and what they have begun to write."""

from typing import Any, Final

from django.db.models import Max, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import contacts_of, visible_contacts
from tappa.core.contacts.sight import seen_by
from tappa.core.inbox.models import Message
from tappa.core.inbox.models_team import ConversationRead, Draft
from tappa.core.inbox.rules import Traffic
from tappa.kernel.errors import NotFound
from tappa.kernel.fixed import Fixed

_FIRST_UNREAD: Final = Fixed(
    lambda workspace_id, contact_id, conversation_id, member_id: (
        _messages(workspace_id, contact_id, conversation_id, Traffic.INCOMING)
        .filter(
            id__gt=Greatest(
                Coalesce(Subquery(_read(workspace_id, conversation_id, member_id)), Value(0)),
                Coalesce(Subquery(_answered(workspace_id, contact_id, conversation_id)), Value(0)),
            )
        )
        .order_by("id")
        .values_list("id")[:1]
    ),
    workspace_id=-1,
    contact_id=-2,
    conversation_id=-3,
    member_id=-4,
)
_DRAFTS: Final = Fixed(
    lambda workspace_id, contact_id, member_id: Draft.objects.filter(
        workspace_id=workspace_id, contact_id=contact_id, member_id=member_id
    ).values_list("kind", "text"),
    workspace_id=-1,
    contact_id=-2,
    member_id=-3,
)
_CONTACT: Final = Fixed(
    lambda workspace_id, conversation_id: contacts_of(workspace_id).filter(
        conversations__workspace_id=workspace_id, conversations__id=conversation_id
    ),
    workspace_id=-1,
    conversation_id=-2,
)


def _messages(
    workspace_id: int, contact_id: int, conversation_id: int, traffic: Traffic
) -> "QuerySet[Message]":
    return Message.objects.filter(
        workspace_id=workspace_id, contact_id=contact_id, conversation_id=conversation_id, traffic=traffic
    )


def _answered(workspace_id: int, contact_id: int, conversation_id: int) -> "QuerySet[Message, Any]":
    """Our last answer."""
    answers = _messages(workspace_id, contact_id, conversation_id, Traffic.OUTGOING)
    return answers.values("conversation_id").annotate(last=Max("id")).values("last")


def _read(workspace_id: int, conversation_id: int, member_id: int) -> "QuerySet[ConversationRead, Any]":
    """The last message that the member has read."""
    read = ConversationRead.objects.filter(
        workspace_id=workspace_id, conversation_id=conversation_id, member_id=member_id
    )
    return read.values("last_message_id")


def first_unread(contact: Contact, *, member: Member) -> int | None:
    """The id of the first message that is new to the member: after both our last answer and what they have read."""
    conversation = contact.standing.conversation_id
    if conversation is None or contact.standing.waiting_since is None:
        return None
    unread = _FIRST_UNREAD.tuples(
        workspace_id=contact.workspace_id,
        contact_id=contact.id,
        conversation_id=conversation,
        member_id=member.id,
    )
    return unread[0][0] if unread else None


def drafts_of(contact: Contact, *, member: Member) -> dict[str, str]:
    """What the member has begun to write, by kind (rules.Writing)."""
    drafts = _DRAFTS.tuples(workspace_id=contact.workspace_id, contact_id=contact.id, member_id=member.id)
    return dict(drafts)


def contact_in(member: Member, conversation_id: int) -> Contact:
    """Whose conversation it is. Raises NotFound, also where the member may not see the contact."""
    if seen_by(member) is None:
        contact = _CONTACT.first(workspace_id=member.workspace_id, conversation_id=conversation_id)
    else:
        whose = visible_contacts(member).filter(
            conversations__workspace_id=member.workspace_id, conversations__id=conversation_id
        )
        # Not by first(): see contacts/queries.py, _BY_ID.
        contact = next(iter(whose), None)
    if contact is None:
        raise NotFound("", field="conversation")
    return contact
