"""What a removed member has shared goes to an owner (product.md, section 8)."""

from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Member
from tappa.core.activity.actor import Actor, By
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.facts import InboxHandedOver
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.models_inbox import CustomInbox, InboxShare


def hand_over_inboxes(member: Member, *, by: Actor) -> list[CustomInbox]:
    """Make an owner the maker of the inboxes that others see too: the owner who removes the member, else the first one.

    Private ones stay as they are, seen by nobody, and are there again should the member come back. Part of
    remove_member, after the membership has ended.
    """
    owners = Member.objects.filter(workspace_id=member.workspace_id, role=Role.OWNER, removed_at=None)
    acting = owners.filter(id=by.id).first() if by.by == By.MEMBER and by.id is not None else None
    heir = acting or owners.order_by("id").first()
    InboxShare.objects.filter(workspace_id=member.workspace_id, member=member).delete()
    if heir is None:
        return []
    made = CustomInbox.objects.filter(workspace_id=member.workspace_id, maker=member, deleted_at=None)
    handed = list(made.exclude(visibility=Visibility.PRIVATE).select_for_update(no_key=True).order_by("id"))
    for inbox in handed:
        inbox.maker = heir
        inbox.version += 1
        inbox.save(update_fields=["maker", "version"])
    record(
        [
            Happening(InboxHandedOver(inbox_id=inbox.id, from_member_id=member.id, to_member_id=heir.id))
            for inbox in handed
        ],
        by=by,
    )
    return handed
