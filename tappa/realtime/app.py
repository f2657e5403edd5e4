"""The streams, plain ASGI: `/w/<slug>/stream` for members, `/chat/<public id>/stream` for visitors of a website.

Server-sent events: `event: names`, `data: contact-42 inbox`. A stream first says what the page missed, or `refresh`. It
holds no thread and no connection to the database: whoever opens it is let in once, and looked at again every minute.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, Final

from django.db import DatabaseError, InterfaceError

from tappa.channels.webchat.visitors import find_visit
from tappa.core.inbox.actions.limit_chat import network_of
from tappa.kernel.asgi import Receive, Scope, Send, plain_answer
from tappa.realtime.desk import Desk
from tappa.realtime.hub import Hub
from tappa.realtime.listeners import Listener, MemberPage, VisitorPage
from tappa.realtime.people import Places, RefusedError, cookies_of
from tappa.realtime.seats import NobodyError, StrangerError, seats_now, take_seat

log: Final = logging.getLogger("tappa.live")

BEAT_SECONDS: Final = 15.0
SEATS_SECONDS: Final = 60.0
# A visitor's stream ends after so many beats and comes back: then it is asked again who they are.
VISIT_BEATS: Final = 60
RETRY_AFTER: Final = "5"
# A first byte at once, so that the page knows that it is heard; `retry` is for clients that leave the pause to us.
GREETING: Final = b"retry: 2000\n\n"
HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),  # nginx would keep what it gets until it has a buffer full
]

# Whose stream it is ("member=3") and what it hears.
Admission = Callable[[Scope], Awaitable[tuple[str, Listener]]]


class Streams:
    """All streams of this process, `most` of them at a time."""

    def __init__(self, database: dict[str, Any], *, most: int) -> None:
        self.hub = Hub(database, when_seats_change=self._check_workspace)
        self.desk = Desk()
        self.places = Places(most)
        self.checking: set[asyncio.Task[None]] = set()
        self.minding: asyncio.Task[None] | None = None

    async def members(self, scope: Scope, receive: Receive, send: Send) -> None:
        """`/w/<slug>/stream`."""
        await self._answer(scope, receive, send, self._member, nullcontext())

    async def visitors(self, scope: Scope, receive: Receive, send: Send) -> None:
        """`/chat/<public id>/stream`."""
        # Before they are asked who they are: whoever comes in vain too often keeps nobody waiting at the desk.
        network = network_of((scope.get("client") or ("", 0))[0])
        await self._answer(scope, receive, send, self._visitor, self.places.place_of_visitor(network))

    def close(self) -> None:
        """End all streams at once."""
        self.hub.close()

    async def _answer(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        admit: Admission,
        place: AbstractContextManager[None],
    ) -> None:
        try:
            with self.places.place(), place:
                caller, page = await self._admitted(scope, admit)
                scope["tappa.entry"].caller = caller
                with self.places.place_of(caller):
                    await self._serve(page, receive, send, since=_since(scope))
        except RefusedError as refusal:
            retry_after = RETRY_AFTER if refusal.status in {429, 503} else ""
            await plain_answer(send, refusal.status, str(refusal), retry_after=retry_after)

    async def _admitted(self, scope: Scope, admit: Admission) -> tuple[str, Listener]:
        if scope["method"] != "GET":
            raise RefusedError(405, "A stream is only read, with GET.")
        try:
            return await admit(scope)
        except NobodyError as error:
            raise RefusedError(401, "Sign in first.") from error
        except StrangerError as error:
            raise RefusedError(404, "There is nothing at this address.") from error
        except (DatabaseError, InterfaceError) as error:
            raise RefusedError(
                503, "The database does not answer just now. Try again in a second."
            ) from error

    async def _member(self, scope: Scope) -> tuple[str, Listener]:
        slug = scope["path"].split("/")[2]
        seat = await self.desk.ask(partial(take_seat, slug, cookies_of(scope)))
        if self.minding is None or self.minding.done():
            self.minding = asyncio.create_task(self._mind_seats())
        return f"member={seat.hearer.member_id}", MemberPage(seat)

    async def _visitor(self, scope: Scope) -> tuple[str, Listener]:
        public_id = scope["path"].split("/")[2]
        visit = await self.desk.ask(partial(find_visit, public_id, cookies_of(scope)))
        if visit is None:
            raise StrangerError
        return f"visitor={visit.visitor}", VisitorPage(visit.workspace_id, visit.contact_id)

    async def _serve(self, page: Listener, receive: Receive, send: Send, *, since: float | None) -> None:
        gone = asyncio.ensure_future(_until_gone(receive))
        gone.add_done_callback(lambda _gone: page.close())
        self.hub.join(page, since=since)
        try:
            await self._send_names(page, send)
        finally:
            self.hub.leave(page)
            gone.cancel()

    async def _send_names(self, page: Listener, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": GREETING, "more_body": True})
        beats = VISIT_BEATS if isinstance(page, VisitorPage) else None
        while beats != 0:
            names = await page.next(BEAT_SECONDS)
            if page.is_closed:
                break
            # The id says until when the page has heard everything: it comes back with it after an interruption.
            told = f"event: names\ndata: {' '.join(names)}\n" if names else ""
            said = f"{told}id: {self.hub.looked_at:.3f}\n\n".encode()
            await send({"type": "http.response.body", "body": said, "more_body": True})
            if beats is not None and not names:
                beats -= 1
        await send({"type": "http.response.body", "body": b""})

    async def _mind_seats(self) -> None:
        """Look every minute at who listens: a session may have ended, and no fact tells of that."""
        while self.hub.listeners:
            await asyncio.sleep(SEATS_SECONDS)
            await self._check(self.hub.pages())

    def _check_workspace(self, workspace_id: int) -> None:
        """A member of the workspace changed: look at once."""
        task = asyncio.create_task(self._check(self.hub.listeners.get(workspace_id, ())))
        self.checking.add(task)
        task.add_done_callback(self.checking.discard)

    async def _check(self, pages: Collection[Listener]) -> None:
        seated = {page: page.seat for page in pages if isinstance(page, MemberPage)}
        if not seated:
            return
        try:
            now = await self.desk.ask(partial(seats_now, set(seated.values())))
        except (DatabaseError, InterfaceError) as error:
            log.warning("live: who listens could not be looked at (%s)", type(error).__name__)
            return
        for page, seat in seated.items():
            if seat in now:
                page.reseat(now[seat])
            else:
                page.close()


def _since(scope: Scope) -> float | None:
    """Until when the page knows everything: when it was made, or the id of the last thing that it heard."""
    last = next((value for name, value in scope["headers"] if name == b"last-event-id"), b"")
    try:
        return float(last)
    except ValueError:
        return None


async def _until_gone(receive: Receive) -> None:
    """Until the page has gone: all else that it may send is thrown away."""
    while (await receive())["type"] != "http.disconnect":
        pass
