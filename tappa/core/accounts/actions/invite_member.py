"""Somebody is asked into a workspace."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tappa.core.accounts.authority import require_authority
from tappa.core.accounts.checks import checked_email, checked_restrictions, checked_team
from tappa.core.accounts.facts import InvitationRevoked, MemberInvited
from tappa.core.accounts.grants import Role
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import Invitation, Team, Workspace
from tappa.core.accounts.queries import members_of, open_invitations
from tappa.core.accounts.rules import INVITATION_LASTS
from tappa.core.activity.actor import Actor, By
from tappa.core.activity.record import Happening, record
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Conflict, NotFound
from tappa.kernel.secrets import fingerprint, new_secret


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """An invitation with the secret of its link, which is nowhere else and cannot be shown again."""

    invitation: Invitation
    secret: str


def invite_member(
    workspace: Workspace,
    *,
    email: str,
    role: Role,
    restrictions: Collection[str] = (),
    team: Team | None = None,
    by: Actor,
) -> IssuedInvitation:
    """Ask this address in, for seven days. Sending the mail is the door's part.

    Raises Forbidden for who may not manage the role, Invalid for bad input, Conflict when the address is a member's
    or is invited already. An invitation past its time makes room for the new one.
    """
    email, restrictions = checked_email(email), checked_restrictions(role, restrictions)
    secret = new_secret()
    with transaction.atomic():
        if lock_members(by.workspace_id) != workspace:
            raise NotFound(_("There is no such workspace."), field="workspace")
        require_authority(by, role)
        _make_room(workspace, email, by)
        invitation = Invitation.objects.create(
            workspace=workspace,
            email=email,
            role=role,
            restrictions=restrictions,
            team=checked_team(workspace.id, team),
            invited_by_id=by.id if by.by == By.MEMBER else None,
            fingerprint=fingerprint(secret),
            expires_at=Now() + INVITATION_LASTS,
        )
        record([Happening(MemberInvited(invitation_id=invitation.id, role=role))], by=by)
    invitation.refresh_from_db()
    return IssuedInvitation(invitation, secret)


def _make_room(workspace: Workspace, email: str, by: Actor) -> None:
    if members_of(workspace.id).filter(user__email=email).exists():
        raise Conflict(_("%(email)s is a member already.") % {"email": email}, field="email")
    present = open_invitations(workspace.id).filter(email=email)
    if present.filter(expires_at__gt=Now()).exists():
        raise Conflict(
            _("%(email)s is invited already. Send that invitation again instead.") % {"email": email},
            field="email",
        )
    for late in present:
        present.filter(id=late.id).update(revoked_at=ClockTimestamp())
        record([Happening(InvitationRevoked(invitation_id=late.id))], by=by)
