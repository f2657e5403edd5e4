"""An invitation is taken back."""

from django.db import transaction

from tappa.core.accounts.authority import require_authority
from tappa.core.accounts.facts import InvitationRevoked
from tappa.core.accounts.grants import Role
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import Invitation
from tappa.core.accounts.queries import open_invitation
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
        invitation.revoked_at = ClockTimestamp()
        invitation.save(update_fields=["revoked_at"])
        record([Happening(InvitationRevoked(invitation_id=invitation.id))], by=by)
    invitation.refresh_from_db()
    return invitation
