"""32 move contacts while others come, close and go: the figures of dashboard and sidebar (D1, I1) all the while."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import httpx

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.actions.add_up_tallies import add_up_tallies
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.counts import count_inboxes
from tappa.core.inbox.models import Channel
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.core.reports.queries import lifecycle_figures
from tests.cast import Cast
from tests.core.acts import new_channel, new_contact, new_writer, robot
from tests.core.inbox.plain_lists import everything, plain_counts
from tests.core.reports.counting import same_as_full_count
from tests.core.reports.ledger import TOTAL, Effect, Figure, Known, Ledger, change
from tests.support.signin import signed_in
from tests.support.together import together
from tests.support.web import WebServer
from tests.web.inbox.reading import counts, inbox_of

MOVERS = 32
ROUNDS = 3
ACTS = 4
WORDS = ("contacts", "open", "snoozed", "unassigned")
Read = Iterator[tuple[Figure, int]]


@dataclass
class Own:
    """A contact on which one mover alone acts."""

    contact: Contact
    known: Known


@dataclass
class Crowd:
    """Everybody's contacts, and those who read the sidebar: a manager, and two who see only some."""

    workspace: Workspace
    channel: Channel
    cast: Cast
    shared: list[Contact]
    stages: list[Stage]
    ledger: Ledger
    failures: list[BaseException] = field(default_factory=list)
    quiet: threading.Barrier = field(default_factory=lambda: threading.Barrier(MOVERS + 1))

    def move_anybodys(self, chance: random.Random) -> None:
        """Others move it too at this moment: where it comes from is known only once it is done."""
        to = chance.choice([*self.stages, None])
        places = [stage.id for stage in self.stages] + [None]
        plus = Counter[Figure]({("contacts", to.id if to else None): 1})
        with self.ledger.act(Effect(Counter(("contacts", place) for place in places), plus)) as really:
            moved = move_contact(chance.choice(self.shared), to=to, by=robot(self.workspace))
            if moved is None:
                really.minus, really.plus = Counter(), Counter()
            else:
                really.minus = Counter[Figure]({("contacts", moved.from_stage_id): 1})

    def come(self, chance: random.Random, own: list[Own]) -> None:
        """Somebody new, who has written or not."""
        writes = chance.random() < 0.7
        known = Known(self.stages[0].id, "open" if writes else "")
        with self.ledger.act(change(None, known)):
            contact = new_writer(self.channel) if writes else new_contact(self.workspace)
        own.append(Own(contact, known))

    def act(self, chance: random.Random, own: list[Own]) -> None:
        """Something with a contact of one's own."""
        if not own or chance.random() < 0.3:
            self.come(chance, own)
            return
        one, by = chance.choice(own), robot(self.workspace)
        to = chance.choice([*self.stages, None])
        holder = chance.choice([self.cast.manager, self.cast.mine_only, self.cast.agent, None])
        later = datetime.now(UTC) + timedelta(days=1)
        acts: dict[str, tuple[Known | None, Callable[[], object]]] = {
            "move": (
                replace(one.known, stage=to.id if to else None),
                lambda: move_contact(one.contact, to=to, by=by),
            ),
            "assign": (
                replace(one.known, assignee=holder),
                lambda: assign_contact(one.contact, to=holder, by=by),
            ),
            "close": (
                replace(one.known, status="closed"),
                lambda: close_conversation(one.contact, by=by),
            ),
            "snooze": (
                replace(one.known, status="snoozed"),
                lambda: snooze_conversation(one.contact, until=later, by=by),
            ),
            "delete": (None, lambda: delete_contact(one.contact, by=by)),
        }
        spoken = one.known.status in {"open", "snoozed"}
        what = chance.choice(["move", "move", "assign", "delete", *(["close", "snooze"] if spoken else [])])
        after, do = acts[what]
        with self.ledger.act(change(one.known, after)):
            do()
        if after is None:
            own.remove(one)
        else:
            one.known = after

    def dashboard(self) -> Read:
        """Its figures, stage by stage."""
        found = lifecycle_figures(self.workspace.id)
        [lost] = found.lost_ids
        places = [(stage.id, stage.figures) for stage in found.stages]
        for place, figures in (*places, (lost, found.lost), (None, found.no_stage), (TOTAL, found.total)):
            for word in WORDS:
                yield (word, place), getattr(figures, word)

    def sidebar(self) -> Read:
        """The counts of who sees everybody."""
        found, manager, team = count_inboxes(self.cast.manager), self.cast.manager, self.cast.team
        yield ("open", TOTAL), found.all
        yield ("mine", manager.id), found.mine
        yield ("unassigned", TOTAL), found.unassigned
        yield ("open", None), found.no_stage
        yield ("team", team.id), found.teams.get(team.id, 0)
        for stage in self.stages:
            yield ("open", stage.id), found.stages.get(stage.id, 0)

    def narrow_sidebars(self) -> Read:
        """The counts of one who sees what is theirs, and of one who sees what is their team's."""
        mine, teams = count_inboxes(self.cast.mine_only), count_inboxes(self.cast.team_only)
        yield ("mine", self.cast.mine_only.id), mine.all
        yield ("mine", self.cast.mine_only.id), mine.mine
        yield ("team", self.cast.team.id), teams.all
        assert (mine.unassigned, teams.unassigned) == (0, 0)

    def within_what_is_in_flight(self) -> None:
        """Each figure lies between what has surely happened and what may have."""
        for read in (self.dashboard, self.sidebar, self.narrow_sidebars):
            before = self.ledger.surely()
            self.ledger.check(list(read()), before)

    def equals_a_full_count(self) -> None:
        """Nobody does anything just now: nothing is in flight, and each figure is what the acts have made it."""
        assert not self.ledger.in_flight
        self.within_what_is_in_flight()
        assert same_as_full_count(self.workspace)
        for member in (self.cast.manager, self.cast.mine_only, self.cast.team_only):
            assert count_inboxes(member) == plain_counts(everything(member), member)


