"""What was told lately. A page that comes, or comes back, hears what it missed, and not that it should fetch everything:
every page that is opened would fetch each of its regions twice.

Times are the server's clock: a page carries the time at which it was made, and each thing told the time at which it was.
"""

from collections import deque
from collections.abc import Collection
from typing import Final

from tappa.realtime.listeners import Tick

KEEP_SECONDS: Final = 60.0
MOST_TICKS: Final = 300
# Clocks of two machines differ a little. What is told twice is fetched once more, and nothing else comes of it.
MARGIN_SECONDS: Final = 2.0


class Memory:
    """What was told in the last minute, workspace by workspace, also where a page was open until a moment ago."""

    def __init__(self) -> None:
        self.whole_since: dict[int, float] = {}
        self.last_wanted: dict[int, float] = {}
        self.ticks: dict[int, deque[tuple[float, Tick]]] = {}

    def want(self, workspaces: Collection[int], *, known_from: float, now: float) -> list[int]:
        """The workspaces to follow: these, and those that were wanted lately. Of new ones all is known from then on."""
        for workspace in workspaces:
            self.last_wanted[workspace] = now
            self.whole_since.setdefault(workspace, known_from)
        for workspace in [one for one, last in self.last_wanted.items() if last < now - KEEP_SECONDS]:
            del self.last_wanted[workspace], self.whole_since[workspace]
            self.ticks.pop(workspace, None)
        return list(self.whole_since)

    def keep(self, workspace: int, tick: Tick, *, now: float) -> None:
        """Remember what was told in a workspace."""
        ticks = self.ticks.setdefault(workspace, deque())
        ticks.append((now, tick))
        while ticks[0][0] < now - KEEP_SECONDS or len(ticks) > MOST_TICKS:
            forgotten, _tick = ticks.popleft()
            self.whole_since[workspace] = forgotten

    def since(self, workspace: int, moment: float, *, now: float) -> list[Tick] | None:
        """What was told since then, or None where that is not known: it is too long ago, or by another clock."""
        begin = moment - MARGIN_SECONDS
        if not self.whole_since.get(workspace, now) < begin < now:
            return None
        return [tick for told, tick in self.ticks.get(workspace, ()) if told >= begin]

    def forget(self) -> None:
        """Something may have been missed."""
        self.whole_since.clear()
        self.last_wanted.clear()
        self.ticks.clear()
