"""Short ways to change many contacts in tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tappa.core.accounts.models import Member, Team
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Actor, Via
from tappa.core.contacts.actions.advance import advance
from tappa.core.contacts.actions.change_many import change_many
from tappa.core.contacts.actions.tag import create_tags
from tappa.core.contacts.changes import Change
from tappa.core.contacts.filters import terms
from tappa.core.contacts.filters.terms import Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.operations import operation_by_id
from tappa.core.contacts.selection import Matching, Selection, Ticked
from tappa.core.contacts.sql_operation import Turn
from tappa.core.lifecycle.models import Stage


def matching(where: Filter = terms.EVERYONE, search: str = "") -> Matching:
    """Whoever the filter takes and the search finds."""
    return Matching(where, Reading(ZoneInfo("UTC"), datetime.now(UTC)), search)


EVERYONE = matching()


def by_hand(member: Member) -> Actor:
    """The member, on a page."""
    return actor_of(member, Via.PAGE)


def ticked(contacts: Sequence[Contact]) -> Ticked:
    """These contacts."""
    return Ticked(tuple(contact.id for contact in contacts))


def move_many(selection: Selection, to: Stage | None, member: Member) -> Operation:
    """Move them all."""
    change = Change(OperationKind.MOVE, stage=to)
    return change_many(selection, change, member=member, by=by_hand(member))


def assign_many(
    selection: Selection, member: Member, *, to: Member | None = None, team: Team | None = None
) -> Operation:
    """Assign them all."""
    change = Change(OperationKind.ASSIGN, member=to, team=team)
    return change_many(selection, change, member=member, by=by_hand(member))


def tag_many(selection: Selection, member: Member, *names: str, off: bool = False) -> Operation:
    """Give them all tags, or take them off."""
    tags = create_tags(names, by=by_hand(member))
    change = Change(OperationKind.UNTAG if off else OperationKind.TAG, tags=tags)
    return change_many(selection, change, member=member, by=by_hand(member))


def plainly(kind: OperationKind, selection: Selection, member: Member) -> Operation:
    """Block, unblock or delete them all."""
    return change_many(selection, Change(kind), member=member, by=by_hand(member))


def work(operation: Operation, *, most: int | None = None, batches: int = 1000) -> Operation:
    """Do so many batches of it, as the worker does, and return how it stands."""
    for _batch in range(batches):
        if operation.has_ended or not advance(Turn(operation.id, operation.workspace_id), most=most):
            break
        operation = operation_by_id(operation.workspace_id, operation.id)
    return operation_by_id(operation.workspace_id, operation.id)


def last_move(contact: Contact) -> Transition:
    """The contact's latest transition."""
    return Transition.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id).latest("seq")


def stage_of(contact: Contact) -> Stage | None:
    """Where it stands."""
    return Standing.objects.get(workspace_id=contact.workspace_id, contact=contact).stage
