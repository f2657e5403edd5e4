"""How far a long command is: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable
from typing import Final, TextIO

_WIDTH: Final = 40
_STEP: Final = 10  # per cent between two plain lines


class Progress:
    """Shown on standard error, for standard output is a command's answer. Silent when there is nothing to wait for."""

    def __init__(
        self, total: int, noun: str, *, out: TextIO | None = None, say: Callable[[str], None] | None = None
    ) -> None:
        self._total, self._noun = total, noun
        self._out = out or sys.stderr
        self._say = say
        self._began = time.monotonic()
        self._told = 0

    def show(self, done: int) -> None:
        """So many are done now."""
        percent = 100 * done // self._total
        text = f"{percent:3d} %  {done:,} of {self._total:,} {self._noun}{self._rest(done)}"
        if self._say is None and self._out.isatty():
            filled = _WIDTH * done // self._total
            end = "\n" if done == self._total else ""
            self._out.write(f"\r[{'#' * filled}{'.' * (_WIDTH - filled)}] {text}\x1b[K{end}")
            self._out.flush()
        elif percent // _STEP > self._told // _STEP:
            self._told = percent
            (self._say or self._print)(text.strip())

    def _rest(self, done: int) -> str:
        """How much longer, once that can be guessed."""
        passed = time.monotonic() - self._began
        if done == self._total:
            return f" in {passed:.0f} s" if passed >= 1 else ""
        return f", about {passed * (self._total - done) / done:.0f} s to go" if done else ""

    def _print(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()
