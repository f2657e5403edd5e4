"""How a loop of the worker rests: until its time has come, or until it is told that there is something to do."""

import threading
from math import inf
from typing import Final

UNTOLD_SECONDS: Final = 0.2
TOLD_SECONDS: Final = 2.0  # a bell may be lost


class Waker:
    """A loop's rest. `longest` is how many seconds it takes at most: fewer as long as nobody tells it of anything."""

    def __init__(self, longest: float = UNTOLD_SECONDS) -> None:
        self.longest = longest
        self._awake = threading.Event()

    def wake(self) -> None:
        """End the rest, or the next one where there is none now."""
        self._awake.set()

    def begin(self) -> None:
        """What comes from now on ends the next rest. To be called before looking, so that nothing falls in between."""
        self._awake.clear()

    def rest(self, seconds: float = inf) -> None:
        """Rest for so many seconds, or less."""
        self._awake.wait(min(seconds, self.longest))

    def note_told(self, *, is_told: bool) -> None:
        """Whether it is told of what comes. It looks at once, for something may have come before."""
        self.longest = TOLD_SECONDS if is_told else UNTOLD_SECONDS
        self.wake()
