"""Contacts: read, make, change, delete."""

from typing import Any, Literal

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from tappa.api.calls import Call
from tappa.api.field_values import Shown, given_values
from tappa.api.registry import endpoint
from tappa.api.shapes import (
    Assignee,
    Contact,
    ContactFields,
    ContactId,
    Done,
    NewContact,
    given_details,
    seconds,
    split_name,
)
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.actions.create import DEFAULT, Choice, create_contact
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.lists import ContactRow, contact_row
from tappa.core.contacts.queries import find_contact
from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.rules import ConversationStatus
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stage_by_name
from tappa.kernel.errors import Conflict, Invalid, NotFound


@endpoint("GET", "contact/{identifier}", scope=Scope.CONTACTS_READ, refusals=(404,))
def show(call: Call[None]) -> Contact:
    """One contact."""
    contact = find_contact(call.workspace_id, call.identifier)
    row = contact_row(call.workspace_id, contact.id)
    if row is None:
        raise NotFound(_("There is no contact %(identifier)s.") % {"identifier": call.identifier})
    return contact_shape(row, Shown(call.workspace_id, [row.id]))


@endpoint("POST", "contact/{identifier}", scope=Scope.CONTACTS_WRITE, refusals=(404, 409))
def create(call: Call[NewContact]) -> Done:
    """Make a contact.

    The identifier is its e-mail or phone. It stands at the default stage, or where `lifecycle` says (404 for a stage
    that there is not). 409 when the e-mail or phone belongs to a contact already.
    """
    _create(call)
    return Done(code=200, message=_("The contact was created."))


@endpoint("PUT", "contact/{identifier}", scope=Scope.CONTACTS_WRITE, refusals=(404, 409))
def update(call: Call[ContactFields]) -> ContactId:
    """Change some fields of a contact.

    What the body leaves out stays. The stage is changed at `lifecycle/update`, tags at `tag`. 409 when the new e-mail
    or phone belongs to another contact.
    """
    return _update(call)


@endpoint("DELETE", "contact/{identifier}", scope=Scope.CONTACTS_WRITE, refusals=(404,))
def delete(call: Call[None]) -> ContactId:
    """Delete a contact.

    It is hidden at once, and its e-mail and phone are free again.
    """
    contact = find_contact(call.workspace_id, call.identifier)
    delete_contact(contact, by=call.actor)
    return ContactId(contact_id=contact.id)


@endpoint("POST", "contact/create_or_update/{identifier}", scope=Scope.CONTACTS_WRITE, refusals=(404, 409))
def create_or_update(call: Call[NewContact]) -> ContactId:
    """Make a contact, or change some fields of the one that is there.

    `lifecycle` counts only for a contact that is made by this call. With `id:…` the contact must exist.
    """
    try:
        return _update(call)
    except NotFound:
        if call.identifier.startswith("id:"):
            raise
    try:
        with transaction.atomic():
            return ContactId(contact_id=_create(call))
    except Conflict as conflict:
        # Another call made the contact meanwhile; or the other of phone and e-mail belongs to somebody else.
        try:
            return _update(call)
        except NotFound:
            raise conflict from None


def _update(call: Call[Any]) -> ContactId:
    contact = find_contact(call.workspace_id, call.identifier)
    changes = {**given_details(call.body), **given_values(call.workspace_id, call.body)}
    edit_contact(contact, changes, workspace=call.token.workspace, by=call.actor)
    return ContactId(contact_id=contact.id)


def _create(call: Call[NewContact]) -> int:
    given = dict(given_details(call.body))
    kind, _colon, value = call.identifier.partition(":")
    if kind not in {"email", "phone"} or not value.strip():
        raise Invalid(
            _(
                "A contact is created under its e-mail or phone: email:ana@example.com or phone:+393331234567."
            ),
            field="identifier",
        )
    # The identifier is what the caller will ask by again: it wins over the same field in the body.
    given[kind] = f"+{value.strip().lstrip('+')}" if kind == "phone" else value
    contact = create_contact(
        ContactDetails(**given),
        workspace=call.token.workspace,
        stage=_stage(call),
        values=given_values(call.workspace_id, call.body),
        by=call.actor,
    )
    return contact.id


def _stage(call: Call[NewContact]) -> Stage | Choice | None:
    name = call.body.lifecycle
    if name is msgspec.UNSET:
        return DEFAULT
    return None if name is None else stage_by_name(call.workspace_id, name)


def contact_shape(row: ContactRow, shown: Shown) -> Contact:
    """A contact as the API shows it: a snoozed conversation is an open one there."""
    unclosed = row.conversation_status in {ConversationStatus.OPEN, ConversationStatus.SNOOZED}
    status: Literal["open", "close"] = "open" if unclosed else "close"
    return Contact(
        id=row.id,
        first_name=row.first_name,
        last_name=row.last_name,
        phone=row.phone or None,
        email=row.email or None,
        language=row.language or None,
        profile_pic=row.profile_pic or None,
        country_code=row.country_code or None,
        custom_fields=shown.of(row.id),
        status=status,
        tags=row.tags,
        assignee=_assignee(row),
        lifecycle=row.stage,
        is_blocked=row.is_blocked,
        created_at=seconds(row.created_at),
    )


def _assignee(row: ContactRow) -> Assignee | None:
    if row.assignee_id is None:
        return None
    first_name, last_name = split_name(row.assignee_name or "")
    return Assignee(
        id=row.assignee_id, first_name=first_name, last_name=last_name, email=row.assignee_email or ""
    )
