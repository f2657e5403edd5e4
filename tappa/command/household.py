"""The processes of a running Tappa: the database, the web workers, the background worker."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tappa.command.address import reachable_address
from tappa.command.database import LOCK, OWNER_SETTING
from tappa.command.preparation import Prepared, prepare_database
from tappa.kernel.database_url import plain_url, read_database_url
from tappa.kernel.errors import DomainError
from tappa.kernel.locks import awaited
from tappa.kernel.postgres.server import launch_supervisor, wait_until_ready
from tappa.kernel.postgres.status import is_locked
from tappa.kernel.processes import Keeper, Process, launch
from tappa.kernel.roles import SETTING
from tappa.kernel.secrets import Secrets

DATABASE: Final = "PostgreSQL"
DEMO_CONTACTS: Final = 200
READY_SECONDS: Final = 60.0
LEFTOVER_SECONDS: Final = 15.0


@dataclass
class Household:
    """Starts the parts of Tappa, in order, and hands them to the keeper."""

    data: Path
    secrets: Secrets
    keeper: Keeper
    say: Callable[[str], None]
    url: str = ""
    has_demo: bool = False
    empty: bool = False

    def start_database(self) -> None:
        """Have the database running and up to date."""
        ready, own = os.environ.get(SETTING, ""), os.environ.get(OWNER_SETTING, "")
        if ready and not own:
            read_database_url(plain_url(ready))
            self.say(
                f"Using the database of {SETTING} as it is: without {OWNER_SETTING} nothing is migrated."
            )
            self.url = ready
            return
        if own:
            self.say(f"Using the PostgreSQL of {OWNER_SETTING}.")
            self._note(self._prepare(own, ready))
            return
        waiting = "Waiting for another command that has the database …"
        with awaited(self.data / LOCK, lambda: self.say(waiting)):
            owner_url = self._start_embedded()
            self._note(self._prepare(owner_url, ""))

    def fill_demo(self) -> None:
        """Fill the demo workspace where there is no workspace at all."""
        if not self.empty:
            return
        self.say(f"Filling the demo workspace with {DEMO_CONTACTS} contacts …")
        command = [sys.executable, "-m", "tappa.command.main", "demo", "--contacts", str(DEMO_CONTACTS)]
        done = subprocess.run(command, env=self._environment(), stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            raise DomainError("The demo workspace could not be filled. Start with --empty to go without.")
        self.has_demo = True

    def start_workers(self, listening: socket.socket, web_workers: int) -> None:
        """Start the web processes on the listening socket, and the background worker."""
        self.say(f"Starting {web_workers} web workers and the background worker …")
        web = [sys.executable, "-m", "tappa.config.serving", "--fd", str(listening.fileno())]
        for number in range(1, web_workers + 1):
            self.keeper.keep(f"web worker {number}", lambda: self._launch(web, listening.fileno()))
        background = [sys.executable, "-m", "tappa.worker"]
        self.keeper.keep("background worker", lambda: self._launch(background))

    def await_web(self, listening: socket.socket) -> None:
        """Wait until /healthz says so. Raises DomainError with its last word when it does not."""
        where = urlsplit(reachable_address(listening)).netloc
        until = time.monotonic() + READY_SECONDS
        why = "no answer"
        while time.monotonic() < until:
            status, why = _health(where)
            if status == 200:
                return
            if any(
                child.process is None or child.process.poll() is not None for child in self.keeper.children
            ):
                raise DomainError("One of Tappa's processes ended while starting: its words stand above.")
            time.sleep(0.05)
        raise DomainError(f"Tappa did not become ready in {READY_SECONDS:.0f} s: {why}")

    def _start_embedded(self) -> str:
        self._await_leftover()
        process = self._launch_database()
        child = self.keeper.keep(DATABASE, self._launch_database, running=process)
        try:
            server = wait_until_ready(
                self.data, process, owner_password=self.secrets.owner_password, say=self._tell_database
            )
        except DomainError:
            self.keeper.stop([child], grace=READY_SECONDS)
            raise
        self.say(f"PostgreSQL {server.version} runs (socket in {server.socket_dir}).")
        return server.owner_url

    def _await_leftover(self) -> None:
        """After kill -9 the supervisor of the life before needs a moment to stop its PostgreSQL."""
        until = time.monotonic() + LEFTOVER_SECONDS
        while is_locked(self.data) and time.monotonic() < until:
            time.sleep(0.05)

    def _launch_database(self) -> Process:
        return launch_supervisor(self.data, owner_password=self.secrets.owner_password)

    def _launch(self, command: list[str], *descriptors: int) -> Process:
        return launch(command, environment=self._environment(), pass_fds=descriptors)

    def _prepare(self, owner_url: str, given: str) -> Prepared:
        return prepare_database(
            owner_url,
            application_password=self.secrets.application_password,
            given_url=given,
            say=self._tell_database,
        )

    def _note(self, prepared: Prepared) -> None:
        self.url, self.empty, self.has_demo = prepared.url, prepared.empty, prepared.demo

    def _tell_database(self, line: str) -> None:
        self.say(f"{DATABASE}: {line}")

    def _environment(self) -> dict[str, str]:
        """What our processes are given: the application's address, never the owner's."""
        kept = {name: value for name, value in os.environ.items() if name != OWNER_SETTING}
        return {
            **kept,
            "TAPPA_DATA": str(self.data),
            SETTING: self.url,
            "DJANGO_SETTINGS_MODULE": "tappa.config.settings",
        }


def _health(where: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(where, timeout=5)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status, answer.read(1000).decode()
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()
