"""One hub a web process: follows the end of the log while pages are open, and tells each what it may hear.

One connection for all pages, no thread: it asks for what is new ten times a second (core/activity/tail.py says why that
is cheap) and hears whispers on the way. When the database goes away, pages are told so, and to fetch everything once
it is back.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from time import time
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection, Notify

from tappa.core.activity.tail import Snapshot, new_events, present_snapshot
from tappa.core.activity.whisper import CHANNEL, Whisper, read_whisper
from tappa.core.contacts.hearing import Holding, holdings
from tappa.realtime.listeners import Listener, Tick
from tappa.realtime.memory import Memory
from tappa.realtime.topics import OFFLINE, REFRESH, Telling, telling_of, telling_of_whisper

log: Final = logging.getLogger("tappa.live")

LISTEN: Final = f"LISTEN {CHANNEL}"
LOOK_SECONDS: Final = 0.1
ANSWER_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 5.0
FIRST_PAUSE_SECONDS: Final = 0.2
LONGEST_PAUSE_SECONDS: Final = 5.0


class Hub:
    """`listeners` are the open pages by workspace. `when_seats_change` is called with a workspace whose members changed."""

    def __init__(
        self, database: dict[str, Any], *, when_seats_change: Callable[[int], None] = lambda _id: None
    ) -> None:
        self.database = database
        self.when_seats_change = when_seats_change
        self.listeners: defaultdict[int, set[Listener]] = defaultdict(set)
        self.following: asyncio.Task[None] | None = None
        self.is_connected = False
        self.is_closed = False
        self.whispers: list[Whisper] = []
        self.memory = Memory()
        self.looked_at = 0.0

    def join(self, page: Listener, *, since: float | None = None) -> None:
        """A page listens, that shows things as they were at `since`. It hears what was told since then; where that is
        not known, that it should fetch everything."""
        self.listeners[page.workspace_id].add(page)
        if self.is_closed:
            page.close()
        elif self.is_connected:
            missed = None if since is None else self.memory.since(page.workspace_id, since, now=time())
            if missed is None:
                page.tell([REFRESH])
            for tick in missed or ():
                page.hear(tick)
        if self.following is None or self.following.done():
            self.following = asyncio.create_task(self._follow())

    def leave(self, page: Listener) -> None:
        """A page listens no longer."""
        pages = self.listeners[page.workspace_id]
        pages.discard(page)
        if not pages:
            del self.listeners[page.workspace_id]

    def close(self) -> None:
        """End all streams, and every one that comes: the server stops."""
        self.is_closed = True
        for page in self.pages():
            page.close()

    def pages(self) -> list[Listener]:
        """All open pages."""
        return [page for pages in self.listeners.values() for page in pages]

    async def _follow(self) -> None:
        """Follow the log as long as pages are open, through restarts of the database and whatever else fails."""
        pause = FIRST_PAUSE_SECONDS
        while self.listeners:
            try:
                async with await AsyncConnection.connect(**self.database, autocommit=True) as connection:
                    await self._look_on(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("live: the database does not answer (%s)", type(error).__name__)
            except Exception:
                log.exception("live: following the log failed")
            else:
                continue
            if self.is_connected:
                self._disconnect()
                pause = FIRST_PAUSE_SECONDS
            self._tell_all(OFFLINE)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _look_on(self, connection: AsyncConnection[Any]) -> None:
        """Look at the end of the log again and again; returns when no page has been open for a while."""
        connection.add_notify_handler(self._hear)
        await connection.execute(LISTEN)
        snapshot = await present_snapshot(connection)
        self.is_connected, self.looked_at = True, time()
        self._tell_all(REFRESH)
        loop = asyncio.get_running_loop()
        heard_last = loop.time()
        # Whoever came during the last pause counts: told to fetch everything, they would be told so again.
        while self.listeners or loop.time() - heard_last < IDLE_SECONDS:
            began = loop.time()
            if self.listeners:
                heard_last = began
            async with asyncio.timeout(ANSWER_SECONDS):
                snapshot = await self._look(connection, snapshot)
            await asyncio.sleep(max(0.0, began + LOOK_SECONDS - loop.time()))
        self._disconnect()

    async def _look(self, connection: AsyncConnection[Any], since: Snapshot) -> Snapshot:
        workspaces = self.memory.want(self.listeners, known_from=self.looked_at, now=time())
        growth = await new_events(connection, since, workspaces)
        if not growth.is_whole:
            self.memory.forget()
            self._tell_all(REFRESH)
        self.looked_at = time()
        # Each thing once, however often it happened.
        tellings = dict.fromkeys(map(telling_of, growth.events))
        whispers, self.whispers = self.whispers, []
        tellings.update(dict.fromkeys(map(telling_of_whisper, whispers)))
        if tellings:
            await self._tell(connection, tellings)
        return growth.snapshot

    async def _tell(self, connection: AsyncConnection[Any], tellings: Iterable[Telling]) -> None:
        had = await _holdings(connection, tellings)
        by_workspace: defaultdict[int, list[Telling]] = defaultdict(list)
        for telling in tellings:
            by_workspace[telling.workspace_id].append(telling)
        for workspace, some in by_workspace.items():
            lasting = [telling for telling in some if not telling.is_passing]
            if lasting:
                self.memory.keep(workspace, Tick(lasting, had), now=time())
            tick = Tick(some, had)
            for page in list(self.listeners.get(workspace, ())):
                page.hear(tick)
            if any(telling.seats for telling in some):
                self.when_seats_change(workspace)

    def _disconnect(self) -> None:
        self.is_connected = False
        self.memory.forget()

    def _tell_all(self, name: str) -> None:
        for page in self.pages():
            page.tell([name])

    def _hear(self, notify: Notify) -> None:
        said = read_whisper(notify.payload)
        if said is not None and said.workspace_id in self.listeners:
            self.whispers.append(said)


async def _holdings(connection: AsyncConnection[Any], tellings: Iterable[Telling]) -> dict[int, Holding]:
    """Who has the contacts that are told of. Asked whoever listens: who comes later is told from memory by the same."""
    contacts = {
        (telling.workspace_id, telling.contact_id) for telling in tellings if telling.contact_id is not None
    }
    return await holdings(connection, contacts) if contacts else {}
