"""Clients that send or read slowly, or not at all: each wait has an end, and meanwhile the others are answered."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import httpx
import pytest

from tappa.config import body, protocol
from tests.config.conftest import ODD
from tests.support.hurried import TAKE_SECONDS
from tests.support.odd_urls import LARGE
from tests.support.running import eventually
from tests.support.web import WebServer, web_server

HEAD = b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"
READS_NOTHING = {
    "an answer": b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    # The second one waits for the first to be taken.
    "two answers": b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 2,
    "the last answer": b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "a stream": b"GET /flood HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
}
ESTABLISHED = "01"  # in /proc/net/tcp
PATIENCE = 5.0  # on a busy machine, for what takes two seconds at most by itself


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """One worker with two threads, and little patience."""
    settings = {**ODD, "TAPPA_THREADS": "2"}
    log = tmp_path_factory.mktemp("hurried") / "web.log"
    with web_server(log, workers=1, settings=settings, module="tests.support.hurried") as running:
        yield running


@pytest.mark.parametrize("sent", [b"", b"GET /echo HTTP/1.1\r\nX-Text: "])
def test_half_a_head_ends_the_connection(hurried: WebServer, sent: bytes) -> None:
    began = time.monotonic()
    with _connect(hurried) as connection:
        connection.sendall(sent)
        assert _all_of(connection) == b""
    assert 0.4 < time.monotonic() - began < PATIENCE


def test_a_head_that_drips_ends_the_connection(hurried: WebServer) -> None:
    with _connect(hurried) as connection:
        connection.sendall(b"GET /echo HTTP/1.1\r\nX-Text: ")
        assert _drip(connection) == b""


def test_a_body_that_stalls_is_408(hurried: WebServer) -> None:
    with _connect(hurried) as connection:
        connection.sendall(HEAD + b"x" * 100)
        assert _all_of(connection).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_drips_is_408(hurried: WebServer) -> None:
    with _connect(hurried) as connection:
        connection.sendall(HEAD)
        assert _drip(connection).startswith(b"HTTP/1.1 408 ")


def test_an_idle_connection_is_closed(hurried: WebServer) -> None:
    began = time.monotonic()
    with _connect(hurried) as connection:
        connection.sendall(b"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert _all_of(connection).startswith(b"HTTP/1.1 200 ")
    assert 0.2 < time.monotonic() - began < PATIENCE


def test_who_reads_nothing_is_cut_off(hurried: WebServer) -> None:
    """It kept the connection, and the rest of its answer, for as long as it liked."""
    # Once of three times: a busy machine may take its own second whenever it likes.
    assert any(_cut_off_who_read_nothing(hurried) <= TAKE_SECONDS + 1 for _ in range(3))


def _cut_off_who_read_nothing(hurried: WebServer) -> float:
    """After how many seconds all of them were."""
    with ExitStack() as held:
        connections = {what: held.enter_context(_connect(hurried)) for what in READS_NOTHING}
        for what, connection in connections.items():
            connection.sendall(READS_NOTHING[what])
        began = time.monotonic()
        for what, connection in connections.items():
            assert eventually(partial(_is_cut_off, connection), seconds=20), what
        seconds = time.monotonic() - began
        for what, connection in connections.items():
            assert 0 < len(_all_of(connection)) < len(LARGE), what
    return seconds


@pytest.mark.parametrize("what", ["an answer", "two answers", "the last answer"])
def test_twenty_who_read_nothing_hold_no_thread(odd: WebServer, what: str) -> None:
    """Each second answer held one of the two for ever. Others are answered before anybody is cut off: this server has all
    its patience, more than a busy machine needs for an answer."""
    with ExitStack() as held:
        began = time.monotonic()
        for _ in range(20):
            held.enter_context(_connect(odd)).sendall(READS_NOTHING[what])
        assert min(_seconds_of_an_answer(odd) for _ in range(3)) < 1
        assert time.monotonic() - began < protocol.TAKE_SECONDS


def test_twenty_who_do_not_read_a_stream_hold_threads_for_a_while(hurried: WebServer) -> None:
    """Two by two."""
    with ExitStack() as held:
        for _ in range(20):
            held.enter_context(_connect(hurried)).sendall(READS_NOTHING["a stream"])
        assert _is_answered(hurried)


def test_twenty_who_send_slowly_keep_nobody_waiting(odd: WebServer) -> None:
    """Not even until the first of them has had all the time that this patient server gives."""
    with ExitStack() as held:
        began = time.monotonic()
        for sent in (b"", b"GET /echo HTTP/1.1\r\nX-Text: ", HEAD, HEAD + b"x" * 100):
            for _ in range(5):
                held.enter_context(_connect(odd)).sendall(sent)
        assert min(_seconds_of_an_answer(odd) for _ in range(3)) < 1
        assert time.monotonic() - began < min(protocol.HEAD_SECONDS, body.READ_SECONDS)


def test_who_reads_next_to_nothing_is_cut_off(hurried: WebServer) -> None:
    # Once of three times, as above: within eighteen sips that take a fifth of a second each, and what they cost.
    assert any(_cut_off_who_sips(hurried) <= 4 for _ in range(3))


def _cut_off_who_sips(hurried: WebServer) -> float:
    """After how many seconds they were."""
    began = time.monotonic()
    with _connect(hurried) as connection:
        connection.sendall(READS_NOTHING["the last answer"])
        size = 0
        # Not at the server's first look, where it looks late and more has been taken by then.
        while not _is_cut_off(connection):
            assert time.monotonic() - began < 20
            size += len(connection.recv(1536))
            time.sleep(0.2)
        seconds = time.monotonic() - began
        assert size + len(_all_of(connection)) < len(LARGE)
    return seconds


def test_who_reads_slowly_gets_the_whole_answer(hurried: WebServer) -> None:
    """It takes longer than one may rest."""
    with _connect(hurried) as connection:
        connection.sendall(READS_NOTHING["the last answer"])
        until, size = time.monotonic() + 2, 0
        while part := connection.recv(len(LARGE) // 100):
            size += len(part)
            time.sleep(max(0, min(0.02, until - time.monotonic())))
    assert size > len(LARGE)


def _connect(server: WebServer) -> socket.socket:
    """A connection on which little fits that is not read."""
    url = httpx.URL(server.url)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    connection.settimeout(10)
    connection.connect((url.host, url.port))
    return connection


def _is_cut_off(connection: socket.socket) -> bool:
    """Whether the server has ended this connection. Only the system's table tells it of the server's own end: at ours
    the end stands behind what nobody reads."""
    near, far = (f":{name[1]:04X}" for name in (connection.getpeername(), connection.getsockname()))
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    states = [state for _, local, remote, state, *_ in lines if (local[-5:], remote[-5:]) == (near, far)]
    return ESTABLISHED not in states


def _all_of(connection: socket.socket) -> bytes:
    """Everything until the server closes."""
    parts = []
    with suppress(ConnectionResetError):
        while part := connection.recv(1024 * 1024):
            parts.append(part)
    return b"".join(parts)


def _drip(connection: socket.socket) -> bytes:
    """What is answered while a byte is sent now and then."""
    connection.settimeout(0.2)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return connection.recv(4096)
        except TimeoutError:
            connection.sendall(b"x")
    raise AssertionError("the server waits without end")


def _is_answered(server: WebServer) -> bool:
    with _connect(server) as connection:  # no HTTP client: making one takes a busy machine a second
        connection.sendall(b"GET /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return _all_of(connection).startswith(b"HTTP/1.1 200 ")


def _seconds_of_an_answer(server: WebServer) -> float:
    began = time.monotonic()
    assert _is_answered(server)
    return time.monotonic() - began
