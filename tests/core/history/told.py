"""A workspace as its log tells it: a plain Python model, replayed event by event and held against every table.

Reading is done in one snapshot, so that it may be done while everybody writes: what a commit changes and what it says
must be true of each moment.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from tappa.core.accounts.models import Member, Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.inbox.counts import count_inboxes
from tappa.core.inbox.models import Conversation, Message
from tappa.core.reports.queries import Figures, lifecycle_figures

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


@dataclass
class Told:
    """All of a workspace's log, replayed."""

    transitions: dict[int, Transition]
    people: dict[int, Person] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    messages: dict[int, int] = field(default_factory=dict)  # whose each is
    talks: dict[int, int] = field(default_factory=dict)  # likewise
    used: list[int] = field(default_factory=list)
    happened: Counter[Any] = field(default_factory=Counter)

    def hear(self, event: Event) -> None:
        """The next event: it must be possible after those before it."""
        assert event.contact_id is not None
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
    assert not person.deleted, "a deleted contact moved"
    assert (transition.contact_id, transition.seq) == (event.contact_id, person.seq + 1), "the seq has a gap"
    assert transition.from_stage_id == person.stage, "the chain is broken"
    assert transition.from_stage_id == event.data["from_stage_id"]
    assert transition.to_stage_id == event.data["to_stage_id"]
    assert person.seq == 0 or transition.to_stage_id != person.stage, "a move to where it stood"
    person.stage, person.seq = transition.to_stage_id, transition.seq
    told.used.append(transition.id)
    if event.cause != "default":
        told.happened["moved to", event.contact_id, transition.to_stage_id] += 1


def _assigned(_told: Told, person: Person, event: Event) -> None:
    assert event.data["from_member_id"] == person.assignee
    to = (event.data["member_id"], event.data["team_id"])
    assert to != (person.assignee, person.team), "assigned to whom it was assigned"
    person.assignee, person.team = to


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
    for message in [message for message, whose in told.messages.items() if whose == event.contact_id]:
        del told.messages[message]


def _wrote(told: Told, person: Person, event: Event) -> None:
    assert person.status == "open", "who writes has an open conversation"
    assert event.conversation_id == person.conversation
    assert event.contact_id is not None
    assert event.data["message_id"] not in told.messages, "told twice"
    told.messages[event.data["message_id"]] = event.contact_id


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
}


def check_history(workspace: Workspace, reader: Member) -> Told:
    """Replay the log and hold every row and every figure against it, all as of one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        made = Transition.objects.filter(workspace_id=workspace.id)
        told = Told({transition.id: transition for transition in made})
        # Ids are given out under the contact's lock: of one contact they are in the order in which things took effect.
        for event in Event.objects.filter(workspace_id=workspace.id, contact_id__isnull=False).order_by("id"):
            told.hear(event)
        assert sorted(told.used) == sorted(told.transitions), "a transition without its event"
        _check_rows(workspace, told)
        _check_figures(workspace, reader, told)
    return told


def _check_times(workspace: Workspace, standings: Iterable[Standing]) -> None:
    """Each stands where it does since the latest of its moves that was not taken back (S7)."""
    moves = list(Transition.objects.filter(workspace_id=workspace.id).order_by("seq"))
    undone = {move.undoes for move in moves}
    kept = {
        move.contact_id: move.happened_at for move in moves if move.id not in undone and move.undoes is None
    }
    since = {row.contact_id: row.stage_since for row in standings if row.contact_id in kept}
    assert since == {contact: kept[contact] for contact in since}, "a stage begins with the move to it"


def _check_rows(workspace: Workspace, told: Told) -> None:
    standings = Standing.objects.filter(workspace_id=workspace.id)
    assert {
        row.contact_id: (
            row.stage_id,
            row.transitions,
            row.assignee_id,
            row.conversation_status,
            row.is_deleted,
        )
        for row in standings
    } == {
        id_: (person.stage, person.seq, person.assignee, person.status, person.deleted)
        for id_, person in told.people.items()
    }
    assert {
        row.id: row.deleted_at is not None for row in Contact.objects.filter(workspace_id=workspace.id)
    } == {id_: person.deleted for id_, person in told.people.items()}
    _check_times(workspace, standings)
    talks = list(Conversation.objects.filter(workspace_id=workspace.id))
    assert {row.id: row.status for row in talks} == told.statuses
    unclosed = Counter(row.contact_id for row in talks if row.status in UNCLOSED)
    assert max(unclosed.values(), default=0) <= 1
    incoming = Message.objects.filter(workspace_id=workspace.id, traffic="incoming")
    messages = incoming.values_list("id", flat=True)
    assert sorted(messages) == sorted(told.messages)


def _check_figures(workspace: Workspace, reader: Member, told: Told) -> None:
    counted: Counter[tuple[int | None, str]] = Counter()
    for person in told.people.values():
        if not person.deleted:
            counted[person.stage, "contacts"] += 1
            counted[person.stage, person.status] += 1
            counted[person.stage, "unassigned"] += person.status == "open" and person.assignee is None
    found = lifecycle_figures(workspace.id)
    for stage, figures in [(row.id, row.figures) for row in found.stages] + [(None, found.no_stage)]:
        words = ("contacts", "open", "snoozed", "unassigned")
        assert figures == Figures(*(counted[stage, word] for word in words))
    opened = sum(number for (_stage, word), number in counted.items() if word == "open")
    assert found.total.open == count_inboxes(reader).all == opened
