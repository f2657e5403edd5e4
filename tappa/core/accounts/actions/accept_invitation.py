"""Who was invited comes in: as the user they are, or as a new one."""

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.facts import InvitationAccepted
from tappa.core.accounts.grants import RESTRICTIONS, Role
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import Invitation, Member, User
from tappa.core.accounts.queries import acceptable_invitation, actor_of, invitation_by_secret
from tappa.core.activity.actor import Via, system
from tappa.core.activity.record import Happening, record
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Forbidden


def accept_invitation(secret: str, user: User) -> Member:
    """Make the user the member that the invitation says. Of two who accept at once one is told that it was used.

    Raises NotFound for a link that leads nowhere, Conflict for one that was used, taken back or is past its time, or
    when they are a member already, and Forbidden when it is for another address than the user's.
    """
    with transaction.atomic():
        invitation = _open_one(secret)
        if invitation.email != user.email.lower():
            raise Forbidden(
                _("This invitation is for %(email)s. Sign in with that address to accept it.")
                % {"email": invitation.email},
                field="email",
            )
        return _admit(invitation, user)


def accept_as_new_user(
    secret: str, *, name: str, password: str, language: str = "en", time_zone: str = "UTC"
) -> Member:
    """Make a user with the invited address, and the member. Raises also what create_user raises."""
    with transaction.atomic():
        invitation = _open_one(secret)
        user = create_user(
            name=name, email=invitation.email, password=password, language=language, time_zone=time_zone
        )
        return _admit(invitation, user)


def _open_one(secret: str) -> Invitation:
    """The invitation, under the lock of its workspace."""
    lock_members(invitation_by_secret(secret).workspace_id)
    return acceptable_invitation(secret)


def _admit(invitation: Invitation, user: User) -> Member:
    role = Role(invitation.role)
    member = add_member(
        invitation.workspace,
        user,
        role=role,
        restrictions=RESTRICTIONS[role].intersection(invitation.restrictions),
        team=invitation.team if invitation.team and invitation.team.deleted_at is None else None,
        by=system(invitation.workspace_id, via=Via.PAGE),
    )
    Invitation.objects.filter(workspace_id=invitation.workspace_id, id=invitation.id).update(
        accepted_at=ClockTimestamp()
    )
    fact = InvitationAccepted(invitation_id=invitation.id, member_id=member.id)
    record([Happening(fact)], by=actor_of(member, Via.PAGE))
    return member
