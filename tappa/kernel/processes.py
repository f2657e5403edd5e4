"""Keeping child processes: started, started again when they die, stopped in order, never left behind."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Final

from tappa.kernel.postgres.child import die_with

STOPS: Final = frozenset({signal.SIGTERM, signal.SIGINT})
WATCHED: Final = STOPS | {signal.SIGCHLD}
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 10.0
STEADY_SECONDS: Final = 30.0

Process = subprocess.Popen[bytes]
Say = Callable[[str], None]


def launch(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
    output: IO[bytes] | None = None,
) -> Process:
    """Start a command that is killed when we end, however we end. Call it from a thread that lives as long as we do.

    `output` takes what it says; without, it says it where we do.

    It has its own session: Ctrl-C in a terminal is for us, and we stop our children in order.
    """
    parent = os.getpid()

    def last_step() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        die_with(parent, signal.SIGKILL)

    return subprocess.Popen(
        list(command),
        env=dict(os.environ if environment is None else environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=pass_fds,
        start_new_session=True,
        preexec_fn=last_step,  # noqa: PLW1509  the keeper's process has one thread
    )


@dataclass
class Child:
    """A process that is to be there. `launch` starts it and returns at once; `falls` counts deaths in a row."""

    name: str
    launch: Callable[[], Process]
    process: Process | None = None
    began: float = 0.0
    due: float = 0.0
    falls: int = 0

    def start(self) -> None:
        """Start it now."""
        self.began = time.monotonic()
        self.process = self.launch()

    def note_death(self) -> str:
        """It died: when to start it again, later with each fall in a row. Returns the sentence for the log."""
        process, self.process = self.process, None
        code = process.returncode if process else 0
        steady = time.monotonic() - self.began > STEADY_SECONDS
        self.falls = 1 if steady else self.falls + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.falls - 1))
        self.due = time.monotonic() + pause
        pid = process.pid if process else 0
        return f"{self.name} (process {pid}) ended with {code}; starting it again in {pause:.1f} s"


@dataclass
class Keeper:
    """Keeps children running until SIGTERM or SIGINT arrives."""

    say: Say
    children: list[Child] = field(default_factory=list)

    def keep(self, name: str, launch: Callable[[], Process], *, running: Process | None = None) -> Child:
        """Keep such a child. `running`: the process is there already."""
        child = Child(name, launch, running, time.monotonic())
        if running is None:
            child.start()
        self.children.append(child)
        return child

    def attend(self) -> None:
        """Watch the children until asked to stop. The stop signals stay blocked afterwards: stopping is not stopped."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        while True:
            self._tend()
            heard = signal.sigtimedwait(WATCHED, self._seconds_until_due())
            if heard is not None and heard.si_signo in STOPS:
                return

    def stop(self, children: Iterable[Child], *, grace: float) -> None:
        """SIGTERM to all of these at once, and SIGKILL to those still there after `grace` seconds."""
        chosen = list(children)
        self.children = [child for child in self.children if child not in chosen]
        running = [child for child in chosen if child.process is not None and child.process.poll() is None]
        for child in running:
            _signal(child, signal.SIGTERM)
        until = time.monotonic() + grace
        for child in running:
            try:
                _wait(child, max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} did not stop within {grace:.0f} s and is ended the hard way")
                _signal(child, signal.SIGKILL)
                _wait(child, None)

    def _tend(self) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self.say(child.note_death())
            if child.process is None and time.monotonic() >= child.due:
                child.start()

    def _seconds_until_due(self) -> float:
        waits = [child.due - time.monotonic() for child in self.children if child.process is None]
        return max(0.01, min([60.0, *waits]))


def _signal(child: Child, number: signal.Signals) -> None:
    if child.process is not None:
        with contextlib.suppress(ProcessLookupError):
            child.process.send_signal(number)


def _wait(child: Child, seconds: float | None) -> None:
    if child.process is not None:
        child.process.wait(seconds)
