"""Who may invite, change and remove whom (product.md, section 8): owners all, managers agents, agents nobody.
And what they may give to a program."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission, Role, Scope, allowed, grantable_scopes
from tappa.core.accounts.models import ApiToken, Member
from tappa.core.activity.actor import Actor, By
from tappa.kernel.errors import Conflict, Forbidden


def may_manage(member: Member, role: Role) -> bool:
    """Whether the member may invite, change and remove people of this role."""
    needed = Permission.MANAGE_AGENTS if role is Role.AGENT else Permission.MANAGE_MEMBERS
    return allowed(Role(member.role), member.restrictions, needed)


def manageable_roles(member: Member) -> list[Role]:
    """The roles that this member may give and take, for the choices in a form."""
    return [role for role in Role if may_manage(member, role)]


def require_authority(by: Actor, *roles: Role) -> None:
    """Refuse a member who may not manage people of all these roles. The system and the command line may.

    Asked under the workspace's lock, so that nobody acts with a role that was taken from them. Raises Forbidden.
    """
    if by.by == By.SYSTEM:
        return
    member = _present(by)
    if member is None or not all(may_manage(member, role) for role in roles):
        raise Forbidden(_("You may not manage members of this role."), field="role")


def require_scopes(by: Actor, scopes: Collection[str]) -> None:
    """Refuse a member who would give a program more than they may do themselves. The system and the command line may.

    Asked under the workspace's lock, as above. Raises Forbidden.
    """
    if by.by == By.SYSTEM:
        return
    member = _present(by)
    given = grantable_scopes(Role(member.role), member.restrictions) if member else []
    if refused := sorted(set(scopes) - set(given)):
        raise Forbidden(
            _("You may not give %(scopes)s: a token may do no more than who makes it.")
            % {"scopes": ", ".join(refused)},
            field="scopes",
        )


def may_still(by: Actor, permissions: Collection[Permission], *, scope: Scope) -> bool:
    """Whether who began something may go on with it: a member who has all these permissions, a living token with this
    scope. The system may."""
    if by.by == By.TOKEN and by.id is not None:
        tokens = ApiToken.objects.filter(workspace_id=by.workspace_id, id=by.id, revoked_at=None)
        return tokens.filter(scopes__contains=[scope]).exists()
    if by.by != By.MEMBER:
        return True
    member = _present(by)
    return member is not None and all(
        allowed(Role(member.role), member.restrictions, permission) for permission in permissions
    )


def _present(by: Actor) -> Member | None:
    """The member who acts, as they are now; None for one who has left, and for who is none."""
    if by.by != By.MEMBER or by.id is None:
        return None
    return Member.objects.filter(workspace_id=by.workspace_id, removed_at=None, id=by.id).first()


def require_another_owner(member: Member) -> None:
    """Refuse to lose the last owner. Ask under the workspace's lock. Raises Conflict."""
    owners = Member.objects.filter(workspace_id=member.workspace_id, role=Role.OWNER, removed_at=None)
    if member.role == Role.OWNER and not owners.exclude(id=member.id).exists():
        raise Conflict(
            _("%(name)s is the only owner. Make somebody else an owner first.") % {"name": member.user.name},
            field="role",
        )
