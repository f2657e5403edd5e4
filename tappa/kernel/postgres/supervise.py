"""The supervisor: one process that keeps one PostgreSQL running for one data directory."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tappa.kernel.postgres.binaries import Binaries, find_binaries
from tappa.kernel.postgres.child import adopt_orphans, start
from tappa.kernel.postgres.cluster import Maker, check_version, is_made, link_outside, remove_unfinished
from tappa.kernel.postgres.copies import reachable_binaries
from tappa.kernel.postgres.errors import PostgresError, StopAskedError
from tappa.kernel.postgres.handover import make_folder, open_folders, write_file
from tappa.kernel.postgres.journal import open_log, rotate, tail
from tappa.kernel.postgres.leftovers import await_old_server, disown_stale_files, is_ready, reap_backends
from tappa.kernel.postgres.place import Place, choose_place
from tappa.kernel.postgres.status import Status, write_status
from tappa.kernel.postgres.tuning import as_file, fitted_settings, memory_bytes

STOPS = {signal.SIGTERM, signal.SIGINT}
WATCHED = {*STOPS, signal.SIGCHLD}
STOP_SECONDS = 30.0
STEADY_SECONDS = 60.0
MOST_FALLS = 5
LOG_CHECK_SECONDS = 60.0


@dataclass
class Supervisor:
    """Makes the cluster if need be, starts PostgreSQL, starts it again when it dies, stops it when asked.

    The caller holds the data directory's lock, has one thread, and has blocked the WATCHED signals: we take
    them one by one where we wait, so that none is missed and nothing polls.
    """

    data: Path
    password: str | None
    bin_setting: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    quiet: bool = False
    stop_asked: bool = False
    place: Place | None = None
    binaries: Binaries | None = None

    def run(self) -> None:
        """Supervise until asked to stop. Raises PostgresError when PostgreSQL cannot be had or kept."""
        adopt_orphans()
        try:
            place, binaries = self._prepare()
            self._keep_running(place, binaries)
        except StopAskedError:
            reap_backends(self._pause)

    def tell(self, state: str, says: str) -> None:
        """Let those who wait for us know; people who started us by hand read it on the terminal."""
        place, version = self.place, self.binaries.version if self.binaries else ""
        known = (str(place.run), str(place.cluster), version, str(place.log)) if place else ()
        write_status(self.data, Status(os.getpid(), state, says, *known))
        if not self.quiet:
            print(says, flush=True, file=sys.stderr if state == "failed" else sys.stdout)

    def _prepare(self) -> tuple[Place, Binaries]:
        self.tell("starting", "looking for PostgreSQL")
        found = find_binaries(self.bin_setting)
        place = self.place = choose_place(self.data)
        binaries = self.binaries = reachable_binaries(found, place.account)
        remove_unfinished(place)
        if is_made(place.cluster):
            check_version(place.cluster, binaries)
        else:
            self._make(place, binaries)
        link_outside(place)
        open_folders(place.run.parent)
        make_folder(place.run, place.account, 0o700)
        await_old_server(place, self._pause, lambda says: self.tell("starting", says))
        disown_stale_files(place)
        return place, binaries

    def _make(self, place: Place, binaries: Binaries) -> None:
        if not self.password:
            raise PostgresError("A new cluster needs the owner's password, and none was given.")
        self.tell("starting", f"making a PostgreSQL {binaries.version} cluster in {place.cluster}, once")
        sync = self.settings.get("fsync", "on") != "off"
        Maker(binaries, place, self.password, self._wait, sync).make()

    def _keep_running(self, place: Place, binaries: Binaries) -> None:
        falls = 0
        while True:
            began = time.monotonic()
            process = self._start(place, binaries)
            self._attend(process, place)
            if self.stop_asked:
                return
            reap_backends(self._pause)
            falls = 1 if time.monotonic() - began > STEADY_SECONDS else falls + 1
            if falls > MOST_FALLS:
                raise PostgresError(
                    f"PostgreSQL ended {falls} times in a row and is not started again. "
                    f"The end of {place.log}:\n{tail(place.log)}"
                )
            self.tell("starting", f"PostgreSQL ended ({process.returncode}); starting it again")
            self._rest(0.1 * 2 ** (falls - 1))

    def _start(self, place: Place, binaries: Binaries) -> subprocess.Popen[bytes]:
        self.tell("starting", f"starting PostgreSQL {binaries.version}")
        write_file(place.cluster / "tappa.conf", as_file(fitted_settings(memory_bytes())), place.account)
        fixed = {
            **self.settings,
            "listen_addresses": "",
            "unix_socket_directories": '"' + str(place.run).replace('"', '""') + '"',
            "port": "5432",
            "logging_collector": "off",
            "log_destination": "stderr",
        }
        options = [word for name, value in fixed.items() for word in ("-c", f"{name}={value}")]
        command = [binaries.program("postgres"), "-D", str(place.cluster), *options]
        with open_log(place.log) as log:
            return start(command, account=place.account, by=signal.SIGINT, folder=place.cluster, output=log)

    def _attend(self, process: subprocess.Popen[bytes], place: Place) -> None:
        ready = False
        while process.poll() is None:
            if self.stop_asked:
                self._stop(process)
                return
            if not ready and is_ready(place.cluster, process.pid):
                ready = True
                self.tell("ready", f"PostgreSQL is ready (process {process.pid}, socket in {place.run})")
            self._pause(LOG_CHECK_SECONDS if ready else 0.02)
            if ready:
                rotate(place.log)

    def _stop(self, process: subprocess.Popen[bytes]) -> None:
        """Fast shutdown; after its time is up immediate, then the hard way."""
        self.tell("stopping", "stopping PostgreSQL")
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            process.send_signal(number)
            until = time.monotonic() + seconds
            while process.poll() is None and time.monotonic() < until:
                self._pause(until - time.monotonic())
            if process.returncode is not None:
                break
        reap_backends(self._pause)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            if self.stop_asked:
                # It leads a session of its own. What it started must have ended too before its folder is removed.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                reap_backends(self._pause)
                raise StopAskedError
            self._pause(60.0)

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.stop_asked:
            self._pause(left)
        if self.stop_asked:
            raise StopAskedError

    def _pause(self, seconds: float) -> None:
        """Sleep until a child ends, a stop is asked, or the time is up."""
        heard = signal.sigtimedwait(WATCHED, max(0.0, seconds))
        if heard is not None and heard.si_signo in STOPS:
            self.stop_asked = True
