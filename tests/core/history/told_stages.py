"""The lifecycle settings as the log tells them: which stages there are, in which order, which of them are being left, and
where those go who stand there."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from tappa.core.accounts.models import Workspace
from tappa.core.activity.facts import Fact, read_fact
from tappa.core.activity.models import Event
from tappa.core.contacts.models import Transition
from tappa.core.contacts.operation_rules import ENDED
from tappa.core.lifecycle import facts
from tappa.core.lifecycle.audit import CHANGES
from tappa.core.lifecycle.content import first_stages
from tappa.core.lifecycle.rules import Kind
from tests.core.history.tables import DELETIONS, LIFECYCLES, STAGES

SETTINGS = {fact.NAME for fact in CHANGES}
LIFECYCLE, LOST = Kind.LIFECYCLE.value, Kind.LOST.value


@dataclass
class ToldStages:
    """The settings, replayed. A draft that puts a new stage between others does not tell its place: whoever is told of
    here adds stages at the end."""

    show: bool = True
    version: int = 1
    names: dict[int, str] = field(default_factory=dict)
    order: dict[str, list[int]] = field(default_factory=lambda: {LIFECYCLE: [], LOST: []})
    marked: dict[str, int | None] = field(default_factory=lambda: {"default": None, "won": None})
    # Deleted, and not empty yet: of which kind each was, and where those go who stand there.
    left: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    moved_away: Counter[int] = field(
        default_factory=Counter
    )  # by the deletion itself; who is deleted does not count
    # A move sees the settings as they were when it began. These are all that were ever seen.
    ever_called: set[tuple[int | None, str, str]] = field(default_factory=lambda: {(None, "", "")})
    ever_default: set[int | None] = field(default_factory=set)

    def kind_of(self, stage: int) -> str:
        """The kind of a stage that is no choice any more, or of one that is."""
        return self.left[stage][0] if stage in self.left else LOST if stage in self.order[LOST] else LIFECYCLE

    def hear(self, event: Event) -> None:
        """The next event about settings: what it says was before must be what was, and something must be another now."""
        fact = read_fact(event.kind, event.data)
        match fact:
            case facts.StageAdded():
                assert fact.stage_id not in self.names, "added twice"
                self.names[fact.stage_id] = fact.name
                self.order[fact.kind].append(fact.stage_id)
            case facts.StageEdited():
                self._edited(fact)
            case facts.StageConverted():
                assert fact.kind != fact.kind_before
                self.order[fact.kind_before].remove(fact.stage_id)
                self.order[fact.kind].append(fact.stage_id)
            case facts.StageDeleted():
                self._deleted(fact)
            case facts.StageEmptied():
                del self.left[fact.stage_id]
                assert fact.contacts == self.moved_away[fact.stage_id], "it tells of others than it moved"
            case _:
                self._hear_choice(fact)
        self._note(getattr(fact, "version", 0))

    def _hear_choice(self, fact: Fact) -> None:
        match fact:
            case facts.StagesReordered():
                assert fact.stage_ids != fact.stage_ids_before == self.order[fact.kind]
                assert sorted(fact.stage_ids) == sorted(fact.stage_ids_before)
                self.order[fact.kind] = fact.stage_ids
            case facts.DefaultStageChanged():
                self._mark("default", fact)
            case facts.WonStageChanged():
                self._mark("won", fact)
            case facts.LifecycleShown():
                assert fact.show != self.show
                self.show = fact.show
            case _:
                pass

    def _edited(self, fact: facts.StageEdited) -> None:
        assert self.names[fact.stage_id] == fact.name_before
        before = (fact.name_before, fact.description_before, fact.emoji_before)
        assert (fact.name, fact.description, fact.emoji) != before, "edited to what it was"
        self.names[fact.stage_id] = fact.name

    def _mark(self, mark: str, fact: facts.DefaultStageChanged | facts.WonStageChanged) -> None:
        assert fact.stage_id_before == self.marked[mark] != fact.stage_id
        assert fact.stage_id is None or fact.stage_id in self.order[LIFECYCLE]
        self.marked[mark] = fact.stage_id

    def _deleted(self, fact: facts.StageDeleted) -> None:
        self.order[fact.kind].remove(fact.stage_id)
        assert self.order[LIFECYCLE], "the last lifecycle stage was deleted"
        assert fact.to_stage_id is None or fact.to_stage_id in self.order[LIFECYCLE] + self.order[LOST]
        # Who is still on the way to it from another one that was deleted goes where its own go.
        for stage, (kind, to) in self.left.items():
            if to == fact.stage_id:
                self.left[stage] = kind, fact.to_stage_id
        self.left[fact.stage_id] = fact.kind, fact.to_stage_id

    def _note(self, version: int) -> None:
        assert not version or version in {self.version, self.version + 1}, "each version has its facts"
        self.version = version or self.version
        for kind, stages in self.order.items():
            self.ever_called |= {(stage, self.names[stage], kind) for stage in stages}
        self.ever_default.add(self.marked["default"])

    def hear_move(self, move: Transition, *, of_deleted: bool) -> None:
        """A move must be one that these settings allow."""
        choices = {None, *self.order[LIFECYCLE], *self.order[LOST]}
        assert move.to_stage_id in choices, "a deleted stage gained somebody"
        assert (move.from_stage_id, move.from_name, move.from_kind) in self.ever_called
        assert (move.to_stage_id, move.to_name, move.to_kind) in self.ever_called
        if move.cause == "default":
            assert move.to_stage_id in self.ever_default, "it never was the default"
        if move.cause == "stage_deleted":
            assert move.from_stage_id in self.left, "emptied, and not deleted"
            assert move.to_stage_id == self.left[move.from_stage_id][1], "not where the deletion sent them"
            self.moved_away[move.from_stage_id] += not of_deleted


def founded(workspace: Workspace) -> ToldStages:
    """As a workspace begins, before its first event. Which stage is marked, the facts of its founding do not tell."""
    default, won = _marked_first(workspace.id, workspace.language)
    return ToldStages(marked={"default": default, "won": won})


@cache
def _marked_first(workspace_id: int, language: str) -> tuple[int, int]:
    """The first default and won stage of a workspace. Kept: what an event says stays."""
    added = Event.objects.filter(workspace_id=workspace_id, kind=facts.StageAdded.NAME, data__version=1)
    ids = {event.data["name"]: event.data["stage_id"] for event in added}
    [default] = [ids[stage.name] for stage in first_stages(language) if stage.is_default]
    [won] = [ids[stage.name] for stage in first_stages(language) if stage.is_won]
    return default, won


def check_stages(workspace: Workspace, told: ToldStages) -> None:
    """Hold the rows of the settings, and how far deletions have come, against what was told."""
    [lifecycle] = LIFECYCLES.all(workspace_id=workspace.id)
    assert (lifecycle.show, lifecycle.version) == (told.show, told.version)
    places = {stage: place for stages in told.order.values() for place, stage in enumerate(stages, start=1)}
    assert {stage: tuple(row) for stage, *row in STAGES.tuples(workspace_id=workspace.id)} == {
        stage: (
            told.kind_of(stage),
            told.names[stage],
            places.get(stage),
            stage == told.marked["default"],
            stage == told.marked["won"],
        )
        for stage in [*places, *told.left]
    }
    deletions = DELETIONS.all(workspace_id=workspace.id)
    for row in deletions:
        assert row.stage_id is not None
        assert row.done == told.moved_away[row.stage_id], "it counts others than it moved"
        assert row.state not in ENDED or (row.stage_id not in told.left and row.total == row.done)
    waiting = {row.stage_id: row.to_stage_id for row in deletions if row.state not in ENDED}
    # Of two who end one at once, the second may call it ended a moment after the first has removed the stage.
    assert {stage: to for stage, (_kind, to) in told.left.items()}.items() <= waiting.items()
