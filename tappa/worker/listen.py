"""Hears the bells that are rung for the worker (core/activity/bell.py), and wakes its loops."""

import logging
import os
import secrets
from collections.abc import Iterable, Mapping
from select import POLLIN, poll
from time import monotonic
from typing import Any, Final

import psycopg

from tappa.core.activity.bell import CHANNEL, Bell
from tappa.worker.waker import Waker

log = logging.getLogger(__name__)

Connection = psycopg.Connection[Any]

PROOF_SECONDS: Final = 2.0
CHECK_SECONDS: Final = 30.0
DEAF_SECONDS: Final = 60.0
LONGEST_DEAF_SECONDS: Final = 3600.0


class Listener:
    """A loop of the worker with a connection of its own, which costs nothing while nothing rings. Where bells do not come
    through, as behind a pooler in transaction mode, the others are left to look as often as if there were none."""

    def __init__(self, database: dict[str, Any], wakers: Mapping[Bell, Waker]) -> None:
        self._database = database
        self._wakers = wakers
        self._stop = os.eventfd(0)
        self._is_stopped = False
        self._deaf_seconds = 0.0

    def turn(self) -> float:
        """Listen until stopped, or until the connection breaks. Returns the seconds until the next try."""
        if self._database.get("prepare_threshold", 0) is None:  # tappa_prepare=0 (kernel/database_url.py)
            log.info("bells: not listened for behind a pooler; looking five times a second instead")
            self._wait(None)
            return 0
        with psycopg.connect(**self._database, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            if self._is_heard(connection):
                self._note_hearing()
                try:
                    self._follow(connection)
                finally:
                    self._note_told(is_told=False)
                return 0
        if not self._is_stopped:
            self._rest_deaf()
        return 0

    def stop(self) -> None:
        """End `turn`."""
        self._is_stopped = True
        os.eventfd_write(self._stop, 1)

    def close(self) -> None:
        """Give back what it holds, after its last turn and after `stop`."""
        os.close(self._stop)

    def _is_heard(self, connection: Connection) -> bool:
        """Ring, on another connection, as those do who have something to do for us."""
        proof = secrets.token_hex(8)
        with psycopg.connect(**self._database, autocommit=True) as another:
            another.execute("SELECT pg_notify(%s, %s)", [CHANNEL, proof])
        until = monotonic() + PROOF_SECONDS
        while not self._is_stopped and (left := until - monotonic()) > 0:
            self._wait(left, connection)
            if proof in _heard(connection):
                return True
        return False

    def _note_hearing(self) -> None:
        if self._deaf_seconds:
            log.info("bells: they come through again")
        self._deaf_seconds = 0

    def _rest_deaf(self) -> None:
        """Ever longer: behind a pooler each LISTEN stays, on a connection that others use for something else."""
        if not self._deaf_seconds:
            log.info("bells: none comes through, as behind a pooler; looking five times a second instead")
        self._deaf_seconds = min(self._deaf_seconds * 2 or DEAF_SECONDS, LONGEST_DEAF_SECONDS)
        self._wait(self._deaf_seconds)

    def _follow(self, connection: Connection) -> None:
        self._note_told(is_told=True)
        while not self._is_stopped:
            if self._wait(CHECK_SECONDS, connection):
                self._wake(_heard(connection))
            else:
                self._check(connection)

    def _wake(self, names: Iterable[str]) -> None:
        heard = set(names)
        for bell, waker in self._wakers.items():
            if bell in heard:
                waker.wake()

    def _check(self, connection: Connection) -> None:
        """Whether the server is still there. While we wait for its answer nobody relies on us."""
        self._note_told(is_told=False)
        connection.execute("SELECT 1")
        self._note_told(is_told=True)

    def _note_told(self, *, is_told: bool) -> None:
        for waker in self._wakers.values():
            waker.note_told(is_told=is_told)

    def _wait(self, seconds: float | None, connection: Connection | None = None) -> bool:
        """Wait for the server to say something, or to be stopped; None is without end. Returns whether it said something."""
        anything = poll()
        anything.register(self._stop, POLLIN)
        if connection is not None:
            anything.register(connection.fileno(), POLLIN)
        ready = {
            descriptor for descriptor, _event in anything.poll(None if seconds is None else seconds * 1000)
        }
        return bool(ready - {self._stop})


def _heard(connection: Connection) -> list[str]:
    """What has been rung since. Raises when the server has gone."""
    return [notify.payload for notify in connection.notifies(timeout=0)]
