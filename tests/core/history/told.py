"""A workspace as its log tells it: a plain Python model, replayed event by event and held against every table.

Reading is done in one snapshot, so that it may be done while everybody writes: what a commit changes and what it says
must be true of each moment.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tappa.core.accounts.models import Member, Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.models import Transition
from tappa.core.inbox.counts import InboxCounts, count_inboxes
from tappa.core.reports.queries import Figures, contacts_at_stages, lifecycle_figures
from tests.core.history.tables import (
    CONTACTS,
    CONVERSATIONS,
    DELIVERIES,
    EVENTS,
    MESSAGES,
    STANDINGS,
    TRANSITIONS,
)
from tests.core.history.told_stages import LIFECYCLE, LOST, SETTINGS, ToldStages, check_stages, founded

UNCLOSED = ("open", "snoozed")


@dataclass
class Person:
    """A contact, as far as its events have told."""

    stage: int | None = None
    seq: int = 0
    assignee: int | None = None
    team: int | None = None
    conversation: int | None = None
    status: str = ""
    deleted: bool = False


@dataclass(frozen=True)
class Said:
    """A message: whose it is, in which conversation, which way it went, and whether it is ours to deliver."""

    contact: int
    conversation: int
    traffic: str
    channel: int
    is_delivered: bool = False


@dataclass
class Told:
    """All of a workspace's log, replayed."""

    transitions: dict[int, Transition]
    stages: ToldStages
    people: dict[int, Person] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Said] = field(default_factory=dict)
    talks: dict[int, int] = field(default_factory=dict)  # likewise
    used: list[int] = field(default_factory=list)
    happened: Counter[Any] = field(default_factory=Counter)

    def hear(self, event: Event) -> None:
        """The next event: it must be possible after those before it."""
        if event.contact_id is None:
            if event.kind in SETTINGS:
                self.stages.hear(event)
                is_founding = event.data.get("version") == 1
                self.happened[
                    event.kind, event.data.get("stage_id", event.data.get("show"))
                ] += not is_founding
            return
        if event.kind == "contact.created":
            assert event.contact_id not in self.people, "created twice"
            self.people[event.contact_id] = Person()
        person = self.people[event.contact_id]
        handler = HANDLERS.get(event.kind)
        if handler:
            handler(self, person, event)
        self.happened[event.kind, event.contact_id] += 1


def _moved(told: Told, person: Person, event: Event) -> None:
    transition = told.transitions[event.data["transition_id"]]
    by_deletion = event.cause == "stage_deleted"
    assert not person.deleted or by_deletion, "a deleted contact moved"
    assert (transition.contact_id, transition.seq) == (event.contact_id, person.seq + 1), "the seq has a gap"
    assert transition.from_stage_id == person.stage, "the chain is broken"
    assert transition.from_stage_id == event.data["from_stage_id"]
    assert transition.to_stage_id == event.data["to_stage_id"]
    assert person.seq == 0 or transition.to_stage_id != person.stage, "a move to where it stood"
    told.stages.hear_move(transition, of_deleted=person.deleted)
    person.stage, person.seq = transition.to_stage_id, transition.seq
    told.used.append(transition.id)
    if event.cause != "default" and not by_deletion:
        told.happened["moved to", event.contact_id, transition.to_stage_id] += 1


def _assigned(told: Told, person: Person, event: Event) -> None:
    assert (event.data["from_member_id"], event.data["from_team_id"]) == (person.assignee, person.team)
    to = (event.data["member_id"], event.data["team_id"])
    assert to != (person.assignee, person.team), "assigned to whom it was assigned"
    person.assignee, person.team = to
    if event.by_kind == "system":  # and not by somebody who answered
        told.happened["given to", event.contact_id, *to] += 1


def _talk(before: tuple[str, ...], after: str) -> Callable[[Told, Person, Event], None]:
    def handle(told: Told, person: Person, event: Event) -> None:
        assert person.status in before, f"{event.kind} while {person.status or 'there was none'}"
        fresh = event.kind == "conversation.opened"
        assert (event.conversation_id == person.conversation) is not fresh, "another conversation"
        assert event.conversation_id is not None
        person.conversation, person.status = event.conversation_id, after
        told.statuses[event.conversation_id] = after
        told.talks[event.conversation_id] = event.contact_id or 0

    return handle


def _deleted(_told: Told, person: Person, _event: Event) -> None:
    assert not person.deleted, "deleted twice"
    person.deleted = True


def _restored(_told: Told, person: Person, _event: Event) -> None:
    assert person.deleted, "brought back, and was there"
    person.deleted = False


def _erased(told: Told, person: Person, event: Event) -> None:
    assert person.deleted, "erased, and was not deleted"
    assert event.contact_id is not None
    del told.people[event.contact_id]
    for talk in [talk for talk, whose in told.talks.items() if whose == event.contact_id]:
        del told.talks[talk], told.statuses[talk]
    for message in [id_ for id_, said in told.messages.items() if said.contact == event.contact_id]:
        del told.messages[message]


def _wrote(told: Told, person: Person, event: Event) -> None:
    assert person.status == "open", "who writes has an open conversation"
    _said(told, person, event, "incoming")


def _answered(told: Told, person: Person, event: Event) -> None:
    assert person.status in UNCLOSED, "answered in a conversation that is closed"
    _said(told, person, event, "outgoing", is_delivered=not event.data["echo"])


