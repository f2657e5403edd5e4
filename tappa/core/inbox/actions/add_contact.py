"""A member adds a contact by hand."""

from collections.abc import Mapping

from django.db import transaction

from tappa.core.accounts.models import Member
from tappa.core.activity.actor import Actor
from tappa.core.contacts.actions.create import NOTHING, create_contact
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import ContactDetails
from tappa.core.contacts.sight import visible_ids
from tappa.core.inbox.actions.assign import assign_contact


def add_contact(
    details: ContactDetails, *, values: Mapping[str, str] = NOTHING, member: Member, by: Actor
) -> Contact:
    """Make a contact at the default stage (S1), with `values` of custom fields. An agent who sees only some of the
    contacts gets it assigned: it would be out of their sight the moment they added it.

    Raises Invalid for details that are none, Conflict when the phone or e-mail belongs to another contact.
    """
    with transaction.atomic():
        contact = create_contact(details, values=values, workspace=member.workspace, by=by)
        if visible_ids(member) is not None:
            assign_contact(contact, to=member, by=by)
    return contact
