"""A whole Tappa for journeys and for tests that kill it: `tappa serve` with its own data directory, port and PostgreSQL."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tappa.kernel.postgres.place import HOME_SETTING

START_SECONDS = 90.0
# The tests' own database must not leak into an installation of its own.
OURS = ("TAPPA_APPLICATION_DATABASE_URL", "TAPPA_TEST_OWNER_URL", "DATABASE_URL", "TAPPA_PUBLIC_URL")


@dataclass
class Whole:
    """An installation in `data`. Started and stopped as often as a test likes; `log` gathers all it ever said."""

    data: Path
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    url: str = ""

    def command(self, *words: str, feed: str = "") -> subprocess.CompletedProcess[str]:
        """Run `tappa …` for this installation and wait for its end."""
        return subprocess.run(
            [*tappa(), *words, "--data", str(self.data)],
            env=self.environment(),
            input=feed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *words: str, ready: bool = True) -> float:
        """`tappa serve` with these words on a free port; waits until it says that it is ready. Returns the seconds."""
        began = time.monotonic()
        before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*tappa(), "serve", "--port", "0", "--data", str(self.data), *words],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        if ready:
            self.url = self._announced(before)
        return time.monotonic() - began

    def stop(self) -> int:
        """SIGTERM, and its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(90)

    def kill(self) -> None:
        """kill -9 of the parent."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def client(self, token: str = "") -> httpx.Client:
        """A client of it; the caller closes it."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)

    def environment(self) -> dict[str, str]:
        """What its processes are given."""
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        root = str(Path(__file__).parents[2])
        return {**kept, "PYTHONPATH": root, "TAPPA_DATA": str(self.data), **self.settings}

    def said(self) -> str:
        """All it said."""
        return self.log.read_text()

    def _announced(self, before: int) -> str:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            text = self.log.read_bytes()[before:].decode()
            found = re.search(r"^Tappa is ready at (\S+)$", text, re.MULTILINE)
            if found:
                return found[1]
            assert self.process is not None
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"tappa serve did not become ready:\n{self.said()}")


@contextmanager
def whole_tappa(data: Path, **settings: str) -> Iterator[Whole]:
    """An installation that has not been started; what runs of it at the end is ended."""
    whole = Whole(data, data.parent / f"{data.name}.log", settings)
    try:
        yield whole
    finally:
        if whole.process is not None and whole.process.poll() is None:
            whole.stop()
        _remove_what_stands_outside(data)


def _remove_what_stands_outside(data: Path) -> None:
    """The cluster that root's PostgreSQL could not have in a closed data directory: tens of megabytes for each test."""
    cluster = (data / "postgres").resolve()
    if cluster.parent.parent == Path(os.environ[HOME_SETTING]):
        shutil.rmtree(cluster.parent)


def tappa() -> list[str]:
    """The command, as this Python runs it."""
    return [sys.executable, "-m", "tappa.command.main"]
