"""A member puts custom inboxes into order and folds sections of the sidebar, for themselves alone."""

from collections.abc import Collection, Sequence

from tappa.core.accounts.models import Member
from tappa.core.inbox.custom import inboxes_seen_by
from tappa.core.inbox.inbox_rules import Fold
from tappa.core.inbox.models_inbox import InboxSidebar


def order_inboxes(member: Member, order: Sequence[int]) -> InboxSidebar:
    """Keep this order of the inboxes that they see; the ids of others mean nothing. It says nothing about the workspace,
    so that no fact is recorded."""
    seen = set(inboxes_seen_by(member).values_list("id", flat=True))
    kept = [id_ for id_ in dict.fromkeys(order) if id_ in seen]
    return _keep(member, order=kept)


def fold_sections(member: Member, folded: Collection[Fold]) -> InboxSidebar:
    """Keep these sections folded, and the others open."""
    return _keep(member, folded=sorted(each.value for each in folded))


def _keep(member: Member, **columns: list[int] | list[str]) -> InboxSidebar:
    kept, _made = InboxSidebar.objects.update_or_create(
        workspace_id=member.workspace_id, member=member, defaults=columns
    )
    return kept
