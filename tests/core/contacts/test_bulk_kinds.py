"""Tags, assignees and blocks of many at once, and taken back: S5, S7, section 8."""

from typing import Any

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.block import block_contact, unblock_contact
from tappa.core.contacts.actions.change_many import change_many
from tappa.core.contacts.actions.delete_tag import delete_tag
from tappa.core.contacts.actions.tag import add_tags, remove_tags
from tappa.core.contacts.actions.undo_change import undo_change
from tappa.core.contacts.changes import Change
from tappa.core.contacts.models import Contact, Standing, Tag
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.tags import tags_of
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.remove_member import remove_member
from tappa.kernel.errors import Invalid
from tests.cast import Cast
from tests.core.acts import new_channel, new_contact, new_writer, robot
from tests.core.contacts.bulk import assign_many, by_hand, plainly, tag_many, ticked
from tests.core.history.told import check_history


def event_of(contact: Contact, kind: str) -> Event:
    """The latest of a kind."""
    return Event.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id, kind=kind).latest(
        "id"
    )


def same_but_for_whom(one: Event, many: Event, **differing: Any) -> None:
    """Asserts that a fact of a bulk change is told as by itself."""
    assert many.data == one.data | differing
    assert (many.kind, many.by_kind, many.by_id) == (one.kind, one.by_kind, one.by_id)
    assert (one.via, many.via, many.batch is not None) == ("page", "bulk", True)
    assert (many.conversation_id is None) == (one.conversation_id is None)


def names(contact: Contact) -> list[str]:
    """The contact's tags."""
    return [tag.name for tag in tags_of(contact)]


def test_tags_are_added_and_taken_back_but_not_those_that_were_there(
    workspace: Workspace, cast: Cast
) -> None:
    one, bare, had = (new_contact(workspace) for _ in range(3))
    add_tags(had, ["fair"], by=robot(workspace))
    add_tags(one, ["fair", "walnut"], by=by_hand(cast.owner))
    tagged = tag_many(ticked([bare, had, one]), cast.owner, "walnut", "fair")
    assert (tagged.changed, tagged.left_alone) == (2, {"2": 1})
    assert names(bare) == names(had) == ["fair", "walnut"]
    same_but_for_whom(event_of(one, "contact.tagged"), event_of(bare, "contact.tagged"))
    walnut = Tag.objects.get(workspace=workspace, name="walnut")
    assert event_of(had, "contact.tagged").data == {"tag_ids": [walnut.id]}
    undone = undo_change(tagged.id, by=by_hand(cast.owner))
    assert (undone.changed, names(bare), names(had), names(one)) == (2, [], ["fair"], ["fair", "walnut"])
    assert event_of(had, "contact.untagged").data == {"tag_ids": [walnut.id]}


def test_tags_are_removed_and_come_back_but_not_where_somebody_was_faster(
    workspace: Workspace, cast: Cast
) -> None:
    kept, again, bare = (new_contact(workspace) for _ in range(3))
    for contact in (kept, again):
        add_tags(contact, ["walnut", "fair"], by=robot(workspace))
    untagged = tag_many(ticked([kept, again, bare]), cast.owner, "walnut", off=True)
    assert (untagged.changed, untagged.left_alone) == (2, {"2": 1})
    assert names(kept) == ["fair"]
    add_tags(again, ["walnut"], by=robot(workspace))
    remove_tags(again, ["walnut"], by=robot(workspace))
    remove_tags(kept, ["fair"], by=robot(workspace))
    undone = undo_change(untagged.id, by=by_hand(cast.owner))
    assert (undone.changed, undone.left_alone) == (1, {"4": 1})
    assert (names(kept), names(again)) == (["walnut"], ["fair"])


