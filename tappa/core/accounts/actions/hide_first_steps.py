"""A member puts the list of first steps away, or takes it out again."""

from tappa.core.accounts.models import Member


def hide_first_steps(member: Member, *, hide: bool = True) -> Member:
    """Keep it for this member alone. It says nothing about the workspace, so that no fact is recorded."""
    member.hides_first_steps = hide
    member.save(update_fields=["hides_first_steps"])
    return member
