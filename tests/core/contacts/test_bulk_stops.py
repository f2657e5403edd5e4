"""What may happen to a bulk change while it is at work (S5, section 8): it stops with the reason, and says how far it
came."""

from collections.abc import Callable

import pytest

from tappa.core.accounts.actions.change_member import change_member
from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.delete_team import delete_team
from tappa.core.accounts.actions.revoke_token import revoke_token
from tappa.core.accounts.grants import Restriction, Role
from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of_token
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.change_many import change_many
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.delete_tag import delete_tag
from tappa.core.contacts.changes import Change
from tappa.core.contacts.models import Standing, Tag, Transition
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import AT_ONCE, OperationKind
from tappa.core.inbox.actions.remove_member import remove_member
from tests.cast import Cast
from tests.core.acts import robot, stage_named
from tests.core.contacts.bulk import (
    EVERYONE,
    assign_many,
    by_hand,
    move_many,
    plainly,
    tag_many,
    work,
)
from tests.core.contacts.crowd import crowd_at
from tests.core.reports.counting import same_as_full_count

MANY = AT_ONCE + 100


def begun(workspace: Workspace, begin: Callable[[], Operation]) -> Operation:
    """A change of many, of which a hundred are done."""
    crowd_at(workspace, stage_named(workspace, "Payment"), MANY)
    operation = work(begin(), most=100, batches=1)
    assert (operation.state, operation.changed) == ("running", 100)
    return operation


def stopped(operation: Operation) -> tuple[str, str, int]:
    """How it ended."""
    ended = work(operation)
    told = Event.objects.filter(workspace_id=ended.workspace_id, kind="bulk.ended").latest("id")
    assert told.data == {
        "operation_id": ended.id,
        "change": ended.kind,
        "contacts": ended.changed,
        "stopped_for": ended.stopped_for,
    }
    assert ended.ended_at is not None
    return ended.state, ended.stopped_for, ended.changed


def test_its_stage_is_deleted(workspace: Workspace, cast: Cast) -> None:
    """The rest is untouched; those who came go where the deletion sends them (L9)."""
    hot_lead = stage_named(workspace, "Hot Lead")
    moved = begun(workspace, lambda: move_many(EVERYONE, hot_lead, cast.owner))
    delete_stage(hot_lead, move_to=stage_named(workspace, "Customer"), by=robot(workspace))
    assert stopped(moved) == ("stopped", "stage_gone", 100)
    assert Transition.objects.filter(workspace_id=workspace.id, batch=moved.batch).count() == 100
    assert Standing.objects.filter(workspace=workspace, stage__name="Payment").count() == MANY - 100
    assert same_as_full_count(workspace)


def test_its_maker_is_removed(workspace: Workspace, cast: Cast) -> None:
    moved = begun(workspace, lambda: move_many(EVERYONE, None, cast.manager))
    remove_member(cast.manager, by=by_hand(cast.owner))
    assert stopped(moved) == ("stopped", "not_allowed", 100)


def test_its_maker_becomes_an_agent(workspace: Workspace, cast: Cast) -> None:
    moved = begun(workspace, lambda: move_many(EVERYONE, None, cast.manager))
    change_member(cast.manager, role=Role.AGENT, restrictions=[], team=None, by=by_hand(cast.owner))
    assert stopped(moved) == ("stopped", "not_allowed", 100)


def test_its_maker_may_not_delete_any_more(workspace: Workspace, cast: Cast) -> None:
    deleted = begun(workspace, lambda: plainly(OperationKind.DELETE, EVERYONE, cast.manager))
    restrictions = [Restriction.CONTACT_DELETION]
    change_member(
        cast.manager, role=Role.MANAGER, restrictions=restrictions, team=None, by=by_hand(cast.owner)
    )
    assert stopped(deleted) == ("stopped", "not_allowed", 100)
    assert same_as_full_count(workspace)


def test_its_token_is_revoked(workspace: Workspace) -> None:
    token = create_token(workspace, name="Shop").token
    by = actor_of_token(token)
    moved = begun(workspace, lambda: change_many(EVERYONE, Change(OperationKind.MOVE), member=None, by=by))
    revoke_token(token, by=robot(workspace))
    assert stopped(moved) == ("stopped", "not_allowed", 100)


def test_its_assignee_is_removed(workspace: Workspace, cast: Cast) -> None:
    assigned = begun(workspace, lambda: assign_many(EVERYONE, cast.owner, to=cast.agent))
    remove_member(cast.agent, by=by_hand(cast.owner))
    assert stopped(assigned) == ("stopped", "assignee_gone", 100)
    assert not Standing.objects.filter(workspace=workspace, assignee__isnull=False).exists()
    assert same_as_full_count(workspace)


def test_its_team_is_deleted(workspace: Workspace, cast: Cast) -> None:
    assigned = begun(workspace, lambda: assign_many(EVERYONE, cast.owner, team=cast.team))
    delete_team(cast.team, by=by_hand(cast.owner))
    assert stopped(assigned) == ("stopped", "assignee_gone", 100)


def test_its_tags_are_deleted(workspace: Workspace, cast: Cast) -> None:
    tagged = begun(workspace, lambda: tag_many(EVERYONE, cast.owner, "walnut", "fair"))
    delete_tag(Tag.objects.get(workspace=workspace, name="walnut"), by=robot(workspace))
    assert work(tagged, most=100, batches=1).changed == 200, "it goes on with the other"
    delete_tag(Tag.objects.get(workspace=workspace, name="fair"), by=robot(workspace))
    assert stopped(tagged) == ("stopped", "tag_gone", 200)


@pytest.mark.parametrize("most", [1, 7])
def test_it_goes_on_where_it_was_each_once(workspace: Workspace, cast: Cast, most: int) -> None:
    """Killed in the middle of a batch: nothing of that batch has happened."""
    moved = begun(workspace, lambda: move_many(EVERYONE, None, cast.owner))
    work(moved, most=most, batches=3)
    assert Operation.objects.get(id=moved.id).done == 100 + 3 * most
    assert work(moved).changed == MANY
    made = Transition.objects.filter(workspace_id=workspace.id, batch=moved.batch)
    assert made.count() == made.values("contact_id").distinct().count() == MANY
