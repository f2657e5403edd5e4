"""Many pages, slow pages, a database that goes away, a server that stops."""

import asyncio
import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

import httpx
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Member, Workspace
from tappa.kernel.database_url import connection_parameters
from tappa.realtime import hub as live_hub
from tappa.realtime.desk import Desk
from tappa.realtime.listeners import MOST_NAMES, Listener
from tappa.realtime.people import STREAMS_PER_PERSON
from tests.cast import PASSWORD, Cast
from tests.realtime.ears import ears, open_ear, session_of
from tests.support.running import eventually
from tests.support.web import WebServer, web_server

# Begun since a moment: other servers of these tests have connections too, and give them back when they like.
CONNECTIONS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE application_name = %s AND datname = current_database() AND backend_start > %s AND pid <> pg_backend_pid()
"""


@contextmanager
def one_worker(folder: Path, **given: str) -> Iterator[WebServer]:
    """A web server of one process."""
    with web_server(folder / "web.log", workers=1, settings=given) as running:
        yield running


def present() -> datetime:
    """The database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def connections(name: str, since: datetime) -> int:
    """How many connections of this name there are, but for the one that asks, that began since then."""
    with connection.cursor() as cursor:
        cursor.execute(CONNECTIONS, [name, since])
        return int(cursor.fetchone()[0])


def new_members(workspace: Workspace, many: int) -> list[Member]:
    """As many agents. They share one hashed password: hashing is slow by design, and nobody types it here."""
    users = [
        create_user(name=f"Nina {number}", email=f"{secrets.token_hex(8)}@people.example", password=PASSWORD)
        for number in range(many)
    ]
    return [add_member(workspace, user, role=Role.AGENT) for user in users]


