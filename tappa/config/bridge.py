"""From ASGI to Django's WSGI handler: a body read whole, a thread that answers, nothing else in between."""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

from tappa.config.body import BodyTooLargeError, BodyTooSlowError, ClientGoneError, read_body
from tappa.config.request_log import KEY, Entry
from tappa.kernel.asgi import Receive, Scope, Send, plain_answer

Handler = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
CHUNK_SECONDS: Final = 60.0
LIVE_CHUNK_SECONDS: Final = 15.0  # a slow phone reads a list in less; who has gone keeps few pages waiting
RETRY_AFTER: Final = "1"
BODILESS: Final = frozenset({204, 304})
LIVE: Final = b"tappa-live"  # what an open page fetches again by itself (static/js/live-parts.js)
LIVE_SHARE: Final = 4


@dataclass(frozen=True)
class Limits:
    """What one process takes on. `waiting` requests may wait for a thread, each for `wait_seconds`; and as many of those
    that nobody waits for, which together never have more than a quarter of the threads."""

    threads: int = 10
    body_bytes: int = 1024 * 1024
    waiting: int = 256
    wait_seconds: float = 10.0


class OverloadedError(Exception):
    """All threads are busy and enough requests wait already."""


class Lane:
    """So many requests at once; others wait for their turn, not for ever: a client does better with a 503 than with
    silence."""

    def __init__(self, width: int, limits: Limits) -> None:
        self.free = asyncio.Semaphore(width)
        self.limits = limits
        self.waiting = 0

    async def __aenter__(self) -> None:
        """Wait, where none is free. Raises OverloadedError."""
        if not self.free.locked():
            await self.free.acquire()
            return
        if self.waiting >= self.limits.waiting:
            raise OverloadedError
        self.waiting += 1
        try:
            async with asyncio.timeout(self.limits.wait_seconds):
                await self.free.acquire()
        except TimeoutError as error:
            raise OverloadedError from error
        finally:
            self.waiting -= 1

    async def __aexit__(self, *_error: object) -> None:
        """Let the next one in."""
        self.free.release()


class Bridge:
    """Django's WSGI handler as an ASGI application, in a bounded number of threads."""

    def __init__(self, handler: Handler, limits: Limits) -> None:
        self.handler = handler
        self.limits = limits
        # Each thread has its connection, and what PostgreSQL keeps for that one: whoever was free last is asked first, so
        # that few are warm rather than all lukewarm. One pool for all would take turns.
        self.idle = [ThreadPoolExecutor(1, f"request-{number}") for number in range(limits.threads)]
        self.all = Lane(limits.threads, limits)
        self.live = Lane(max(1, limits.threads // LIVE_SHARE), limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the refusals here are those that Django never hears of."""
        try:
            body = await read_body(scope, receive, limit=self.limits.body_bytes)
            # Many open pages, and what somebody has just clicked still finds a thread and most of the processor.
            async with self.live if is_live(scope) else nullcontext(), self.all:
                outlet, last = await self._ask(scope, body, send)
            # Out of the lanes: who has not taken the answer before this one would keep a thread's place.
            await outlet.finish(last)
        except BodyTooLargeError:
            limit = self.limits.body_bytes // 1024
            await plain_answer(send, 413, f"The body is larger than {limit} KiB. Send less at a time.")
        except BodyTooSlowError:
            await plain_answer(send, 408, "The body did not arrive in time. Send the request again.")
        except ClientGoneError:
            return
        except OverloadedError:
            busy = "Too many requests at once. Try again in a second."
            await plain_answer(send, 503, busy, retry_after=RETRY_AFTER)

    async def _ask(self, scope: Scope, body: bytes, send: Send) -> tuple["Outlet", bytes]:
        loop = asyncio.get_running_loop()
        outlet = Outlet(loop, send, LIVE_CHUNK_SECONDS if is_live(scope) else CHUNK_SECONDS)
        environ = environ_of(scope, body)
        # There is one, see Lane: nobody but a server that ends cancels this before it is done.
        thread = self.idle.pop()
        try:
            last = await loop.run_in_executor(thread, self._run, environ, outlet)
        finally:
            self.idle.append(thread)
        scope[KEY].caller = environ["tappa.entry"].caller
        return outlet, last

    def _run(self, environ: dict[str, Any], outlet: "Outlet") -> bytes:
        """In a thread: run Django. An ordinary answer is returned whole; a streamed one is sent as it comes."""
        result = self.handler(environ, outlet.start_response)
        try:
            if not getattr(result, "streaming", False):
                return b"".join(result)
            outlet.stream(iter(result))
            return b""
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()


class Outlet:
    """Where a thread puts its answer: status and headers first, then, if it streams, piece by piece."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send, chunk_seconds: float) -> None:
        self.loop = loop
        self.chunk_seconds = chunk_seconds
        self.send = send
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.begun = False

    def start_response(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        """WSGI's `start_response`, without the `write` that nobody uses."""
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

    def tell_length(self, size: int) -> None:
        """Say how long a whole answer is, unless it is of a kind that has no body or says so itself."""
        known = any(name == b"content-length" for name, _ in self.headers)
        if not known and self.status not in BODILESS:
            self.headers.append((b"content-length", b"%d" % size))

    def start_message(self) -> dict[str, Any]:
        """Status and headers as ASGI says them."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}

    def stream(self, pieces: Iterator[bytes]) -> None:
        """Send the pieces as they come, each when the one before has gone out."""
        self.begun = True
        self._send(self.start_message())
        for piece in pieces:
            self._send({"type": "http.response.body", "body": piece, "more_body": True})

    async def finish(self, last: bytes) -> None:
        """Send what the thread left: all of an ordinary answer, the end of a streamed one."""
        if not self.begun:
            self.tell_length(len(last))
            await self.send(self.start_message())
        await self.send({"type": "http.response.body", "body": last})

    def _send(self, message: dict[str, Any]) -> None:
        async def put() -> None:
            await self.send(message)

        sending = asyncio.run_coroutine_threadsafe(put(), self.loop)
        try:
            sending.result(self.chunk_seconds)
        except TimeoutError as error:
            sending.cancel()
            raise ClientGoneError from error


def is_live(scope: Scope) -> bool:
    """Whether nobody waits for the answer."""
    return any(name == LIVE for name, _value in scope["headers"])


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """WSGI's environment. "tappa.entry" is the request's line in the log, where a door notes who asks."""
    entry: Entry = scope[KEY]
    host, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "tappa.entry": entry,
    }
    for raw_name, raw_value in scope["headers"]:
        _put_header(environ, raw_name.decode("latin-1"), raw_value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _put_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:
        return  # X_Real_IP and X-Real-IP would become one name: only the second is honest
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        key = f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value
