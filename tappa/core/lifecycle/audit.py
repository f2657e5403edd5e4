"""Who changed the lifecycle settings, when, and what was before (L15): read from the log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from tappa.core.accounts.queries import names_of
from tappa.core.activity.actor import By, Cause, Via
from tappa.core.activity.facts import Fact, read_fact
from tappa.core.activity.models import Event
from tappa.core.lifecycle.facts import (
    DefaultStageChanged,
    LifecycleShown,
    StageAdded,
    StageConverted,
    StageDeleted,
    StageEdited,
    StageEmptied,
    StagesReordered,
    StagesSettled,
    WonStageChanged,
)
from tappa.kernel.pages import Place, read_page

CHANGES: Final[tuple[type[Fact], ...]] = (
    StageAdded,
    StageEdited,
    StageConverted,
    StagesReordered,
    DefaultStageChanged,
    WonStageChanged,
    StageDeleted,
    StageEmptied,
    LifecycleShown,
    StagesSettled,
)
MOST: Final = 500  # changes since a version: who was away for longer reads the page of all changes


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """One fact of the settings, and who made it. `by_name` is "" for the system."""

    id: int
    at: datetime
    by_kind: By
    by_name: str
    via: Via
    cause: Cause | None
    fact: Fact


def settings_changes(workspace_id: int, *, place: Place) -> list[SettingsChange]:
    """A page of all changes, newest first; one more where there is more. In the direction of reading."""
    return _told(workspace_id, read_page(_events(workspace_id), place, newest_first=True))


def changes_since(workspace_id: int, version: int) -> list[SettingsChange]:
    """What was changed after a version of the settings, oldest first: for whoever began with that one (L8)."""
    later = _events(workspace_id).filter(data__version__gt=version)
    return _told(workspace_id, list(later.order_by("id")[:MOST]))


def _events(workspace_id: int) -> "QuerySet[Event]":
    # None of these is about a contact: by that the index finds them among all that is.
    return Event.objects.filter(
        workspace_id=workspace_id, contact_id=None, kind__in=[fact.NAME for fact in CHANGES]
    )


def _told(workspace_id: int, events: Sequence[Event]) -> list[SettingsChange]:
    names = {kind: names_of(kind, _ids(events, kind), workspace_id) for kind in (By.MEMBER, By.TOKEN)}
    return [
        SettingsChange(
            id=event.id,
            at=event.happened_at,
            by_kind=By(event.by_kind),
            by_name=names.get(By(event.by_kind), {}).get(event.by_id or 0, ""),
            via=Via(event.via),
            cause=Cause(event.cause) if event.cause else None,
            fact=read_fact(event.kind, event.data),
        )
        for event in events
    ]


def _ids(events: Iterable[Event], kind: By) -> set[int]:
    return {event.by_id for event in events if event.by_kind == kind and event.by_id}
