"""The demo workspace as its stories need it: ids of the colleagues, the channel, the tags and the custom fields, the stage
of each place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tappa.command.demo_data.funnel import Place
from tappa.command.demo_data.tell import Setting
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.copying import NULL, copy_text


@dataclass(frozen=True, slots=True)
class StageWords:
    """A stage as lines of COPY tell it; `raw_name` is its name as it is."""

    id: int | None
    name: str
    kind: str
    raw_name: str

    @property
    def field(self) -> str:
        """Its id, or NULL."""
        return NULL if self.id is None else str(self.id)


NO_STAGE: Final = StageWords(None, "", "", "")


@dataclass(frozen=True, slots=True)
class Studio:
    """Everything there is in the demo workspace before people come."""

    workspace_id: int
    channel_id: int
    leader: int
    teams: Mapping[int, int | None]  # of each colleague
    names: Mapping[int, str]  # of everybody
    tags: tuple[int, ...]
    fields: Mapping[str, int]  # by slug
    stages: tuple[StageWords, ...]  # by Place
    has_default: bool

    def setting(self, until: int, *, chatter: float = 0.0) -> Setting:
        """What a story has to know of it."""
        return Setting(
            colleagues=tuple(self.teams),
            leader=self.leader,
            names=self.names,
            tags=self.tags,
            stage_ids=tuple(stage.id for stage in self.stages),
            has_default=self.has_default,
            until=until,
            chatter=chatter,
        )


def cast_stages(stages: Sequence[Stage]) -> tuple[StageWords, ...]:
    """Which stage plays which part, by kind, order, default and won: names may have been changed since.

    In a workspace with fewer stages than the story one plays several parts, and without a lost stage those who are
    lost stand nowhere.
    """
    steps = [stage for stage in stages if stage.kind == Kind.LIFECYCLE]
    new = next((stage for stage in steps if stage.is_default), steps[0])
    won = next((stage for stage in steps if stage.is_won), steps[-1])
    between = [stage for stage in steps if stage not in {new, won}] or [new]
    lost = next((stage for stage in stages if stage.kind == Kind.LOST), None)
    parts = {
        Place.NEW: new,
        Place.HOT: between[0],
        Place.PAYMENT: between[-1],
        Place.CUSTOMER: won,
        Place.COLD: lost,
        Place.NONE: None,
    }
    return tuple(_words(parts[place]) for place in Place)


def _words(stage: Stage | None) -> StageWords:
    if stage is None:
        return NO_STAGE
    return StageWords(stage.id, copy_text(stage.name), stage.kind, stage.name)
