"""Many contacts are changed at once: a selection, or all that a filter finds (S5), each as if by itself."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.authority import may_still
from tappa.core.accounts.grants import Scope
from tappa.core.accounts.models import Member
from tappa.core.activity.actor import Actor, Via
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.advance import left_to_worker, work_at_once
from tappa.core.contacts.actions.tag import create_tags
from tappa.core.contacts.changes import Change
from tappa.core.contacts.facts import BulkBegan
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import AT_ONCE, OperationKind, permissions_for
from tappa.core.contacts.refusals import stage_gone
from tappa.core.contacts.selection import Selection, chosen_ids, nobody_chosen
from tappa.core.contacts.sql_operation import WRITE_TARGETS, Written
from tappa.core.lifecycle.queries import is_open
from tappa.kernel.errors import Forbidden, Invalid
from tappa.kernel.sql import fetch_one


def change_many(selection: Selection, change: Change, *, member: Member | None, by: Actor) -> Operation:
    """Change the chosen contacts, of those that the member sees (None: a program, which sees all).

    Up to two hundred are changed before it returns; of more the worker changes all, and the operation says how far it
    has come. So it does for who is inside a transaction, whose locks would keep others waiting. Each contact has its own
    facts, all in one batch.

    Raises Forbidden for who may not, Invalid where none or too many were chosen or the change is none, NotFound where
    nobody of the chosen, or what they go to, exists any more, Conflict when there are as many tags as there may be.
    """
    by = replace(by, via=Via.BULK)
    require_rights(change.kind, by=by)
    with transaction.atomic():
        operation = _write_down(selection, change, member=member, by=by)
    return left_to_worker(operation if connection.in_atomic_block else at_once(operation))


def at_once(operation: Operation) -> Operation:
    """Do all of it now, where it is little."""
    return work_at_once(operation) if operation.total <= AT_ONCE else operation


def require_rights(kind: OperationKind, *, by: Actor) -> None:
    """Refuse who may not do this in bulk. Raises Forbidden."""
    if not may_still(by, permissions_for(kind), scope=Scope.CONTACTS_WRITE):
        raise Forbidden(_("Your role in this workspace does not allow this. Ask an owner."))


def _write_down(selection: Selection, change: Change, *, member: Member | None, by: Actor) -> Operation:
    chosen = chosen_ids(selection, member=member)
    operation = Operation.objects.create(
        workspace_id=by.workspace_id,
        kind=change.kind,
        total=0,
        by_kind=by.by,
        by_id=by.id,
        via=by.via,
        batch=uuid4(),
        **_columns(change, by),
    )
    given = {"workspace": by.workspace_id, "operation": operation.id, **chosen.values}
    written = fetch_one(Written, WRITE_TARGETS.format(chosen=chosen.sql), given)
    if not written or not written.contacts:
        raise nobody_chosen(selection)
    operation.total = written.contacts
    operation.tag_ids = _tag_ids(change, by)
    operation.save(update_fields=["total", "tag_ids"])
    fact = BulkBegan(operation_id=operation.id, change=operation.kind, contacts=operation.total)
    record([Happening(fact)], by=replace(by, batch=operation.batch))
    return operation


def _columns(change: Change, by: Actor) -> dict[str, Any]:
    """What the operation does. Whether it can is asked again with each batch."""
    if change.kind in {OperationKind.TAG, OperationKind.UNTAG} and not (change.tags or change.new_tags):
        raise Invalid(_("Choose at least one tag."), field="tags")
    if change.stage is not None and not is_open(by.workspace_id, change.stage.id):
        raise stage_gone()
    return {
        "to_stage_id": change.stage.id if change.stage else None,
        "to_name": _name(change),
        "member_id": change.member.id if change.member else None,
        "team_id": change.team.id if change.team else change.member.team_id if change.member else None,
    }


def _tag_ids(change: Change, by: Actor) -> list[int]:
    """The tags, each once. New ones are made last: whoever makes tags waits for each other."""
    made = create_tags(change.new_tags, by=by) if change.new_tags else []
    return list(dict.fromkeys(tag.id for tag in (*change.tags, *made)))


def _name(change: Change) -> str:
    """What the contacts go to is called now; "" for no stage and for nobody."""
    if change.member is not None:
        return change.member.user.name
    named = change.stage or change.team
    return named.name if named else ""
