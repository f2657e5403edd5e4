"""HTTP as uvicorn speaks it, with bounds: on how long and how large a request may be, and on how long an answer may wait
to be taken."""

import sys
from asyncio import TimerHandle, Transport
from fcntl import ioctl
from termios import TIOCOUTQ
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_SECONDS: Final = 15.0
HEAD_BYTES: Final = 64 * 1024
# All of one request as it comes, chunks and trailers with it: above what a body that is thrown away may have (body.py).
MESSAGE_BYTES: Final = 16 * 1024 * 1024
PIPELINED: Final = (
    32  # requests that wait behind the one being answered; every answer makes uvicorn read 256 KiB more
)
# Who takes less of what waits for them in this time is cut off. The worst telephone line takes more.
TAKE_SECONDS: Final = 30.0
TAKE_BYTES: Final = 16 * 1024


class Protocol(HttpToolsProtocol):
    """uvicorn's HTTP, with bounds on how long and how large a request may be, how many may wait, and how long an answer
    may: it has none of its own. Without them one connection, and no token, took all of the machine's memory; and one that
    read nothing was kept, with the rest of its answer, for as long as it liked: closing waits for what is still to be sent.
    """

    head_timer: TimerHandle | None = None
    head_bytes: int = 0
    head_whole: bool = False
    message_bytes: int = 0
    take_timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """A connection: its first request has `HEAD_SECONDS` to come."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Bytes of a request."""
        cycle: RequestResponseCycle | None = (
            self.cycle
        )  # None before the first request, whatever its type says
        if self.head_timer is None and cycle is not None and cycle.response_complete:
            self._await_head()  # the next request on a kept connection
        if self.head_timer is not None:
            self.head_bytes += len(data)
        super().data_received(data)
        self.message_bytes += len(data)
        head_too_large = self.head_timer is not None and self.head_bytes > HEAD_BYTES
        if head_too_large or self.message_bytes > MESSAGE_BYTES or len(self.pipeline) > PIPELINED:
            self._close()

    def on_message_begin(self) -> None:
        """A request begins."""
        self.head_whole, self.message_bytes = False, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A line of the head. One after a chunked body is passed over: a proxy in front has not looked at it."""
        if not self.head_whole:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self.head_whole = True
        self._forget_head()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """An answer is whole, as far as we are concerned."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._await_taking()

    def send_400_response(self, msg: str) -> None:
        """What was sent is no HTTP."""
        super().send_400_response(msg)
        self._await_taking()

    def timeout_keep_alive_handler(self) -> None:
        """No further request has come."""
        self._close()

    def pause_writing(self) -> None:
        """Much waits to be sent."""
        super().pause_writing()
        self._await_taking()

    def resume_writing(self) -> None:
        """Little does."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._forget_taking()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended."""
        self._forget_head()
        self._forget_taking()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self.head_bytes = 0
        self.head_timer = self.loop.call_later(HEAD_SECONDS, self._close)

    def _forget_head(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def _await_taking(self) -> None:
        if self.take_timer is None and self.transport.get_write_buffer_size() > 0:
            self.take_timer = self.loop.call_later(TAKE_SECONDS, self._look_at_taking, self._untaken())

    def _look_at_taking(self, before: int) -> None:
        self.take_timer = None
        if self.transport.get_write_buffer_size() == 0:
            return  # the rest is the system's
        if before - self._untaken() < TAKE_BYTES:
            self.transport.abort()
        else:
            self._await_taking()

    def _untaken(self) -> int:
        """The bytes that the client has not confirmed: those that the system holds among them, for it takes new ones only
        when it has room for many."""
        held = ioctl(self.transport.get_extra_info("socket").fileno(), TIOCOUTQ, bytes(4))
        return self.transport.get_write_buffer_size() + int.from_bytes(held, sys.byteorder)

    def _forget_taking(self) -> None:
        if self.take_timer is not None:
            self.take_timer.cancel()
            self.take_timer = None

    def _close(self) -> None:
        self._forget_head()
        if not self.transport.is_closing():
            self.transport.close()
        self._await_taking()
