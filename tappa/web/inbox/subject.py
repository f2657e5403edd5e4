"""A contact that is looked at from the Inbox, with what several parts of the page need of it: each read once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tappa.core.contacts.journey import Journey, journey_of
from tappa.core.contacts.models import Contact
from tappa.core.contacts.moves import Move, moves_of
from tappa.core.inbox.queries import PastConversation, latest_conversations_of
from tappa.core.inbox.timeline_known import Known
from tappa.core.inbox.ways import Way, kinds_of, ways_to
from tappa.web.inbox.spot import Spot

TALKS: Final = 3  # other conversations beside the thread; all of them stand in Contacts


@dataclass(frozen=True)
class Subject:
    """The contact, and from where it is looked at. `with_pane`: not its thread alone."""

    spot: Spot
    contact: Contact
    with_pane: bool = False

    @cached_property
    def ways(self) -> list[Way]:
        """The channels, and how the contact is known on them."""
        return ways_to(self.contact)

    @cached_property
    def moves(self) -> list[Move]:
        """Its changes of stage, the latest first, where the lifecycle is shown."""
        return moves_of(self.contact) if self.spot.visit.stages_shown else []

    @cached_property
    def journey(self) -> Journey:
        """What the stage bar tells."""
        return journey_of(self.contact, moves=self.moves, members=self.spot.names)

    @cached_property
    def latest(self) -> list[PastConversation]:
        """The latest conversations: the present one is among them, and one tells of more than are shown."""
        return latest_conversations_of(self.contact, limit=TALKS + 2)

    @cached_property
    def known(self) -> Known:
        """What the thread needs not ask for, because the rest of the page needs it too."""
        with_pane = self.with_pane
        return Known(
            standing=self.contact.standing,
            stages=self.spot.open_stages,
            channels=kinds_of(self.ways),
            members=self.spot.names,
            teams={team.id: team.name for team in self.spot.teams},
            moves={move.id: move for move in self.moves} if with_pane else {},
            conversations={each.id: each for each in self.latest} if with_pane else {},
        )
