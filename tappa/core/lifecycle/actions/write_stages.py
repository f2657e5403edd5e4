"""What a checked draft changes is written, and recorded with what was before (L15). The settings are locked by then."""

from collections import Counter
from collections.abc import Iterator

from tappa.core.activity.actor import Actor
from tappa.core.activity.facts import Fact
from tappa.core.activity.record import Happening, record
from tappa.core.lifecycle.drafts import Differences, Draft, DraftStage, differences
from tappa.core.lifecycle.facts import (
    DefaultStageChanged,
    LifecycleShown,
    StageAdded,
    StageConverted,
    StageEdited,
    StagesReordered,
    WonStageChanged,
)
from tappa.core.lifecycle.models import Lifecycle, Stage
from tappa.core.lifecycle.rules import HUES, STAGE_LIMIT, Kind, fold_name
from tappa.kernel.clock import ClockTimestamp


def write_settings(lifecycle: Lifecycle, present: Draft, wanted: Draft, *, by: Actor) -> bool:
    """Write what differs. Returns False, and writes nothing, when nothing does."""
    changes = differences(present, wanted)
    if not changes.of_stages and changes.show is None:
        return False
    if changes.show is not None:
        lifecycle.show = changes.show
    version = new_version(lifecycle, of_stages=changes.of_stages)
    ids = write_stages(wanted, workspace_id=by.workspace_id) if changes.of_stages else {}
    facts = _facts(changes, ids, version=version)
    record([Happening(fact) for fact in facts], by=by)
    return True


def new_version(lifecycle: Lifecycle, *, of_stages: bool) -> int:
    """Save the settings' own row as the next version, and return its number. Whoever changes the stages that a new
    workspace is given has looked at them."""
    lifecycle.version += 1
    fields = ["version", "show"]
    if of_stages and lifecycle.settled_at is None:
        lifecycle.settled_at = ClockTimestamp()
        fields.append("settled_at")
    lifecycle.save(update_fields=fields)
    return lifecycle.version


def write_stages(wanted: Draft, *, workspace_id: int) -> dict[DraftStage, int]:
    """Make the open stages these ones, and return the ids of those that are new."""
    open_ones = Stage.objects.filter(workspace_id=workspace_id, closed_at=None)
    rows = {stage.id: stage for stage in open_ones}
    # One default and one won at most, at every moment: those that lose it go before those that get it.
    for field in ("is_default", "is_won"):
        kept = [stage.id for stage in wanted.stages if getattr(stage, field) and stage.id is not None]
        open_ones.filter(**{field: True}).exclude(id__in=kept).update(**{field: False})
    slots = iter(sorted(set(range(1, STAGE_LIMIT + 1)) - {row.slot for row in rows.values()}))
    hues = Counter(row.hue for row in rows.values() if row.kind == Kind.LIFECYCLE)
    made: dict[DraftStage, int] = {}
    for kind in Kind:
        for position, draft in enumerate(wanted.of_kind(kind), start=1):
            row = rows.get(draft.id or 0) or Stage(workspace_id=workspace_id, slot=next(slots))
            values = _values(row, draft, position=position, hues=hues)
            changed = [field for field, value in values.items() if getattr(row, field) != value]
            for field in changed:
                setattr(row, field, values[field])
            if draft.id is None:
                row.save()
                made[draft] = row.id
            elif changed:
                row.save(update_fields=changed)
    return made


def _values(row: Stage, draft: DraftStage, *, position: int, hues: Counter[int]) -> dict[str, object]:
    """What the row is to hold. A stage that comes to a kind gets a colour of it: of the lifecycle's the least used."""
    hue = 0 if draft.kind == Kind.LOST else row.hue
    if draft.kind == Kind.LIFECYCLE and row.kind != draft.kind:
        hue = min(range(1, HUES + 1), key=lambda hue: hues[hue])
        hues[hue] += 1
    return {
        "kind": draft.kind,
        "name": draft.name,
        "folded_name": fold_name(draft.name),
        "description": draft.description,
        "emoji": draft.emoji,
        "position": position,
        "hue": hue,
        "is_default": draft.is_default,
        "is_won": draft.is_won,
    }


def _facts(changes: Differences, ids: dict[DraftStage, int], *, version: int) -> Iterator[Fact]:
    def id_of(stage: DraftStage) -> int:
        return stage.id or ids[stage]

    for stage in changes.added:
        yield StageAdded(stage_id=id_of(stage), kind=stage.kind, name=stage.name, version=version)
    for pair in changes.edited:
        yield StageEdited(
            stage_id=id_of(pair.after),
            kind=pair.before.kind,
            name=pair.after.name,
            description=pair.after.description,
            emoji=pair.after.emoji,
            name_before=pair.before.name,
            description_before=pair.before.description,
            emoji_before=pair.before.emoji,
            version=version,
        )
    for pair in changes.converted:
        yield StageConverted(
            stage_id=id_of(pair.after),
            name=pair.after.name,
            kind=pair.after.kind,
            kind_before=pair.before.kind,
            version=version,
        )
    for order in changes.reordered:
        yield StagesReordered(
            kind=order.kind,
            stage_ids=[id_of(stage) for stage in order.after],
            names=[stage.name for stage in order.after],
            stage_ids_before=[id_of(stage) for stage in order.before],
            names_before=[stage.name for stage in order.before],
            version=version,
        )
    yield from markings(changes, ids, version=version)
    if changes.show is not None:
        yield LifecycleShown(show=changes.show, version=version)


def markings(changes: Differences, ids: dict[DraftStage, int], *, version: int) -> Iterator[Fact]:
    """The facts that another stage is the default, or the won one. `ids` are those of new stages."""
    for fact, pair in ((DefaultStageChanged, changes.default), (WonStageChanged, changes.won)):
        if pair is not None:
            before, after = pair
            yield fact(
                stage_id=(after.id or ids[after]) if after else None,
                name=after.name if after else "",
                stage_id_before=before.id if before else None,
                name_before=before.name if before else "",
                version=version,
            )
