"""Which inbox an address names: all, mine, unassigned, the one of a lifecycle stage ("stage-7"), of a team ("team-7"), or
a custom one ("custom-7")."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Team
from tappa.core.accounts.queries import teams_of
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.terms import broken_parts
from tappa.core.inbox.counts import InboxCounts
from tappa.core.inbox.custom import content_of, inbox_seen_by
from tappa.core.inbox.custom_terms import usual_status
from tappa.core.inbox.inboxes import (
    All,
    AtStage,
    ConversationFilter,
    Filtered,
    Inbox,
    Mine,
    OfTeam,
    Sort,
    Unassigned,
)
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.lifecycle.models import Stage
from tappa.kernel.errors import NotFound
from tappa.web.inbox.asked import Asked
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages

PATTERN: Final = "all|mine|unassigned|(?:stage|team|custom)-[0-9]{1,16}"
_NUMBERED: Final = re.compile(r"(stage|team|custom)-([0-9]{1,16})")
_PLAIN: Final[dict[str, Inbox]] = {"all": All(), "mine": Mine(), "unassigned": Unassigned()}
_ICONS: Final[Mapping[type[Inbox], str]] = {
    Mine: "user",
    Unassigned: "user-none",
    OfTeam: "team",
    Filtered: "segment",
}


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
    """An inbox of the sidebar. `word` is its part of the address; `stage`, `team` or `custom` is what it is of."""

    word: str
    inbox: Inbox
    stage: Stage | None = None
    team: Team | None = None
    custom: CustomInbox | None = None

    @property
    def title(self) -> str:
        """Its name in the sidebar."""
        for named in (self.stage, self.team, self.custom):
            if named is not None:
                return named.name
        match self.inbox:
            case Mine():
                return _("Mine")
            case Unassigned():
                return _("Unassigned")
            case _:
                return _("All")

    @property
    def emoji(self) -> str:
        """The emoji of the stage, or of the custom inbox, "" without one."""
        of = self.stage or self.custom
        return of.emoji if of else ""

    @property
    def icon(self) -> str:
        """Its mark where it has no emoji; a stage has its colour then."""
        return _ICONS.get(type(self.inbox), "inbox")

    @property
    def usual(self) -> Asked:
        """What its list shows where an address says nothing else. In Mine those who wait for us longest come first: it is
        where an agent begins."""
        sort = Sort.LONGEST_WAITING if isinstance(self.inbox, Mine) else Sort.NEWEST
        where = ConversationFilter(status=usual_status(self.inbox))
        return Asked(where, sort, usual_status=where.status, usual_sort=sort)

    @property
    def broken(self) -> str:
        """Why a custom inbox matches nothing, "" where it is whole (L14)."""
        parts = broken_parts(self.inbox.wanted) if isinstance(self.inbox, Filtered) else []
        return parts[0].reason if parts else ""

    def count(self, counts: InboxCounts) -> int | None:
        """How many open conversations are in it; None for a custom one, which is counted by itself."""
        match self.inbox:
            case Mine():
                return counts.mine
            case Unassigned():
                return counts.unassigned
            case AtStage(stage_id):
                return counts.stages.get(stage_id, 0)
            case OfTeam(team_id):
                return counts.teams.get(team_id, 0)
            case Filtered():
                return None
            case _:
                return counts.all


NO_BOX: Final = Box("none", All())
"""Where no inbox of the sidebar is open."""


def plain_boxes() -> list[Box]:
    """The inboxes that every workspace has."""
    return [Box(word, inbox) for word, inbox in _PLAIN.items()]


def stage_box(stage: Stage) -> Box:
    """The inbox of a lifecycle stage."""
    return Box(f"stage-{stage.id}", AtStage(stage.id), stage)


def team_boxes(visit: Visit) -> list[Box]:
    """The inboxes of teams: an agent has their own team's, owners and managers have all (I1)."""
    own = visit.member.team
    if visit.member.role == Role.AGENT:
        teams = [own] if own and own.deleted_at is None else []
    else:
        teams = list(teams_of(visit.workspace.id))
    return [Box(f"team-{team.id}", OfTeam(team.id), team=team) for team in teams]


def custom_box(visit: Visit, inbox: CustomInbox, catalogue: Catalogue) -> Box:
    """A custom inbox."""
    return Box(f"custom-{inbox.id}", content_of(inbox, visit.workspace, catalogue), custom=inbox)


def find_box(visit: Visit, word: str, stages: Stages) -> Box:
    """The inbox of this word. Raises Http404 for one that the member has not: of a lost stage, of one that is gone or
    hidden, of another team, of somebody else's."""
    if word in _PLAIN:
        return Box(word, _PLAIN[word])
    named = _NUMBERED.fullmatch(word)
    found = _FINDERS[named[1]](visit, int(named[2]), stages) if named else None
    if found is None:
        raise Http404
    return found


def _find_stage(visit: Visit, stage_id: int, stages: Stages) -> Box | None:
    stage = stages.by_id(stage_id)
    return stage_box(stage) if stage in stages.lifecycle and visit.stages_shown else None


def _find_team(visit: Visit, team_id: int, _stages: Stages) -> Box | None:
    return next((box for box in team_boxes(visit) if box.team and box.team.id == team_id), None)


def _find_custom(visit: Visit, inbox_id: int, _stages: Stages) -> Box | None:
    try:
        inbox = inbox_seen_by(visit.member, inbox_id)
    except NotFound:
        return None
    return custom_box(visit, inbox, Catalogue(visit.workspace.id))


_FINDERS: Final[Mapping[str, Callable[[Visit, int, Stages], Box | None]]] = {
    "stage": _find_stage,
    "team": _find_team,
    "custom": _find_custom,
}
