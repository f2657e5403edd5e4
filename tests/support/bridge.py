"""A bridge: the HTTP server of an integrator, on loopback, which answers as the test tells it and remembers what came."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Got:
    """A request that reached the bridge. `headers` by lower-case name."""

    path: str
    headers: dict[str, str]
    body: Any
    at: float


@dataclass(frozen=True)
class Say:
    """An answer: status, body (JSON unless bytes), headers, after `seconds`. Status 0 hangs up without a word."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0


Answer = Callable[[Got, int], Say]  # the request, and how many came before it


def accept(_got: Got, place: int) -> Say:
    """Take everything, with a fresh mId each."""
    return Say(200, {"mId": f"out-{place}"})


class Bridge:
    """Set `answer` to change what it says; `got` is all that came, in order."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.got: list[Got] = []
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def wait_for(self, count: int, seconds: float = 10) -> list[Got]:
        """Everything that came, once there are `count` of them."""
        until = time.monotonic() + seconds
        while len(self.got) < count:
            assert time.monotonic() < until, f"the bridge got {len(self.got)} posts, not {count}"
            time.sleep(0.005)
        return list(self.got)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        bridge = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                got = Got(self.path, headers, json.loads(raw), time.monotonic())
                with bridge.lock:
                    place = len(bridge.got)
                    bridge.got.append(got)
                say = bridge.answer(got, place)
                time.sleep(say.seconds)
                if say.status == 0:
                    self.close_connection = True
                    return
                body = say.body if isinstance(say.body, bytes) else json.dumps(say.body).encode()
                with contextlib.suppress(OSError):  # who called may have given up waiting
                    self.send_response(say.status)
                    for name, value in say.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name the library gives
                """Tests read `got`, not lines."""

        return Handler


@contextmanager
def bridge_on_loopback(answer: Answer = accept) -> Iterator[Bridge]:
    """A running bridge, ended with the block."""
    bridge = Bridge(answer)
    thread = threading.Thread(target=bridge.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield bridge
    finally:
        bridge.server.shutdown()
        thread.join()
        bridge.server.server_close()
