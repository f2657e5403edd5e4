"""The lifecycle settings as one value: what a page or a program may change, and what differs between two of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tappa.core.lifecycle.rules import Kind


@dataclass(frozen=True, slots=True)
class DraftStage:
    """A stage as somebody wants it. `id` is None for one that is not there yet."""

    id: int | None
    kind: Kind
    name: str
    description: str = ""
    emoji: str = ""
    is_default: bool = False
    is_won: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole settings (L8). The order of the stages is their order within each kind; how the kinds are mixed means
    nothing. `version` is that of the settings it began with; `show` None leaves the switch as it is."""

    version: int
    show: bool | None
    stages: tuple[DraftStage, ...]

    def of_kind(self, kind: Kind) -> tuple[DraftStage, ...]:
        """The stages of one kind, in order."""
        return tuple(stage for stage in self.stages if stage.kind == kind)

    @property
    def default(self) -> DraftStage | None:
        """The stage that new contacts get."""
        return next((stage for stage in self.stages if stage.is_default), None)

    @property
    def won(self) -> DraftStage | None:
        """The stage that counts as conversion."""
        return next((stage for stage in self.stages if stage.is_won), None)


@dataclass(frozen=True, slots=True)
class Pair:
    """A stage before and after."""

    before: DraftStage
    after: DraftStage


@dataclass(frozen=True, slots=True)
class Reordering:
    """The order of one kind, before and after: of the stages that stood and stand in it."""

    kind: Kind
    before: tuple[DraftStage, ...]
    after: tuple[DraftStage, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two drafts. `default` and `won`: the stages before and after, None where they are the same."""

    added: tuple[DraftStage, ...]
    edited: tuple[Pair, ...]
    converted: tuple[Pair, ...]
    reordered: tuple[Reordering, ...]
    default: tuple[DraftStage | None, DraftStage | None] | None
    won: tuple[DraftStage | None, DraftStage | None] | None
    show: bool | None

    @property
    def of_stages(self) -> bool:
        """Whether a stage differs, and not only the switch."""
        return any((self.added, self.edited, self.converted, self.reordered, self.default, self.won))


def moved_default(present: Draft, wanted: Draft) -> Draft:
    """The draft with the default that it leads to: where the default stage becomes a lost one and no other is chosen,
    the first remaining lifecycle stage is it (L11)."""
    former = present.default
    if former is None or wanted.default is not None:
        return wanted
    if any(stage.id == former.id and stage.kind == Kind.LIFECYCLE for stage in wanted.stages):
        return wanted  # it still could be: it was unset by hand
    first = next((stage for stage in wanted.stages if stage.kind == Kind.LIFECYCLE), None)
    stages = (replace(stage, is_default=stage is first) for stage in wanted.stages)
    return replace(wanted, stages=tuple(stages))


def only_default_and_won(stages: Iterable[DraftStage], wanted: DraftStage) -> tuple[DraftStage, ...]:
    """The stages, none of them the default any more where `wanted` is to be it, and so with the won one."""
    return tuple(
        replace(
            stage,
            is_default=stage.is_default and not wanted.is_default,
            is_won=stage.is_won and not wanted.is_won,
        )
        for stage in stages
    )


def differences(before: Draft, after: Draft) -> Differences:
    """What was done to the one to make it the other. Stages that are missing in `after` do not count: deleting has its
    own verb."""
    known = {stage.id: stage for stage in before.stages}
    pairs = [Pair(known[stage.id], stage) for stage in after.stages if stage.id in known]
    return Differences(
        added=tuple(stage for stage in after.stages if stage.id not in known),
        edited=tuple(pair for pair in pairs if _texts(pair.before) != _texts(pair.after)),
        converted=tuple(pair for pair in pairs if pair.before.kind != pair.after.kind),
        reordered=tuple(_reorderings(before, after)),
        default=_changed(before.default, after.default),
        won=_changed(before.won, after.won),
        show=after.show if after.show not in {None, before.show} else None,
    )


def _texts(stage: DraftStage) -> tuple[str, str, str]:
    return stage.name, stage.description, stage.emoji


def _reorderings(before: Draft, after: Draft) -> Iterable[Reordering]:
    for kind in Kind:
        stood, stand = before.of_kind(kind), after.of_kind(kind)
        both = {stage.id for stage in stood} & {stage.id for stage in stand}
        former = tuple(stage for stage in stood if stage.id in both)
        present = tuple(stage for stage in stand if stage.id in both)
        if [stage.id for stage in former] != [stage.id for stage in present]:
            yield Reordering(kind, former, present)


def _changed(
    before: DraftStage | None, after: DraftStage | None
) -> tuple[DraftStage | None, DraftStage | None] | None:
    if before is after is None:
        return None
    if before is not None and after is not None and before.id == after.id and after.id is not None:
        return None
    return before, after
