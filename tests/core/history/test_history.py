"""Random people do random things at the same time, each on a connection of their own; the log, the tables and the
figures agree at every moment, and nothing is told that did not happen (S1, S4, S6, E1, E5, I5, D1)."""

import os
import secrets
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.add_up_tallies import add_up_tallies
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.undo_move import undo_move
from tappa.core.contacts.models import Contact, Transition
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.reopen import reopen_conversation
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.models import Channel, Conversation
from tappa.core.lifecycle.actions.found_workspace import found_workspace
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import DomainError
from tests.cast import Cast, call_the_cast
from tests.core.acts import arrive, message, new_channel, new_contact, robot
from tests.core.history.told import check_history
from tests.support.together import together

EXAMPLES = 400 if os.environ.get("TAPPA_TEST_THOROUGH") else 12
HANDS = 4
# What each answer tells for sure. Conversations begin and wake along the way: for them the replay alone speaks.
ANSWERED = {
    "contact.created",
    "contact.assigned",
    "contact.deleted",
    "conversation.closed",
    "message.received",
    "moved to",
}
# What is done, with whom of those there are, and to what: numbers, for the people exist only once it runs.
ACTS = ("receive", "create", "move", "clear", "undo", "assign", "open", "snooze", "close", "reopen", "delete")
ACT = st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 4))
# Each wave is four lists of acts that run at once; between waves it is quiet.
WAVES = st.lists(
    st.lists(st.lists(ACT, min_size=1, max_size=5), min_size=HANDS, max_size=HANDS), min_size=1, max_size=4
)


@dataclass
class World:
    """A workspace, and what its people were answered. `answered` is counted as the log should tell it."""

    workspace: Workspace
    cast: Cast
    channel: Channel
    stages: list[Stage]
    people: list[Contact] = field(default_factory=list)
    answered: Counter[Any] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def act(self, what: str, who: int, target: int) -> None:
        """One act; a refusal is an answer too, and changes nothing."""
        with self.lock:
            people = list(self.people)
        if what == "receive":
            self.receive(f"person-{who}")
        elif what == "create" or not people:
            contact = new_contact(self.workspace)
            self.note(("contact.created", contact.id))
            with self.lock:
                self.people.append(contact)
        else:
            with suppress(DomainError):
                getattr(self, what)(people[who % len(people)], target)

    def note(self, *happened: Any) -> None:
        """It was answered that these happened."""
        with self.lock:
            self.answered.update(happened)

    def receive(self, person: str) -> None:
        """Somebody writes, perhaps for the first time, perhaps twice at once."""
        received = arrive(self.channel, person, message(secrets.token_hex(4)))
        assert received.contact_id is not None
        self.note(("message.received", received.contact_id))
        contact = Contact.objects.get(workspace=self.workspace, id=received.contact_id)
        with self.lock:
            if contact not in self.people:
                self.people.append(contact)

    def move(self, contact: Contact, target: int) -> None:
        """To one of the stages."""
        self._move(contact, self.stages[target % len(self.stages)])

    def clear(self, contact: Contact, _target: int) -> None:
        """To none."""
        self._move(contact, None)

    def _move(self, contact: Contact, stage: Stage | None) -> None:
        moved = move_contact(contact, to=stage, by=robot(self.workspace))
        if moved is not None:
            self.note(("moved to", contact.id, moved.to_stage_id))

    def undo(self, contact: Contact, _target: int) -> None:
        """The latest move that one sees, which may not be the latest any more."""
        made = Transition.objects.filter(workspace_id=self.workspace.id, contact_id=contact.id).latest("seq")
        undone = undo_move(contact, transition_id=made.id, by=robot(self.workspace))
        self.note(("moved to", contact.id, undone.to_stage_id))

    def assign(self, contact: Contact, target: int) -> None:
        """To a member, a team, or nobody."""
        to = (self.cast.agent, self.cast.manager, None, self.cast.team)[target % 4]
        if assign_contact(contact, to=to, by=robot(self.workspace)):
            self.note(("contact.assigned", contact.id))

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

    def delete(self, contact: Contact, _target: int) -> None:
        """For all others it is gone."""
        if delete_contact(contact, by=robot(self.workspace)):
            self.note(("contact.deleted", contact.id))


def new_world() -> World:
    """A workspace in which nothing has happened yet."""
    workspace, other = (found_workspace(name="W", slug=f"w-{secrets.token_hex(6)}") for _place in range(2))
    return World(workspace, call_the_cast(workspace, other), new_channel(workspace), stages_of(workspace.id))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    # What threads do is not the same twice: a smaller example would often not fail.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(waves=WAVES)
def test_the_log_tells_what_happened_whatever_is_done_at_once(
    waves: list[list[list[tuple[str, int, int]]]],
) -> None:
    world = new_world()
    for wave in waves:
        run_at_once(world, wave)
        told = check_history(world.workspace, world.cast.manager).happened
        exact = {key: number for key, number in told.items() if key[0] in ANSWERED}
        created = {key: number for key, number in exact.items() if key[0] == "contact.created"}
        assert created.keys() >= {key for key in world.answered if key[0] == "contact.created"}
        assert exact.keys() - created.keys() == {key for key in world.answered if key not in created}
        assert all(exact[key] == number for key, number in world.answered.items())


def run_at_once(world: World, wave: list[list[tuple[str, int, int]]]) -> None:
    """Four do what their lists say, and a fifth looks on for as long as they do."""
    busy = [threading.Event() for _hand in wave]

    def take_part(number: int) -> None:
        if number == len(wave):
            while not all(done.is_set() for done in busy):
                check_history(world.workspace, world.cast.manager)
                add_up_tallies(most=5)
            return
        try:
            for act in wave[number]:
                world.act(*act)
        finally:
            busy[number].set()

    together(len(wave) + 1, take_part)
