"""The stage bar: the lifecycle as one line with stops, and where on it a contact stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.middleware.csrf import get_token

from tappa.core.contacts.journey import Journey, can_be_undone, journey_of
from tappa.core.contacts.models import Contact
from tappa.core.lifecycle.models import Stage
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages
from tappa.web.timeline.words import brought_by

STOPS: Final = 7  # more are drawn as segments


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage on the line. `state`: done (was there), skipped, current, ahead. `seconds` there, None when never."""

    stage: Stage
    state: str
    seconds: int | None


@dataclass(frozen=True, slots=True)
class StageBar:
    """What the bar shows of a contact. `stage` is where it stands, of either kind or none; `next` the step after it,
    `previous` the one before; `undo` is the address that takes the latest move back, "" where none can be."""

    contact_id: int
    name: str
    stops: list[Stop]
    stage: Stage | None
    since: datetime
    by: str
    next: Stage | None
    previous: Stage | None
    undo: str
    csrf: str

    @property
    def compact(self) -> bool:
        """Whether there are too many stops to draw them one by one."""
        return len(self.stops) > STOPS


def read_bar(
    visit: Visit, contact: Contact, stages: Stages, *, name: str = "", journey: Journey | None = None
) -> StageBar:
    """The bar of a contact that was fetched with its standing, and may have been with its journey."""
    journey = journey or journey_of(contact)
    stage = stages.by_id(contact.standing.stage_id)
    return StageBar(
        contact_id=contact.id,
        name=name,
        stops=_stops(stages, stage, journey),
        stage=stage,
        since=journey.since,
        by=brought_by(journey),
        next=stages.after(stage),
        previous=stages.before(stage),
        undo=_undo(visit, contact, stages, journey),
        csrf=get_token(visit.request),
    )


def _undo(visit: Visit, contact: Contact, stages: Stages, journey: Journey) -> str:
    last, standing = journey.last, contact.standing
    if last is None or not can_be_undone(last, standing, stages={stage.id for stage in stages.all}):
        return ""
    return visit.url("transition_undo", contact_id=contact.id, transition_id=last.id)


def _stops(stages: Stages, here: Stage | None, journey: Journey) -> list[Stop]:
    """Before where the contact stands, or before the furthest stop it reached, nothing is ahead any more."""
    steps = stages.lifecycle
    reached = [number for number, step in enumerate(steps) if step.id in journey.seconds]
    front = steps.index(here) if here in steps else max(reached, default=-1) + 1
    return [
        Stop(step, _state(step, number, front, here, journey), journey.seconds.get(step.id))
        for number, step in enumerate(steps)
    ]


def _state(step: Stage, number: int, front: int, here: Stage | None, journey: Journey) -> str:
    if here is not None and step.id == here.id:
        return "current"
    if number >= front:
        return "ahead"
    return "done" if step.id in journey.seconds else "skipped"
