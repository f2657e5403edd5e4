"""A member is one no more. Their contacts are let go by inbox/actions/remove_member.py, which calls this."""

from django.db import transaction

from tappa.core.accounts.actions.revoke_invitation import revoke_what_they_offered
from tappa.core.accounts.authority import require_another_owner, require_authority
from tappa.core.accounts.facts import MemberRemoved
from tappa.core.accounts.grants import Role
from tappa.core.accounts.locks import lock_member
from tappa.core.accounts.models import Member
from tappa.core.activity.actor import Actor, By
from tappa.core.activity.record import Happening, record
from tappa.kernel.clock import ClockTimestamp


def end_membership(member: Member, *, by: Actor) -> Member:
    """End it, at once, and their open invitations with it. The row stays, so that the history keeps the name. Anybody but
    the last owner may leave.

    Raises Forbidden for who may not manage the member's role, Conflict for the last owner, NotFound for a member who
    has left already.
    """
    with transaction.atomic():
        member = lock_member(member, by=by)
        if (by.by, by.id) != (By.MEMBER, member.id):
            require_authority(by, Role(member.role))
        require_another_owner(member)
        Member.objects.filter(workspace_id=member.workspace_id, id=member.id).update(
            removed_at=ClockTimestamp(), team=None
        )
        record([Happening(MemberRemoved(member_id=member.id, role=member.role))], by=by)
        member.refresh_from_db(fields=["removed_at", "team"])
        revoke_what_they_offered(member, by=by)
    return member
