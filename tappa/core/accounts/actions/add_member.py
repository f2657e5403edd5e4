"""A user joins a workspace, or comes back to it."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.checks import checked_restrictions
from tappa.core.accounts.facts import MemberAdded
from tappa.core.accounts.grants import Role
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import Member, Team, User, Workspace
from tappa.core.activity.actor import Actor, Via, system
from tappa.core.activity.record import Happening, record
from tappa.kernel.errors import Conflict


def add_member(
    workspace: Workspace,
    user: User,
    *,
    role: Role,
    restrictions: Collection[str] = (),
    team: Team | None = None,
    by: Actor | None = None,
) -> Member:
    """Make the user a member. Who was removed before comes back as the same member, with what is given now.

    Raises Invalid for a restriction that means nothing for the role, Conflict when the user is a member already.
    Without `by` the system adds: the first owner, or the command line.
    """
    restrictions = checked_restrictions(role, restrictions)
    with transaction.atomic():
        lock_members(workspace.id)
        member = Member.objects.filter(workspace=workspace, user=user).first()
        if member is None:
            member = Member(workspace=workspace, user=user)
        elif member.removed_at is None:
            raise Conflict(_("%(name)s is a member already.") % {"name": user.name}, field="user")
        member.role, member.restrictions, member.team, member.removed_at = role, restrictions, team, None
        member.save()
        record(
            [Happening(MemberAdded(member_id=member.id, role=role))],
            by=by or system(workspace.id, via=Via.COMMAND),
        )
    return member
