"""Where in the Inbox a person is: an inbox, what is asked of its list, and the addresses from there."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404

from tappa.core.accounts.holders import Holder, holders_of
from tappa.web.inbox.asked import Asked, read_asked
from tappa.web.inbox.boxes import NO_BOX, Box, find_box
from tappa.web.shell.mates import Crew, Mate, crews_among, mates_among
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages, read_stages


@dataclass(frozen=True)
class Spot:
    """An inbox and its list. Parts of the page carry it in their own addresses, so that their links lead back here."""

    visit: Visit
    box: Box
    asked: Asked
    stages: Stages

    @cached_property
    def mates(self) -> tuple[Mate, ...]:
        """Who can be given a contact: thread and contact pane both ask."""
        return mates_among(self.visit, self._holders)

    @cached_property
    def teams(self) -> tuple[Crew, ...]:
        """The teams in which a contact can wait."""
        return crews_among(self._holders)

    @cached_property
    def members(self) -> tuple[tuple[int, str], ...]:
        """Ids and names of all members, by name."""
        return tuple((holder.id, holder.name) for holder in self._holders if not holder.is_team)

    @cached_property
    def _holders(self) -> list[Holder]:
        return holders_of(self.visit.workspace.id)

    @cached_property
    def names(self) -> dict[int, str]:
        """What they are called, by id."""
        return {mate.id: mate.name for mate in self.mates}

    @cached_property
    def open_stages(self) -> frozenset[int]:
        """The ids of the stages to which contacts can come."""
        return frozenset(stage.id for stage in self.stages.all)

    @property
    def list_href(self) -> str:
        """The page with no conversation chosen."""
        return self.visit.url("inbox_list", box=self.box.word) + self.asked.query

    def href(self, conversation_id: int) -> str:
        """The page with a conversation chosen."""
        return self.conversation("inbox_conversation", conversation_id) + self.asked.query

    def panes_src(self, conversation_id: int) -> str:
        """The thread and the contact pane alone, for htmx."""
        return self.conversation("inbox_panes", conversation_id) + self.asked.query

    def conversation(self, name: str, conversation_id: int) -> str:
        """An address of a conversation in this inbox, without the list's filter."""
        return self.visit.url(name, box=self.box.word, conversation_id=conversation_id)

    def list_src(self, name: str, **more: object) -> str:
        """A part of the list pane, with the same filter."""
        pairs = [*self.asked.pairs, *((key, str(value)) for key, value in more.items() if value)]
        return self.visit.url(name, box=self.box.word) + (f"?{urlencode(pairs)}" if pairs else "")

    def contact_src(self, name: str, contact_id: int, **more: object) -> str:
        """A part about a contact, that knows from where it is looked at."""
        pairs = [("box", self.box.word), *self.asked.pairs]
        pairs += [(key, str(value)) for key, value in more.items() if value]
        return f"{self.visit.url(name, contact_id=contact_id)}?{urlencode(pairs)}"


def spot_at(visit: Visit, box: str) -> Spot:
    """The spot that an address names."""
    stages = read_stages(visit.workspace.id)
    found = find_box(visit, box, stages)
    return Spot(visit, found, read_asked(visit.request.GET, found.usual), stages)


def spot_of_part(visit: Visit) -> Spot:
    """The spot that a part about a contact carries in its query: `box`, and the list's own. An inbox that is gone
    meanwhile takes nothing with it that stands beside it: the way back is to all then."""
    try:
        return spot_at(visit, visit.request.GET.get("box", "all"))
    except Http404:
        return spot_at(visit, "all")


def spot_of_sidebar(visit: Visit, box: str) -> Spot:
    """The spot that a sidebar stands beside; one that is no inbox, or none any more, is nowhere."""
    try:
        return spot_at(visit, box)
    except Http404:
        return Spot(visit, NO_BOX, NO_BOX.usual, read_stages(visit.workspace.id))