def request_of(server: WebServer, workspace: Workspace, key: str) -> bytes:
    """What a page's browser asks."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={key}"
    return f"GET /w/{workspace.slug}/stream HTTP/1.1\r\nHost: tappa\r\nCookie: {cookie}\r\n\r\n".encode()


class Crowd:
    """Very many pages, read without threads."""

    def __init__(self, server: WebServer, requests: list[bytes]) -> None:
        self.port = httpx.URL(server.url).port
        self.requests = requests
        self.readers: list[asyncio.StreamReader] = []
        self.writers: list[asyncio.StreamWriter] = []

    async def come(self) -> None:
        """All open their streams; each has been told to refresh."""
        for request in self.requests:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(request)
            self.readers.append(reader)
            self.writers.append(writer)
        await self.hear(b"refresh")

    async def hear(self, word: bytes) -> None:
        """All have been told this."""
        async with asyncio.timeout(60):
            await asyncio.gather(*(reader.readuntil(word) for reader in self.readers))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_raised: object) -> None:
        """All leave."""
        for writer in self.writers:
            writer.close()


def test_five_hundred_pages_hold_one_connection_between_them(
    tmp_path: Path, workspace: Workspace, cast: Cast
) -> None:
    """And none is left when they have gone."""
    keys = [session_of(member.user) for member in new_members(workspace, 25)]
    since = present()

    def held() -> tuple[int, int]:
        return connections("tappa live", since), connections("tappa", since)

    def look() -> None:
        try:
            assert eventually(lambda: held()[0] == 1 and held()[1] <= before), f"{held()}, before {before}"
            create_team(workspace, name="Heard by all")
        finally:
            connection.close()  # this thread's

    async def visit(server: WebServer) -> None:
        requests = [request_of(server, workspace, key) for key in keys for _ in range(STREAMS_PER_PERSON)]
        async with Crowd(server, requests) as crowd:
            await crowd.come()
            assert len(crowd.readers) == 500
            await asyncio.to_thread(look)
            await crowd.hear(b"settings")

    with one_worker(tmp_path) as server:
        before = held()[1]
        asyncio.run(visit(server))
        assert eventually(lambda: held()[0] == 0, seconds=20), "the hub keeps its connection for nobody"


def test_the_desk_keeps_no_connection_for_whom_it_has_answered(workspace: Workspace) -> None:
    """Also when its thread has answered several before the loop hears of the first."""

    async def two_at_once() -> bool:
        desk = Desk()
        asked = [asyncio.create_task(desk.ask(Workspace.objects.count)) for _ in range(2)]
        await asyncio.sleep(0)
        done = desk.thread.submit(lambda: connection.connection is not None)
        assert done.result()  # the loop stands still meanwhile
        await asyncio.gather(*asked)
        return desk.thread.submit(lambda: connection.connection is None).result()

    assert asyncio.run(two_at_once())


def test_a_hub_survives_the_loss_of_its_connection(
    server: WebServer,
    workspace: Workspace,
    cast: Cast,
    owner_connection: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    """Its pages are told that nothing can be heard, then to fetch everything."""
    with ears(server, cast.agent) as (agent,):
        owner_connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'tappa live' AND datname = current_database()"
        )
        agent.hears("offline")
        agent.hears("refresh")
        create_team(workspace, name="After")
        agent.hears("settings")


def test_who_comes_as_the_hub_is_about_to_rest_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_hub, "LOOK_SECONDS", 0.5)
    monkeypatch.setattr(live_hub, "IDLE_SECONDS", 0.1)

    async def come_late() -> list[list[str]]:
        hub = live_hub.Hub(connection_parameters(settings.DATABASES["default"], name="test"))
        first, late = Listener(1), Listener(1)
        hub.join(first)
        assert await first.next(10) == ["refresh"]
        hub.leave(first)
        looked = hub.looked_at
        assert await asyncio.to_thread(eventually, lambda: hub.looked_at != looked)
        hub.join(late)  # in the pause after a look for nobody
        heard = [await late.next(2), await late.next(2)]
        hub.leave(late)
        assert hub.following is not None
        await hub.following
        return heard

    assert asyncio.run(come_late()) == [["refresh"], []]


def test_a_page_that_cannot_keep_up_hears_one_refresh() -> None:
    async def fall_behind() -> list[list[str]]:
        page = Listener(1)
        heard = []
        for number in range(MOST_NAMES):
            page.tell([f"contact-{number}", "inbox"])
        heard.append(await page.next(1))
        page.tell(["inbox"])
        page.tell(["offline"])
        heard.append(await page.next(1))
        page.tell(["refresh"])
        page.tell(["inbox"])
        heard.append(await page.next(1))
        return heard

    assert asyncio.run(fall_behind()) == [["refresh"], ["offline"], ["refresh"]]


def test_a_page_that_does_not_read_holds_up_nobody(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    port = httpx.URL(server.url).port
    assert port is not None
    with ExitStack() as stack:
        for _ in range(STREAMS_PER_PERSON // 2):
            deaf = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            deaf.sendall(request_of(server, workspace, session_of(cast.owner.user)))
        (agent,) = stack.enter_context(ears(server, cast.agent))
        for number in range(30):
            create_team(workspace, name=f"Team {number}")
        agent.hears("settings")


def test_a_person_has_so_many_streams_and_a_process_too(
    tmp_path: Path, workspace: Workspace, cast: Cast
) -> None:
    with one_worker(tmp_path, TAPPA_STREAMS=str(STREAMS_PER_PERSON + 1)) as server, ExitStack() as stack:
        for _ in range(STREAMS_PER_PERSON):
            ear = open_ear(server, cast.agent)
            stack.callback(ear.close)
            ear.hears("refresh")
        over = open_ear(server, cast.agent)
        assert over.is_told_end()
        assert (over.status, over.retry_after) == (429, "5")
        other = open_ear(server, cast.owner)
        stack.callback(other.close)
        other.hears("refresh")
        full = open_ear(server, cast.manager)
        assert full.is_told_end()
        assert (full.status, full.retry_after) == (503, "5")
        other.close()

        def has_room() -> bool:
            again = open_ear(server, cast.manager)
            stack.callback(again.close)
            return eventually(lambda: again.status == 200, seconds=1)

        assert eventually(has_room), "the place of a page that has gone is free again"


def test_streams_end_at_once_when_the_server_stops(tmp_path: Path, workspace: Workspace, cast: Cast) -> None:
    with one_worker(tmp_path) as server, ears(server, cast.agent) as (agent,):
        (process,) = server.processes
        process.terminate()
        assert agent.is_told_end()
        process.wait(15)  # well before the 25 seconds that a request may take


@pytest.mark.parametrize("path", ["stream", "streams", "stream/x"])
def test_only_the_stream_s_own_address_is_a_stream(
    server: WebServer, workspace: Workspace, path: str
) -> None:
    status = server.client().get(f"/w/{workspace.slug}/{path}").status_code
    assert status == (401 if path == "stream" else 404)
