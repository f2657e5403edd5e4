"""A member comes into a workspace."""

from tappa.core.accounts.models import Member, User


def visit_workspace(member: Member) -> bool:
    """Remember where the user is, for the next sign-in leads there. Writes only when they come from elsewhere; returns
    whether it did."""
    if member.user.last_workspace_id == member.workspace_id:
        return False
    User.objects.filter(id=member.user_id).update(last_workspace_id=member.workspace_id)
    member.user.last_workspace_id = member.workspace_id
    return True
