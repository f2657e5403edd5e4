"""An invitation is sent again: with a new link and another seven days; the old link stops working."""

from django.db import transaction
from django.db.models.functions import Now

from tappa.core.accounts.actions.invite_member import IssuedInvitation
from tappa.core.accounts.authority import require_authority
from tappa.core.accounts.facts import InvitationSentAgain
from tappa.core.accounts.grants import Role
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import Invitation
from tappa.core.accounts.queries import open_invitation
from tappa.core.accounts.rules import INVITATION_LASTS
from tappa.core.activity.actor import Actor, By
from tappa.core.activity.record import Happening, record
from tappa.kernel.secrets import fingerprint, new_secret


def resend_invitation(invitation: Invitation, *, by: Actor) -> IssuedInvitation:
    """Make a new secret for it, also when its time was over; whoever sends it again invites from now on.

    Raises NotFound when it is accepted or revoked, Forbidden for who may not manage its role.
    """
    secret = new_secret()
    with transaction.atomic():
        lock_members(by.workspace_id)
        invitation = open_invitation(by.workspace_id, invitation.id)
        require_authority(by, Role(invitation.role))
        invitation.fingerprint = fingerprint(secret)
        invitation.expires_at = Now() + INVITATION_LASTS
        invitation.invited_by_id = by.id if by.by == By.MEMBER else None
        invitation.save(update_fields=["fingerprint", "expires_at", "invited_by"])
        record([Happening(InvitationSentAgain(invitation_id=invitation.id))], by=by)
    invitation.refresh_from_db()
    return IssuedInvitation(invitation, secret)
