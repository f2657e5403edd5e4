"""A contact gets an assignee, or none. The assignee belongs to the contact and stays after closing (I5)."""

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.locks import hold_member
from tappa.core.accounts.models import Member
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.facts import ContactAssigned
from tappa.core.inbox.queries import unclosed_conversation
from tappa.kernel.errors import Invalid


def assign_contact(contact: Contact, *, to: Member | None, by: Actor) -> bool:
    """Assign the contact to a member, whose team it then belongs to, or to nobody.

    Returns False when it was so already: nothing changes and nothing is logged. Raises Invalid for a removed member
    or one of another workspace.
    """
    if to is not None and (to.workspace_id != contact.workspace_id or to.removed_at is not None):
        raise Invalid(_("assignee must be a present member of this workspace."), field="assignee")
    with transaction.atomic():
        return assign_locked(lock_standing(contact), contact, to=to, by=by)


def assign_locked(standing: Standing, contact: Contact, *, to: Member | None, by: Actor) -> bool:
    """`assign_contact` for a contact whose standing is locked."""
    before, team_before = standing.assignee_id, standing.team_id
    if before == (to.id if to else None):
        return False
    if to is not None and not hold_member(to):
        raise Invalid(_("assignee must be a present member of this workspace."), field="assignee")
    standing.assignee = to
    standing.team_id = to.team_id if to else None
    standing.save(update_fields=["assignee", "team"])
    conversation = unclosed_conversation(contact)
    fact = ContactAssigned(
        from_member_id=before,
        from_team_id=team_before,
        member_id=to.id if to else None,
        team_id=standing.team_id,
    )
    record([Happening(fact, contact.id, conversation.id if conversation else None)], by=by)
    return True
