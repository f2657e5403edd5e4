"""A workspace in which people do things at once, and what they were answered."""

import secrets
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tappa.core.accounts.models import Member, Team, Workspace
from tappa.core.activity.actor import Actor, By, Via
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.undo_move import undo_move
from tappa.core.contacts.models import Contact, Transition
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.erase_contacts import erase_contact
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.reopen import reopen_conversation
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.restore_contact import restore_contact
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.models import Channel, Conversation
from tappa.core.lifecycle.actions.found_workspace import found_workspace
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import DomainError
from tests.cast import Cast, call_the_cast
from tests.core.acts import arrive, message, new_channel, new_contact, robot
from tests.core.history.settings_acts import SETTINGS_ACTS

PEOPLE_ACTS = (
    "receive",
    "create",
    "move",
    "clear",
    "undo",
    "assign",
    "open",
    "snooze",
    "close",
    "reopen",
    "reply",
    "delete",
    "restore",
    "erase",
)


@dataclass
class World:
    """A workspace, and what its people were answered. `answered` is counted as the log should tell it."""

    workspace: Workspace
    cast: Cast
    channel: Channel
    people: list[Contact] = field(default_factory=list)
    answered: Counter[Any] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def act(self, what: str, who: int, target: int) -> None:
        """One act; a refusal is an answer too, and changes nothing."""
        with self.lock:
            people = list(self.people)
        with suppress(DomainError):
            if what in SETTINGS_ACTS:
                happened = SETTINGS_ACTS[what](self.workspace, who, target)
                self.note(*([happened] if happened else []))
            elif what == "receive":
                self.receive(f"person-{who}")
            elif what == "create" or not people:
                self.create()
            else:
                getattr(self, what)(people[who % len(people)], target)

    def note(self, *happened: Any) -> None:
        """It was answered that these happened."""
        with self.lock:
            self.answered.update(happened)

    def create(self) -> None:
        """Somebody new, at the default stage or, where there is none, at no stage."""
        contact = new_contact(self.workspace)
        self.note(("contact.created", contact.id))
        with self.lock:
            self.people.append(contact)

    def receive(self, person: str) -> None:
        """Somebody writes, perhaps for the first time, perhaps twice at once."""
        received = arrive(self.channel, person, message(secrets.token_hex(4)))
        assert received.contact_id is not None
        self.note(("message.received", received.contact_id))
        contact = Contact.objects.filter(workspace=self.workspace, id=received.contact_id).first()
        with self.lock:
            if contact is not None and contact not in self.people:  # else it was erased since
                self.people.append(contact)

    def stage(self, number: int) -> Stage:
        """One of the stages of this moment; the next moment it may be gone."""
        stages = stages_of(self.workspace.id)
        return stages[number % len(stages)]

    def move(self, contact: Contact, target: int) -> None:
        """To one of the stages."""
        self._move(contact, self.stage(target))

    def clear(self, contact: Contact, _target: int) -> None:
        """To none."""
        self._move(contact, None)

    def _move(self, contact: Contact, stage: Stage | None) -> None:
        moved = move_contact(contact, to=stage, by=robot(self.workspace))
        if moved is not None:
            self.note(("moved to", contact.id, moved.to_stage_id))

    def undo(self, contact: Contact, _target: int) -> None:
        """The latest move that one sees, which may not be the latest any more."""
        moves = Transition.objects.filter(workspace_id=self.workspace.id, contact_id=contact.id)
        latest = moves.order_by("-seq").first()
        if latest is not None:
            undone = undo_move(contact, transition_id=latest.id, by=robot(self.workspace))
            self.note(("moved to", contact.id, undone.to_stage_id))

    def assign(self, contact: Contact, target: int) -> None:
        """To a member, a team, or nobody."""
        to: Member | Team | None = (self.cast.agent, self.cast.manager, None, self.cast.team)[target % 4]
        if assign_contact(contact, to=to, by=robot(self.workspace)):
            holder = (to.id, to.team_id) if isinstance(to, Member) else (None, to.id if to else None)
            self.note(("given to", contact.id, *holder))

    def open(self, contact: Contact, _target: int) -> None:
        """By hand; what there is already is left as it is."""
        open_conversation(contact, by=robot(self.workspace))

    def snooze(self, contact: Contact, target: int) -> None:
        """Until an hour from the same few."""
        until = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=target + 2)
        snooze_conversation(contact, until=until, by=robot(self.workspace))

    def close(self, contact: Contact, _target: int) -> None:
        """If there is something to close."""
        if close_conversation(contact, by=robot(self.workspace)):
            self.note(("conversation.closed", contact.id))

    def reopen(self, contact: Contact, _target: int) -> None:
        """Takes the closing back that one sees."""
        talks = Conversation.objects.filter(workspace=self.workspace, contact=contact)
        latest = talks.order_by("-id").first()
        if latest is not None:
            reopen_conversation(contact, conversation_id=latest.id, by=robot(self.workspace))

    def reply(self, contact: Contact, target: int) -> None:
        """By the system, or by a member, whose the contact then is unless it was somebody's."""
        member = (None, self.cast.agent, self.cast.manager)[target % 3]
        by = robot(self.workspace)
        if member is not None:
            by = Actor(workspace_id=self.workspace.id, by=By.MEMBER, id=member.id, via=Via.PAGE)
        text = secrets.token_hex(4)
        sent = reply(contact, {"type": "text", "text": text}, text=text, by=by)
        self.note(("message.sent", sent.contact_id))

    def delete(self, contact: Contact, _target: int) -> None:
        """For all others it is gone."""
        if delete_contact(contact, by=robot(self.workspace)):
            self.note(("contact.deleted", contact.id))

    def restore(self, _contact: Contact, target: int) -> None:
        """One of the deleted."""
        if gone := self._deleted(target):
            restore_contact(gone, by=robot(self.workspace))
            self.note(("contact.restored", gone.id))

    def erase(self, _contact: Contact, target: int) -> None:
        """Likewise, and for good."""
        if gone := self._deleted(target):
            erase_contact(gone, by=robot(self.workspace))
            self.note(("contact.erased", gone.id))

    def _deleted(self, number: int) -> Contact | None:
        gone = list(Contact.objects.filter(workspace=self.workspace, deleted_at__isnull=False).order_by("id"))
        return gone[number % len(gone)] if gone else None


def new_world(writers: int = 4) -> World:
    """A workspace in which nothing has happened yet but that a few have written."""
    workspace, other = (found_workspace(name="W", slug=f"w-{secrets.token_hex(6)}") for _place in range(2))
    world = World(workspace, call_the_cast(workspace, other), new_channel(workspace))
    for number in range(writers):
        world.receive(f"person-{number}")
    return world
