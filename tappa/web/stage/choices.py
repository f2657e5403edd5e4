"""The stages of a workspace, read once for a page."""

from dataclasses import dataclass

from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import all_stages
from tappa.core.lifecycle.rules import Kind


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
        return next((stage for stage in (*self.all, *self.leaving) if stage.id == stage_id), None)

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


def read_stages(workspace_id: int) -> Stages:
    """The workspace's stages."""
    stages = all_stages(workspace_id)
    return Stages(
        tuple(stage for stage in stages if stage.closed_at is None),
        tuple(stage for stage in stages if stage.closed_at is not None),
    )
