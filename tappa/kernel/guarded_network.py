"""The network as httpcore sees it, with a judge before each connection and one clock over all of it."""

# ruff: noqa: ARG002  httpcore hands a time limit to each step; our one deadline stands in its place

import queue
import socket
import threading
import time
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any, Final

import httpcore
from django.utils.translation import gettext as _

from tappa.kernel.addresses import is_public

CONNECT_SECONDS: Final = 10.0  # per address: the next one of a name gets its turn while there is time


class AddressRefused(Exception):
    """The name leads only to addresses that are not public."""


class Deadline:
    """One moment by which all must be done. Single steps could each keep within a limit and never end together."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, otherwise: type[httpcore.TimeoutException]) -> float:
        """Seconds that are left. Raises `otherwise` when there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise otherwise
        return seconds


class GuardedStream(httpcore.NetworkStream):
    """A connection each of whose steps gets no more time than is left in all."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, at most `max_bytes`; b"" when the other side has ended."""
        return self._stream.read(max_bytes, self._deadline.left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`."""
        self._stream.write(buffer, self._deadline.left(httpcore.WriteTimeout))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted. The certificate is checked against the name, not the address."""
        seconds = self._deadline.left(httpcore.ConnectTimeout)
        return GuardedStream(self._stream.start_tls(ssl_context, server_hostname, seconds), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about the socket."""
        return self._stream.get_extra_info(info)


class GuardedNetwork(httpcore.NetworkBackend):
    """Opens connections to permitted addresses only: the one that was judged is the one that is called."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers. Raises AddressRefused or httpcore's errors."""
        failure: Exception | None = None
        for address in self.permitted(host, port):
            seconds = min(self._deadline.left(httpcore.ConnectTimeout), CONNECT_SECONDS)
            try:
                stream = self._backend.connect_tcp(address, port, seconds, socket_options=socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return GuardedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(_("the name has no address"))

    def permitted(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be called. Raises AddressRefused when it has others only."""
        addresses = resolve(host, port, self._deadline)
        permitted = [address for address in addresses if self._allow_private or is_public(address)]
        if addresses and not permitted:
            raise AddressRefused(
                _(
                    "The address leads into a private network (%(address)s). The operator can allow this "
                    "by starting Tappa with TAPPA_ALLOW_PRIVATE_ADDRESSES=1."
                )
                % {"address": addresses[0] if host == addresses[0] else f"{host} = {addresses[0]}"}
            )
        return permitted


def resolve(host: str, port: int, deadline: Deadline) -> list[str]:
    """The addresses of a name. The system's resolver knows no time limit, so it works apart and may be left behind."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answers.put(error)
        else:
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left(httpcore.ConnectTimeout))
    except queue.Empty:
        raise httpcore.ConnectTimeout from None
    if isinstance(answer, OSError | UnicodeError):
        raise httpcore.ConnectError(_("the name %(host)s is not known") % {"host": host}) from None
    return answer
