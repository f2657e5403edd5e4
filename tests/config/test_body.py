"""Bodies: whole, bounded in size, never more in memory than allowed."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import httpx

from tests.support.web import WebServer

MIB = 1024 * 1024
CHUNKED: Final = b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"


def test_largest_allowed_body_arrives_whole(odd: WebServer) -> None:
    assert odd.client().post("/echo", content=b"x" * MIB).json()["size"] == MIB


def test_chunked_body_arrives_whole(odd: WebServer) -> None:
    assert odd.client().post("/echo", content=_pieces(10)).json()["size"] == 10 * 65536


def test_announced_body_of_2_mb_is_413(odd: WebServer) -> None:
    answer = odd.client().post("/echo", content=b"x" * 2 * MIB)
    _assert_too_large(answer)


def test_endless_chunked_body_is_413_and_not_kept_in_memory(odd: WebServer) -> None:
    before = _memory(odd)
    answer = odd.client().post("/echo", content=_pieces(100))
    _assert_too_large(answer)
    assert _memory(odd) - before < 12 * MIB


def test_body_that_is_announced_too_large_is_refused_before_it_is_sent(odd: WebServer) -> None:
    head = b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999999999\r\nExpect: 100-continue\r\n\r\n"
    with _connect(odd) as connection:
        connection.sendall(head)
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_client_that_hangs_up_amid_its_body_disturbs_nobody(odd: WebServer) -> None:
    with _connect(odd) as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nabc")
    assert odd.client().post("/echo", content=b"next").json()["size"] == 4


def test_head_that_is_too_large_ends_the_connection(odd: WebServer) -> None:
    with _connect(odd) as connection:
        connection.sendall(b"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Text: ")
        ended = False
        for _ in range(64):
            try:
                connection.sendall(b"x" * 65536)
            except OSError:
                ended = True
                break
    assert ended


def test_requests_without_end_on_one_connection_end_it(odd: WebServer) -> None:
    """They were all kept: eight megabytes of them took three hundred of memory, and nobody needed a token."""
    before = _memory(odd)
    with _connect(odd) as connection:
        assert _is_cut_off(connection, b"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 1000, times=1000)
    assert _memory(odd) - before < 100 * MIB


def test_a_few_requests_at_once_on_one_connection_are_answered_in_order(odd: WebServer) -> None:
    with _connect(odd) as connection, connection.makefile("rb") as answers:
        for number in range(5):
            connection.sendall(b"GET /echo/%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % number)
        bodies = _until(answers, 5)
    assert [body["path"] for body in bodies] == [f"/echo/{number}" for number in range(5)]


def test_lines_after_a_chunked_body_are_no_headers(odd: WebServer) -> None:
    """What a proxy strips from heads it does not strip from there."""
    with _connect(odd) as connection, connection.makefile("rb") as answers:
        connection.sendall(CHUNKED + b"0\r\nAuthorization: Bearer trailing\r\n\r\n")
        [answer] = _until(answers, 1)
    assert answer["size"] == 2
    assert "trailing" not in json.dumps(answer)


def test_lines_without_end_after_a_chunked_body_end_the_connection(odd: WebServer) -> None:
    before = _memory(odd)
    with _connect(odd) as connection:
        connection.sendall(CHUNKED + b"0\r\n")
        assert _is_cut_off(connection, (b"X-Text: " + b"x" * 8000 + b"\r\n") * 8, times=2000)
    assert _memory(odd) - before < 40 * MIB


def _is_cut_off(connection: socket.socket, data: bytes, *, times: int) -> bool:
    """Whether the server ends the connection while this is sent so often."""
    try:
        for _ in range(times):
            connection.sendall(data)
    except OSError:
        return True
    return False


def _until(answers: BinaryIO, count: int) -> list[dict[str, Any]]:
    """The JSON bodies of this many answers."""
    bodies = []
    for _ in range(count):
        length = 0
        while (line := answers.readline().strip()) != b"":
            name, _colon, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        bodies.append(json.loads(answers.read(length)))
    return bodies


def _pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"x" * 65536


def _connect(server: WebServer) -> socket.socket:
    url = httpx.URL(server.url)
    assert url.port is not None
    return socket.create_connection((url.host, url.port), timeout=10)


def _memory(server: WebServer) -> int:
    (process,) = server.processes
    pages = int((Path("/proc") / str(process.pid) / "statm").read_text().split()[1])
    return pages * 4096


def _assert_too_large(answer: httpx.Response) -> None:
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/json"
    body = json.loads(answer.content)
    assert body["code"] == 413
    assert "1024 KiB" in body["message"]
