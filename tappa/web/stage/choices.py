"""The stages of a workspace, read once for a page."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import all_stages
from tappa.core.lifecycle.rules import Kind


class StageMark(NamedTuple):
    """What the chip of a stage shows, as plain values (shell/kept.py)."""

    name: str
    emoji: str
    hue: int
    kind: str


@dataclass(frozen=True)
class Stages:
    """All stages in their order: first the lifecycle, then the lost ones. `leaving` were deleted, and contacts still
    stand there: nobody can choose them."""

    all: tuple[Stage, ...]
    leaving: tuple[Stage, ...] = ()

    @property
    def lifecycle(self) -> tuple[Stage, ...]:
        """The steps of the process."""
        return tuple(stage for stage in self.all if stage.kind == Kind.LIFECYCLE)

    @property
    def lost(self) -> tuple[Stage, ...]:
        """For those who leave it."""
        return tuple(stage for stage in self.all if stage.kind == Kind.LOST)

    @property
    def ids(self) -> tuple[int, ...]:
        """All ids, in order: wherever contacts stand."""
        return tuple(stage.id for stage in (*self.all, *self.leaving))

    def by_id(self, stage_id: int | None) -> Stage | None:
        """The stage with this id; None for no stage, and for one that is gone."""
        return self._by_id.get(stage_id)

    def mark(self, stage_id: int | None) -> StageMark | None:
        """The chip of the stage with this id; None as above."""
        return self._marks.get(stage_id)

    @cached_property
    def _by_id(self) -> dict[int | None, Stage]:
        return {stage.id: stage for stage in (*self.all, *self.leaving)}

    @cached_property
    def _marks(self) -> dict[int | None, StageMark]:
        return {id_: mark_of(stage) for id_, stage in self._by_id.items()}

    def before(self, stage: Stage | None) -> Stage | None:
        """The step before this one; None before the first, for a lost one and for no stage."""
        steps = self.lifecycle
        at = next((number for number, step in enumerate(steps) if stage and step.id == stage.id), 0)
        return steps[at - 1] if at else None

    def after(self, stage: Stage | None) -> Stage | None:
        """The next step: the first for a contact at no stage, None after the last and for a lost one."""
        steps = self.lifecycle
        if stage is None:
            return steps[0] if steps else None
        ids = [step.id for step in steps]
        later = steps[ids.index(stage.id) + 1 :] if stage.id in ids else ()
        return later[0] if later else None


def mark_of(stage: Stage) -> StageMark:
    """The chip of a stage."""
    return StageMark(stage.name, stage.emoji, stage.hue, stage.kind)


def read_stages(workspace_id: int) -> Stages:
    """The workspace's stages."""
    stages = all_stages(workspace_id)
    return Stages(
        tuple(stage for stage in stages if stage.closed_at is None),
        tuple(stage for stage in stages if stage.closed_at is not None),
    )
