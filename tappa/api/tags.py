"""Tags on a contact."""

from typing import Annotated

import msgspec

from tappa.api.calls import Call
from tappa.api.registry import endpoint
from tappa.api.shapes import ContactId
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.actions.tag import add_tags, remove_tags
from tappa.core.contacts.queries import find_contact
from tappa.core.contacts.rules import TAG_LIMIT

TagName = Annotated[str, msgspec.Meta(min_length=1, max_length=TAG_LIMIT)]
TagNames = Annotated[list[TagName], msgspec.Meta(min_length=1, max_length=10)]


@endpoint("POST", "contact/{identifier}/tag", scope=Scope.CONTACTS_WRITE, refusals=(404,))
def add(call: Call[TagNames]) -> ContactId:
    """Put tags on a contact.

    Tags that the workspace does not have yet are made.
    """
    contact = find_contact(call.workspace_id, call.identifier)
    add_tags(contact, call.body, by=call.actor)
    return ContactId(contact_id=contact.id)


@endpoint("DELETE", "contact/{identifier}/tag", scope=Scope.CONTACTS_WRITE, refusals=(404,))
def remove(call: Call[TagNames]) -> ContactId:
    """Take tags off a contact.

    Names that it does not carry change nothing.
    """
    contact = find_contact(call.workspace_id, call.identifier)
    remove_tags(contact, call.body, by=call.actor)
    return ContactId(contact_id=contact.id)
