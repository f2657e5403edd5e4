"""A visitor of a website chat says who they are. They are asked once, and may choose not to."""

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import NAME_LIMIT, is_email
from tappa.core.inbox.facts import ContactIntroduced
from tappa.core.inbox.models import ContactChannel
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Conflict, Invalid


def introduce(
    address: ContactChannel, *, name: str, email: str, still_called: str, workspace: Workspace, by: Actor
) -> None:
    """Note what a visitor says of themselves; with neither name nor e-mail, that they would rather not.

    Only what we lack is put into the contact: the name where it still bears the made-up last name `still_called`, the
    e-mail where it has none. An e-mail that belongs to another contact stays with that one, for anybody can type
    anybody's; the visitor is told nothing of it, the team is. Raises Invalid; NotFound when the contact is gone.
    """
    name, email = " ".join(name.replace("\x00", "").split()), email.strip()
    if len(name) > NAME_LIMIT:
        raise Invalid(
            _("The name is too long: at most %(limit)d characters.") % {"limit": NAME_LIMIT}, field="name"
        )
    if email and not is_email(email.replace("\x00", " ")):
        raise Invalid(_("This is not an e-mail address. Write it like anna@example.com."), field="email")
    with transaction.atomic():
        lock_standing(address.contact)
        address = ContactChannel.objects.select_related("contact").get(
            workspace_id=address.workspace_id, id=address.id
        )
        if address.introduced_at is not None:
            return
        address.said_name, address.said_email = name, email
        address.introduced_at = ClockTimestamp()
        address.save(update_fields=["said_name", "said_email", "introduced_at"])
        if name or email:
            _tell(address, still_called, workspace=workspace, by=by)


def _tell(address: ContactChannel, still_called: str, *, workspace: Workspace, by: Actor) -> None:
    """Fill what the contact lacks, and record what was said."""
    contact = address.contact
    if address.said_name and contact.last_name == still_called:
        first, _space, last = address.said_name.partition(" ")
        edit_contact(contact, {"first_name": first, "last_name": last}, workspace=workspace, by=by)
    taken = bool(address.said_email) and not _gave_email(
        contact, address.said_email, workspace=workspace, by=by
    )
    said = {"name": address.said_name, "email": address.said_email}
    fact = ContactIntroduced(
        channel_id=address.channel_id,
        fields=[field for field, value in said.items() if value],
        email_is_taken=taken,
    )
    record([Happening(fact, contact.id)], by=by)


def _gave_email(contact: Contact, email: str, *, workspace: Workspace, by: Actor) -> bool:
    """Give the contact the e-mail unless it has one; False when it is another's."""
    if contact.email:
        return True
    try:
        edit_contact(contact, {"email": email}, workspace=workspace, by=by)
    except Conflict:
        return False
    return True
