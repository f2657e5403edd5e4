"""A contact's conversation: who has it, open or closed."""

from typing import Annotated, Literal

import msgspec

from tappa.api.calls import Call
from tappa.api.registry import endpoint
from tappa.api.shapes import ContactId, Id
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.accounts.queries import member_by
from tappa.core.contacts.queries import find_contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.rules import CATEGORY_LIMIT, SUMMARY_LIMIT


class Assignment(Shape):
    """Who gets the contact: a member's id or e-mail; null takes it from whoever has it."""

    assignee: Id | Annotated[str, msgspec.Meta(min_length=1, max_length=254)] | None


class StatusChange(Shape):
    """`category` and `summary` are the closing note; they count with "close"."""

    status: Literal["open", "close"]
    category: Annotated[str, msgspec.Meta(max_length=CATEGORY_LIMIT)] | None = None
    summary: Annotated[str, msgspec.Meta(max_length=SUMMARY_LIMIT)] | None = None


@endpoint(
    "POST", "contact/{identifier}/conversation/assignee", scope=Scope.CONVERSATIONS_WRITE, refusals=(404,)
)
def assign(call: Call[Assignment]) -> ContactId:
    """Assign a contact to a member, or to nobody.

    404 names a member that there is not.
    """
    contact = find_contact(call.workspace_id, call.identifier)
    wanted = call.body.assignee
    member = None if wanted is None else member_by(call.workspace_id, wanted)
    assign_contact(contact, to=member, by=call.actor)
    return ContactId(contact_id=contact.id)


@endpoint(
    "POST", "contact/{identifier}/conversation/status", scope=Scope.CONVERSATIONS_WRITE, refusals=(404,)
)
def change_status(call: Call[StatusChange]) -> ContactId:
    """Open or close the conversation with a contact.

    A closed one is not reopened: "open" begins a new one. What is so already stays as it is.
    """
    contact = find_contact(call.workspace_id, call.identifier)
    if call.body.status == "open":
        open_conversation(contact, by=call.actor)
    else:
        close_conversation(
            contact, category=call.body.category or "", summary=call.body.summary or "", by=call.actor
        )
    return ContactId(contact_id=contact.id)
