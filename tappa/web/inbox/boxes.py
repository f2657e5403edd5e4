"""Which inbox an address names: all, mine, unassigned, or the one of a lifecycle stage ("stage-7")."""

import re
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils.translation import gettext as _

from tappa.core.inbox.counts import InboxCounts
from tappa.core.inbox.inboxes import All, AtStage, Inbox, Mine, Unassigned
from tappa.core.lifecycle.models import Stage
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages

PATTERN: Final = "all|mine|unassigned|stage-[0-9]{1,16}"
_STAGE: Final = re.compile(r"stage-([0-9]{1,16})")
_PLAIN: Final[dict[str, Inbox]] = {"all": All(), "mine": Mine(), "unassigned": Unassigned()}


class BoxConverter:
    """The part of an address that names an inbox."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        """The word as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The word as it stands."""
        return value


@dataclass(frozen=True, slots=True)
class Box:
    """An inbox of the sidebar. `word` is its part of the address; `stage` the one whose inbox it is."""

    word: str
    inbox: Inbox
    stage: Stage | None = None

    @property
    def title(self) -> str:
        """Its name in the sidebar."""
        if self.stage is not None:
            return self.stage.name
        match self.inbox:
            case Mine():
                return _("Mine")
            case Unassigned():
                return _("Unassigned")
            case _:
                return _("All")

    @property
    def icon(self) -> str:
        """Its mark; a stage has its emoji instead."""
        return {"mine": "user", "unassigned": "user-none"}.get(self.word, "inbox")

    def count(self, counts: InboxCounts) -> int:
        """How many open conversations are in it."""
        match self.inbox:
            case Mine():
                return counts.mine
            case Unassigned():
                return counts.unassigned
            case AtStage(stage_id):
                return counts.stages.get(stage_id, 0)
            case _:
                return counts.all


def plain_boxes() -> list[Box]:
    """The inboxes that every workspace has."""
    return [Box(word, inbox) for word, inbox in _PLAIN.items()]


def stage_box(stage: Stage) -> Box:
    """The inbox of a lifecycle stage."""
    return Box(f"stage-{stage.id}", AtStage(stage.id), stage)


def find_box(visit: Visit, word: str, stages: Stages) -> Box:
    """The inbox of this word. Raises Http404 for a stage that has none: a lost one, one that is gone, a hidden one."""
    if word in _PLAIN:
        return Box(word, _PLAIN[word])
    named = _STAGE.fullmatch(word)
    stage = stages.by_id(int(named[1])) if named else None
    if stage not in stages.lifecycle or not visit.stages_shown:
        raise Http404
    return stage_box(stage)