def test_a_tag_that_is_deleted_since_does_not_come_back(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    add_tags(contact, ["walnut"], by=robot(workspace))
    untagged = tag_many(ticked([contact]), cast.owner, "walnut", off=True)
    delete_tag(Tag.objects.get(workspace=workspace), by=robot(workspace))
    assert undo_change(untagged.id, by=by_hand(cast.owner)).left_alone == {"5": 1}
    with pytest.raises(Invalid, match="at least one tag"):
        change_many(ticked([contact]), Change(OperationKind.TAG), member=cast.owner, by=by_hand(cast.owner))


def test_contacts_are_assigned_and_given_back(workspace: Workspace, cast: Cast) -> None:
    channel = new_channel(workspace)
    one, many, theirs, again, closed = (new_writer(channel) for _ in range(5))
    close_conversation(closed, by=robot(workspace))
    for contact in (theirs, again):
        assign_contact(contact, to=cast.manager, by=robot(workspace))
    assign_contact(one, to=cast.agent, by=by_hand(cast.owner))
    assigned = assign_many(ticked([one, many, theirs, again, closed]), cast.owner, to=cast.agent)
    assert (assigned.changed, assigned.left_alone) == (4, {"2": 1})
    same_but_for_whom(event_of(one, "contact.assigned"), event_of(many, "contact.assigned"))
    assert event_of(closed, "contact.assigned").conversation_id is None
    standing = Standing.objects.get(contact=theirs)
    assert (standing.assignee, standing.team) == (cast.agent, cast.team)
    assign_contact(again, to=None, by=robot(workspace))
    undone = undo_change(assigned.id, by=by_hand(cast.owner))
    assert (undone.changed, undone.left_alone) == (3, {"4": 1})
    assert Standing.objects.get(contact=theirs).assignee == cast.manager
    assert Standing.objects.get(contact=many).assignee is None
    check_history(workspace, cast.owner)


def test_contacts_are_given_to_a_team_or_to_nobody(workspace: Workspace, cast: Cast) -> None:
    free, theirs = new_contact(workspace), new_contact(workspace)
    assign_contact(theirs, to=cast.manager, by=robot(workspace))
    both = ticked([free, theirs])
    to_team = assign_many(both, cast.owner, team=cast.team)
    assert to_team.changed == 2
    assert Standing.objects.filter(workspace=workspace, assignee=None, team=cast.team).count() == 2
    to_nobody = assign_many(both, cast.owner)
    assert (to_nobody.changed, Standing.objects.filter(workspace=workspace, team=None).count()) == (2, 2)
    assert undo_change(to_nobody.id, by=by_hand(cast.owner)).changed == 2
    assert Standing.objects.filter(workspace=workspace, team=cast.team).count() == 2
    check_history(workspace, cast.owner)


def test_contacts_of_a_member_who_has_left_are_not_given_back(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    assign_contact(contact, to=cast.manager, by=robot(workspace))
    assigned = assign_many(ticked([contact]), cast.owner, to=cast.agent)
    remove_member(cast.manager, by=by_hand(cast.owner))
    assert undo_change(assigned.id, by=by_hand(cast.owner)).left_alone == {"5": 1}
    assert Standing.objects.get(contact=contact).assignee == cast.agent


@pytest.mark.parametrize(
    ("kind", "other", "act", "back"),
    [
        (OperationKind.BLOCK, "contact.blocked", block_contact, unblock_contact),
        (OperationKind.UNBLOCK, "contact.unblocked", unblock_contact, block_contact),
    ],
)
def test_contacts_are_blocked_or_heard_again(
    workspace: Workspace, cast: Cast, kind: OperationKind, other: str, act: Any, back: Any
) -> None:
    one, many, again = (new_contact(workspace) for _ in range(3))
    if kind is OperationKind.UNBLOCK:
        for contact in (one, many, again):
            block_contact(contact, by=robot(workspace))
    act(one, by=by_hand(cast.owner))
    blocked = plainly(kind, ticked([one, many, again]), cast.owner)
    assert (blocked.changed, blocked.left_alone) == (2, {"2": 1})
    same_but_for_whom(event_of(one, other), event_of(many, other))
    wanted = kind is OperationKind.BLOCK
    assert Contact.objects.filter(workspace=workspace, is_blocked=wanted).count() == 3
    back(again, by=robot(workspace))
    act(again, by=robot(workspace))
    undone = undo_change(blocked.id, by=by_hand(cast.owner))
    assert (undone.changed, undone.left_alone) == (1, {"4": 1})
    assert Contact.objects.get(id=many.id).is_blocked is not wanted
    assert Contact.objects.get(id=again.id).is_blocked is wanted
