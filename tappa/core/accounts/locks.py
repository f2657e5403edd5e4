"""Locks of accounts. The one of a workspace's people: whatever changes who is a member, or as what, takes it first.

So of two owners who leave at the same moment one is told that an owner must remain.
"""

from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member, Workspace
from tappa.core.accounts.sql import HOLD_MEMBER, LOCK_SLUG, Held, Nothing
from tappa.core.activity.actor import Actor
from tappa.kernel.errors import NotFound
from tappa.kernel.sql import fetch_one


def lock_members(workspace_id: int) -> Workspace:
    """The workspace, locked until the transaction ends. Rows that refer to it can be added meanwhile."""
    return Workspace.objects.select_for_update(no_key=True).get(id=workspace_id)


def lock_slug(slug: str) -> None:
    """Wait for whoever takes this address at the moment, and keep it from others until the transaction ends."""
    fetch_one(Nothing, LOCK_SLUG, {"slug": slug})


def lock_member(member: Member, *, by: Actor) -> Member:
    """The present member as they are now, under the workspace's lock. Raises NotFound when they have left, and for
    the actor of another workspace."""
    lock_members(by.workspace_id)
    members = Member.objects.select_for_update(no_key=True, of=("self",)).select_related("user", "team")
    found = members.filter(workspace_id=by.workspace_id, id=member.id, removed_at=None).first()
    if found is None:
        raise NotFound(_("This person is not a member any more."), field="member")
    return found


def hold_member(member: Member) -> bool:
    """Keep a member from being removed until the transaction ends. False when they have left already.

    Others may hold them too. Whoever gives a member something that goes with them (a contact) holds them first.
    """
    held = fetch_one(Held, HOLD_MEMBER, {"workspace": member.workspace_id, "member": member.id})
    return held is not None
