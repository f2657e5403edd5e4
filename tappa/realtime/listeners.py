"""Open pages as the hub sees them: each with a small set of names that wait to be sent."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tappa.core.contacts.hearing import Holding, has_lost, may_hear
from tappa.realtime.seats import Seat
from tappa.realtime.topics import DASHBOARD, OFFLINE, REFRESH, THREAD, TYPING, Telling

# With more than this a page that fetches one region after the other is slower than one that fetches all.
MOST_NAMES: Final = 64


@dataclass(frozen=True)
class Tick:
    """What there is to tell in one workspace at one look: what happened, and who has the contacts that it is about."""

    tellings: Sequence[Telling]
    had: Mapping[int, Holding]

    @cached_property
    def names(self) -> dict[str, None]:
        """All names at once, for the pages that may hear all: five hundred of them ask for the same."""
        return dict.fromkeys(name for telling in self.tellings for name in telling.names)


class Listener:
    """A page's stream. What is told waits here, each name once, until the stream takes it: a page that cannot keep up
    never holds more than `MOST_NAMES`, and then hears that it should fetch everything."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self.names: dict[str, None] = {}
        self.is_closed = False
        self.awake = asyncio.Event()

    def tell(self, names: Collection[str]) -> None:
        """Have these names sent. `refresh` says all that waits, and `offline` makes it idle."""
        if not names:
            return
        if OFFLINE in names:
            self.names = {OFFLINE: None}
        elif REFRESH in names:
            self.names = {REFRESH: None}
        elif REFRESH not in self.names:
            self.names.update(dict.fromkeys(names))
            if len(self.names) > MOST_NAMES:
                self.names = {REFRESH: None}
        self.awake.set()

    def close(self) -> None:
        """End the stream."""
        self.is_closed = True
        self.awake.set()

    async def next(self, seconds: float) -> list[str]:
        """The names that wait, or none once these seconds have passed or the stream ends."""
        try:
            async with asyncio.timeout(seconds):
                await self.awake.wait()
        except TimeoutError:
            return []
        self.awake.clear()
        names, self.names = list(self.names), {}
        return names

    def hear(self, tick: Tick) -> None:
        """Have sent what may be heard here."""
        raise NotImplementedError


class MemberPage(Listener):
    """A page of a member."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.workspace_id)
        self.seat = seat

    def reseat(self, seat: Seat) -> None:
        """What the member may hear has changed: so has, perhaps, everything on the page."""
        if seat != self.seat:
            self.seat = seat
            self.tell([REFRESH])

    def hear(self, tick: Tick) -> None:
        """Names of a contact, and of the lists in which it stands, only for who sees it or has just lost it."""
        heard = tick.names
        if self.seat.hearer.is_restricted:
            own = [telling for telling in tick.tellings if self._may_hear(telling, tick.had)]
            heard = dict.fromkeys(name for telling in own for name in telling.names)
        self.tell([name for name in heard if self._is_wanted(name)])

    def _may_hear(self, telling: Telling, had: Mapping[int, Holding]) -> bool:
        if telling.contact_id is None:
            return True
        hearer = self.seat.hearer
        if telling.lost is not None and has_lost(hearer, *telling.lost):
            return True
        holding = had.get(telling.contact_id)
        return holding is not None and may_hear(hearer, holding)

    def _is_wanted(self, name: str) -> bool:
        """Not what their role does not see, nor that they themselves type."""
        if name == DASHBOARD:
            return self.seat.hears_dashboard
        return not (name.startswith("answering-") and name.endswith(f"-{self.seat.hearer.member_id}"))


class VisitorPage(Listener):
    """A page of the website chat. It hears of its own contact's messages, and that somebody answers: nothing else."""

    def __init__(self, workspace_id: int, contact_id: int | None) -> None:
        super().__init__(workspace_id)
        self.contact_id = contact_id

    def hear(self, tick: Tick) -> None:
        """The thread, the typing mark, or the end of it all."""
        for telling in tick.tellings:
            if self.contact_id is None or telling.contact_id != self.contact_id:
                continue
            if telling.ends_visit:
                self.close()
            elif telling.is_thread:
                self.tell([THREAD])
            elif telling.is_answering:
                self.tell([TYPING])
