"""What is true of the stages of a workspace at every moment (L4 to L7, L10), read in one statement; and the settings as
the log tells them (L15)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tappa.core.accounts.models import Workspace
from tappa.core.activity.facts import Fact, read_fact
from tappa.core.activity.models import Event
from tappa.core.lifecycle import facts
from tappa.core.lifecycle.audit import CHANGES
from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.rules import STAGE_LIMIT, Kind, fold_name


def broken(workspace: Workspace) -> list[str]:
    """What is not true of the stages, as sentences."""
    rows = list(Stage.objects.filter(workspace=workspace))
    open_ones = [row for row in rows if row.closed_at is None]
    kinds = {kind: [row for row in open_ones if row.kind == kind] for kind in Kind}
    held = {
        "more than 20 stages": len(open_ones) <= STAGE_LIMIT,
        "no lifecycle stage": bool(kinds[Kind.LIFECYCLE]),
        "two defaults": sum(row.is_default for row in rows) <= 1,
        "two won stages": sum(row.is_won for row in rows) <= 1,
        "a lost or closed stage is marked": not any(
            row.is_default or row.is_won for row in rows if row.closed_at or row.kind == Kind.LOST
        ),
        "a closed stage holds a place": not any(
            row.slot or row.position or row.folded_name for row in rows if row.closed_at
        ),
        "a name is not folded": all(row.folded_name == fold_name(row.name) for row in open_ones),
        "a lost stage is coloured": all((row.hue == 0) == (row.kind == Kind.LOST) for row in open_ones),
    }
    for kind, stages in kinds.items():
        held[f"a name twice in {kind}"] = len({row.folded_name for row in stages}) == len(stages)
        held[f"a gap in {kind}"] = sorted(row.position or 0 for row in stages) == [*range(1, len(stages) + 1)]
    return [sentence for sentence, true in held.items() if not true]


@dataclass
class Told:
    """Settings put together from facts alone, beginning with those that a workspace was founded with."""

    show: bool
    version: int
    stages: dict[int, DraftStage]

    def hear(self, fact: Fact) -> None:
        """One fact more. What it says was before must be what was."""
        match fact:
            case facts.StageAdded():
                self.stages[fact.stage_id] = DraftStage(fact.stage_id, Kind(fact.kind), fact.name)
            case facts.StageEdited():
                before = self.stages[fact.stage_id]
                assert (before.name, before.kind) == (fact.name_before, fact.kind)
                self.stages[fact.stage_id] = replace(before, name=fact.name)
            case facts.StageConverted():
                before = self.stages[fact.stage_id]
                assert before.kind == fact.kind_before
                self.stages[fact.stage_id] = replace(before, kind=Kind(fact.kind))
            case facts.StageDeleted():
                assert self.stages.pop(fact.stage_id).name == fact.name
            case facts.LifecycleShown():
                assert self.show != fact.show
                self.show = fact.show
            case facts.DefaultStageChanged() | facts.WonStageChanged():
                self._mark(fact)
            case _:
                pass
        version: int = getattr(fact, "version", 0)
        assert version in {self.version, self.version + 1}, "each version has its facts, in order"
        self.version = version

    def _mark(self, fact: facts.DefaultStageChanged | facts.WonStageChanged) -> None:
        is_default = isinstance(fact, facts.DefaultStageChanged)
        assert fact.stage_id != fact.stage_id_before
        for stage_id, stage in self.stages.items():
            marked = stage_id == fact.stage_id
            changed = replace(stage, is_default=marked) if is_default else replace(stage, is_won=marked)
            self.stages[stage_id] = changed


def as_told(workspace: Workspace, founded: Draft) -> Told:
    """The settings as the log tells them, from those that the workspace was founded with."""
    told = Told(bool(founded.show), founded.version, {stage.id or 0: stage for stage in founded.stages})
    events = Event.objects.filter(workspace_id=workspace.id, kind__in=[fact.NAME for fact in CHANGES])
    for event in events.order_by("id"):
        fact = read_fact(event.kind, event.data)
        if getattr(fact, "version", 0) > founded.version:
            told.hear(fact)
    return told


def outline(show: bool | None, version: int, stages: Iterable[DraftStage]) -> object:
    """What facts tell of settings: which stages of which kind under which name, and which is marked."""
    told = {(stage.id, stage.kind, stage.name, stage.is_default, stage.is_won) for stage in stages}
    return show, version, told
