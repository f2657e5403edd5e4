"""An invitation is taken back."""

from django.db import transaction

from tappa.core.accounts.authority import may_manage, require_authority
from tappa.core.accounts.facts import InvitationRevoked
from tappa.core.accounts.grants import Role
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import Invitation, Member
from tappa.core.accounts.queries import open_invitation, open_invitations
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.kernel.clock import ClockTimestamp


def revoke_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Stop its link. Raises NotFound when it is accepted or revoked already, Forbidden for who may not manage its
    role."""
    with transaction.atomic():
        lock_members(by.workspace_id)
        invitation = open_invitation(by.workspace_id, invitation.id)
        require_authority(by, Role(invitation.role))
        _revoke(invitation, by=by)
    invitation.refresh_from_db()
    return invitation


def revoke_what_they_offered(member: Member, *, by: Actor) -> list[Invitation]:
    """Stop the links that a member sent for roles over which they have no right any more. Who was an owner, and kept the
    link of an invitation to be one, would otherwise come back by it.

    Asked inside the transaction that takes the right from them, under the workspace's lock.
    """
    offered = list(open_invitations(member.workspace_id).filter(invited_by_id=member.id))
    stopped = [
        each for each in offered if member.removed_at is not None or not may_manage(member, Role(each.role))
    ]
    for invitation in stopped:
        _revoke(invitation, by=by)
    return stopped


def _revoke(invitation: Invitation, *, by: Actor) -> None:
    invitation.revoked_at = ClockTimestamp()
    invitation.save(update_fields=["revoked_at"])
    record([Happening(InvitationRevoked(invitation_id=invitation.id))], by=by)