@dataclass
class Pages:
    """Those who read the figures over HTTP."""

    crowd: Crowd
    api: httpx.Client
    readers: list[tuple[Member, httpx.Client]]

    def equal_the_acts(self) -> None:
        """Nobody does anything just now, and every page and program is told so."""
        surely = self.crowd.ledger.surely()
        self.crowd.ledger.check(list(self.metrics()), surely)
        for member, client in self.readers:
            self.crowd.ledger.check(list(self.sidebar(member, client)), surely)

    def metrics(self) -> Read:
        """What a program is told."""
        answer = self.api.get("/v2/lifecycle/metrics")
        assert answer.status_code == 200
        told = answer.json()
        lost = next(stage.id for stage in self.crowd.stages if stage.kind == Kind.LOST)
        places = [(stage["id"], stage) for stage in told["stages"]]
        for place, figures in (
            *places,
            (lost, told["lost"]),
            (None, told["noStage"]),
            (TOTAL, told["total"]),
        ):
            for word in WORDS:
                yield (word, place), figures[word]

    def sidebar(self, member: Member, client: httpx.Client) -> Read:
        """What the page shows beside the inboxes: of who sees only what is theirs, all is theirs."""
        answer = client.get(inbox_of(member, "/sidebar"))
        assert answer.status_code == 200
        told = {name: int(number) for name, number in counts(answer.text).items()}
        yield ("mine", member.id), told["Mine"]
        if member == self.crowd.cast.mine_only:
            yield ("mine", member.id), told["All"]
            return
        yield ("open", TOTAL), told["All"]
        yield ("unassigned", TOTAL), told["Unassigned"]
        for stage in self.crowd.stages:
            if stage.kind == Kind.LIFECYCLE:
                yield ("open", stage.id), told[stage.name]


def test_figures_are_never_off_by_more_than_is_in_flight_and_exact_when_it_is_quiet(
    workspace: Workspace, cast: Cast, server: WebServer, api: httpx.Client
) -> None:
    shared = [new_contact(workspace) for _number in range(6)]
    stages = stages_of(workspace.id)
    start = sum((Known(stages[0].id).counts_in for _contact in shared), Counter[Figure]())
    crowd = Crowd(workspace, new_channel(workspace), cast, shared, stages, Ledger(start))
    pages = Pages(crowd, api, [(each, signed_in(server, each)) for each in (cast.manager, cast.mine_only)])

    def take_part(number: int) -> int:
        chance, own = random.Random(number), list[Own]()
        try:
            return look(crowd, pages) if number == MOVERS else work(crowd, chance, own)
        except BaseException as error:
            crowd.failures.append(error)
            crowd.quiet.abort()  # the others would wait for ever
            raise

    try:
        looks = together(MOVERS + 1, take_part)[-1]
    except threading.BrokenBarrierError:
        raise crowd.failures[0] from None  # the others broke off because of it
    assert looks > ROUNDS, "somebody looked while they moved"


def work(crowd: Crowd, chance: random.Random, own: list[Own]) -> int:
    """A mover's part: some acts, then a rest in which the figures are held against a full count."""
    for number in range(ROUNDS):
        for _act in range(ACTS):
            crowd.act(chance, own)
            if number == 0:  # then the bounds by stage are wide; in later rounds it is known who leaves which
                crowd.move_anybodys(chance)
        crowd.quiet.wait(120)
        crowd.quiet.wait(120)
    return 0


def look(crowd: Crowd, pages: Pages) -> int:
    """The watcher's part. Returns how often it looked while everybody moved."""
    looks = 0
    for _round in range(ROUNDS):
        while crowd.quiet.n_waiting < MOVERS:
            crowd.within_what_is_in_flight()
            looks += 1
            add_up_tallies(most=20)
        crowd.quiet.wait(120)
        crowd.equals_a_full_count()
        pages.equal_the_acts()
        crowd.quiet.wait(120)
    return looks
