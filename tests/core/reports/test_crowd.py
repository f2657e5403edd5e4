"""32 move contacts while others come, close and go: the figures of dashboard and sidebar (D1, I1) all the while."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.actions.add_up_tallies import add_up_tallies
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.counts import count_inboxes
from tappa.core.inbox.models import Channel
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.reports.queries import lifecycle_figures
from tappa.kernel.errors import DomainError
from tests.cast import Cast
from tests.core.acts import new_channel, new_contact, new_writer, robot
from tests.core.inbox.plain_lists import everything, plain_counts
from tests.core.reports.counting import full_count, same_as_full_count
from tests.support.together import together

MOVERS = 32
ROUNDS = 3
ACTS = 4


@dataclass
class Ledger:
    """What is known of the totals from outside: acts that have begun, and those that have ended."""

    begun: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def entry(self, *effects: str) -> Iterator[None]:
        """An act with these effects: "contacts +", "open -"."""
        with self.lock:
            self.begun.update(effects)
        yield
        with self.lock:
            self.ended.update(effects)

    def copies(self) -> tuple[Counter[str], Counter[str]]:
        """Begun and ended, as of now."""
        with self.lock:
            return self.begun.copy(), self.ended.copy()


@dataclass
class Crowd:
    """Everybody's contacts, and the sidebar's and the dashboard's reader."""

    workspace: Workspace
    channel: Channel
    manager: Member
    shared: list[Contact]
    stages: list[Stage]
    ledger: Ledger = field(default_factory=Ledger)
    quiet: threading.Barrier = field(default_factory=lambda: threading.Barrier(MOVERS + 1))

    def act(self, chance: random.Random, own: list[Contact]) -> None:
        """A move of anybody's contact, and something with one's own."""
        by = robot(self.workspace)
        with suppress(DomainError):  # somebody changes the stages, or the contact has gone
            move_contact(chance.choice(self.shared), to=chance.choice([*self.stages, None]), by=by)
        what = chance.choice(["create", "write", "close", "delete"])
        if what == "create":
            with self.ledger.entry("contacts +"):
                new_contact(self.workspace)
        elif what == "write" or not own:
            with self.ledger.entry("contacts +", "open +"):
                own.append(new_writer(self.channel))
        elif what == "close":
            with self.ledger.entry("open -"):
                assert close_conversation(own.pop(), by=by)
        else:
            with self.ledger.entry("contacts -", "open -"):
                assert delete_contact(own.pop(), by=by)

    def within_what_is_in_flight(self) -> None:
        """Each total lies between what has surely happened and what may have."""
        begun_before, ended_before = self.ledger.copies()
        contacts = lifecycle_figures(self.workspace.id).total.contacts
        opened = count_inboxes(self.manager).all
        begun, ended = self.ledger.copies()
        assert begun >= begun_before
        assert ended >= ended_before
        for name, base, found in (("contacts", len(self.shared), contacts), ("open", 0, opened)):
            least = base + ended_before[f"{name} +"] - begun[f"{name} -"]
            most = base + begun[f"{name} +"] - ended_before[f"{name} -"]
            assert least <= found <= most, f"{name}: {found}, and not from {least} to {most}"

    def equals_a_full_count(self) -> None:
        """Nobody does anything just now."""
        begun, ended = self.ledger.copies()
        assert begun == ended
        figures = lifecycle_figures(self.workspace.id)
        assert same_as_full_count(self.workspace)
        assert figures.total.contacts == sum(row.contacts for row in full_count(self.workspace).values())
        assert figures.total.contacts == len(self.shared) + ended["contacts +"] - ended["contacts -"]
        sidebar = count_inboxes(self.manager)
        assert sidebar == plain_counts(everything(self.manager), self.manager)
        assert sidebar.all == ended["open +"] - ended["open -"] == figures.total.open


def test_figures_are_never_off_by_more_than_is_in_flight_and_exact_when_it_is_quiet(
    workspace: Workspace, cast: Cast
) -> None:
    shared = [new_contact(workspace) for _number in range(6)]
    crowd = Crowd(workspace, new_channel(workspace), cast.manager, shared, stages_of(workspace.id))

    def take_part(number: int) -> int:
        chance, own = random.Random(number), list[Contact]()
        try:
            return look(crowd) if number == MOVERS else work(crowd, chance, own)
        except BaseException:
            crowd.quiet.abort()  # the others would wait for ever
            raise

    looks = together(MOVERS + 1, take_part)[-1]
    assert looks > ROUNDS, "somebody looked while they moved"


def work(crowd: Crowd, chance: random.Random, own: list[Contact]) -> int:
    """A mover's part: some acts, then a rest in which the figures are held against a full count."""
    for _round in range(ROUNDS):
        for _act in range(ACTS):
            crowd.act(chance, own)
        crowd.quiet.wait(120)
        crowd.quiet.wait(120)
    return 0


def look(crowd: Crowd) -> int:
    """The watcher's part. Returns how often it looked while everybody moved."""
    looks = 0
    for _round in range(ROUNDS):
        while crowd.quiet.n_waiting < MOVERS:
            crowd.within_what_is_in_flight()
            looks += 1
            add_up_tallies(most=20)
        crowd.quiet.wait(120)
        crowd.equals_a_full_count()
        crowd.quiet.wait(120)
    return looks