def _said(told: Told, person: Person, event: Event, traffic: str, *, is_delivered: bool = False) -> None:
    assert not person.deleted, "a deleted contact was written to, or wrote"
    assert event.contact_id is not None
    assert event.conversation_id is not None
    assert event.conversation_id == person.conversation
    message, channel = event.data["message_id"], event.data["channel_id"]
    assert message not in told.messages, "told twice"
    told.messages[message] = Said(event.contact_id, event.conversation_id, traffic, channel, is_delivered)


HANDLERS: dict[str, Callable[[Told, Person, Event], None]] = {
    "contact.moved": _moved,
    "contact.assigned": _assigned,
    "contact.deleted": _deleted,
    "contact.restored": _restored,
    "contact.erased": _erased,
    "conversation.opened": _talk(("", "closed"), "open"),
    "conversation.closed": _talk(UNCLOSED, "closed"),
    "conversation.snoozed": _talk(UNCLOSED, "snoozed"),
    "conversation.woken": _talk(("snoozed",), "open"),
    "conversation.reopened": _talk(("closed",), "open"),
    "message.received": _wrote,
    "message.sent": _answered,
}


def check_history(workspace: Workspace, reader: Member) -> Told:
    """Replay the log and hold every row and every figure against it, all as of one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        made = TRANSITIONS.all(workspace_id=workspace.id)
        told = Told({transition.id: transition for transition in made}, founded(workspace))
        # Ids are given out under the contact's lock: of one contact they are in the order in which things took effect.
        # So they are for the settings, under theirs; and who moves to a stage holds that too, against its deletion.
        for event in EVENTS.all(workspace_id=workspace.id):
            told.hear(event)
        assert sorted(told.used) == sorted(told.transitions), "a transition without its event"
        check_stages(workspace, told.stages)
        _check_rows(workspace, told)
        _check_figures(workspace, reader, told)
    return told


def _check_times(told: Told, since: dict[int, datetime]) -> None:
    """Each stands where it does since the latest of its moves that was not taken back (S7)."""
    moves = told.transitions.values()  # by seq
    undone = {move.undoes for move in moves}
    kept = {
        move.contact_id: move.happened_at for move in moves if move.id not in undone and move.undoes is None
    }
    found = {contact: at for contact, at in since.items() if contact in kept}
    assert found == {contact: kept[contact] for contact in found}, "a stage begins with the move to it"


def _check_rows(workspace: Workspace, told: Told) -> None:
    rows = STANDINGS.tuples(workspace_id=workspace.id)
    assert {contact: Person(*standing) for contact, _since, *standing in rows} == told.people
    _check_times(told, {contact: since for contact, since, *_standing in rows})
    contacts = CONTACTS.tuples(workspace_id=workspace.id)
    assert {contact: deleted_at is not None for contact, deleted_at in contacts} == {
        id_: person.deleted for id_, person in told.people.items()
    }
    talks = CONVERSATIONS.tuples(workspace_id=workspace.id)
    assert {talk: (contact, status) for talk, contact, status in talks} == {
        talk: (told.talks[talk], status) for talk, status in told.statuses.items()
    }
    unclosed = Counter(contact for _talk, contact, status in talks if status in UNCLOSED)
    assert max(unclosed.values(), default=0) <= 1
    _check_messages(workspace, told)


def _check_messages(workspace: Workspace, told: Told) -> None:
    """Both ways; and each answer has its one way out."""
    to_deliver = sorted(message for (message,) in DELIVERIES.tuples(workspace_id=workspace.id))
    assert to_deliver == sorted(id_ for id_, said in told.messages.items() if said.is_delivered)
    assert {
        message: Said(contact, talk, traffic, channel, message in to_deliver)
        for message, contact, talk, traffic, channel in MESSAGES.tuples(workspace_id=workspace.id)
    } == told.messages


def _check_figures(workspace: Workspace, reader: Member, told: Told) -> None:
    present = [person for person in told.people.values() if not person.deleted]
    found = lifecycle_figures(workspace.id)
    assert [(row.id, row.name) for row in found.stages] == [
        (stage, told.stages.names[stage]) for stage in told.stages.order[LIFECYCLE]
    ]
    for row in found.stages:
        assert row.figures == _figures(person for person in present if person.stage == row.id)
    assert found.no_stage == _figures(person for person in present if person.stage is None)
    assert list(found.lost_ids) == told.stages.order[LOST]
    assert found.lost == _figures(person for person in present if person.stage in found.lost_ids)
    assert found.total == _figures(present), "with those at stages that are being left"
    stages = Counter(person.stage for person in present if person.stage is not None)
    assert contacts_at_stages(workspace.id) == stages
    opened = [person for person in present if person.status == "open"]
    at = Counter(person.stage for person in opened)
    assert count_inboxes(reader) == InboxCounts(
        all=len(opened),
        mine=sum(person.assignee == reader.id for person in opened),
        unassigned=sum(person.assignee is None for person in opened),
        no_stage=at.pop(None, 0),
        stages={stage: number for stage, number in at.items() if stage is not None},
        teams=dict(Counter(person.team for person in opened if person.team is not None)),
    )


def _figures(people: Iterable[Person]) -> Figures:
    counted = list(people)
    statuses = Counter(person.status for person in counted)
    nobodys = sum(person.status == "open" and person.assignee is None for person in counted)
    return Figures(len(counted), statuses["open"], statuses["snoozed"], nobodys)
