"""A contact gets an assignee, a team, or neither. It belongs to the contact and stays after closing (I5)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.checks import checked_team
from tappa.core.accounts.locks import hold_member
from tappa.core.accounts.models import Member, Team
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.facts import ContactAssigned
from tappa.core.inbox.queries import unclosed_conversation
from tappa.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a contact is: a member's, with the team they had then; a team's where nobody of it has taken it; nobody's."""

    member_id: int | None = None
    team_id: int | None = None


def assign_contact(contact: Contact, *, to: Member | Team | None, by: Actor) -> Holder | None:
    """Assign the contact to a member, whose team it then belongs to; to a team, for one of it to take; or to nobody.

    Returns whose it was, and None when it was so already: nothing changes and nothing is logged. Raises Invalid for a
    removed member, a deleted team, and those of another workspace.
    """
    with transaction.atomic():
        return assign_locked(lock_standing(contact), contact, to=to, by=by)


def assign_locked(
    standing: Standing, contact: Contact, *, to: Member | Team | None, by: Actor
) -> Holder | None:
    """`assign_contact` for a contact whose standing is locked."""
    before, after = Holder(standing.assignee_id, standing.team_id), _holder(contact, to)
    if before == after or (after.member_id is not None and after.member_id == before.member_id):
        return None
    # Held only now: who removes a member waits for the contacts that are theirs, and would be waited for here.
    if isinstance(to, Member) and not hold_member(to):
        raise _not_present()
    standing.assignee_id, standing.team_id = after.member_id, after.team_id
    standing.save(update_fields=["assignee", "team"])
    conversation = unclosed_conversation(contact)
    fact = ContactAssigned(
        from_member_id=before.member_id,
        from_team_id=before.team_id,
        member_id=after.member_id,
        team_id=after.team_id,
    )
    record([Happening(fact, contact.id, conversation.id if conversation else None)], by=by)
    return before


def _holder(contact: Contact, to: Member | Team | None) -> Holder:
    if to is None:
        return Holder()
    if isinstance(to, Team):
        checked_team(contact.workspace_id, to)
        return Holder(team_id=to.id)
    if to.workspace_id != contact.workspace_id or to.removed_at is not None:
        raise _not_present()
    return Holder(to.id, to.team_id)


def _not_present() -> Invalid:
    return Invalid(_("assignee must be a present member of this workspace."), field="assignee")
