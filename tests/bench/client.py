"""A client of the bench, a process of its own: sends requests one after the other over one connection, as fast as they are
answered, and tells how long each took. It imports next to nothing and makes its requests ready before it begins, for it
shares the processors with what it measures.

How it is talked to stands in processes.py.
"""

import json
import random
import re
import socket
import sys
import time
from collections import deque
from typing import Any

READY_A_SECOND = 1500  # rounds that a client has ready: those beyond are made as they are needed
READY_AT_MOST = 20_000
WARMING = 3  # rounds before it is measured
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)


class Connection:
    """One kept-open connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> int:
        """Send a request and read its whole answer. Returns the status."""
        self.socket.sendall(request)
        head = self._until(b"\r\n\r\n")
        length = LENGTH.search(head)
        if length:
            self._read(int(length[1]))
        elif CHUNKED.search(head):
            while size := int(self._until(b"\r\n"), 16):
                self._read(size + 2)
            self._until(b"\r\n")
        return int(head[9:12])

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.rest:
            self._receive()
        found, _mark, self.rest = self.rest.partition(mark)
        return found

    def _read(self, size: int) -> None:
        while len(self.rest) < size:
            self._receive()
        self.rest = self.rest[size:]

    def _receive(self) -> None:
        more = self.socket.recv(262_144)
        if not more:
            raise ConnectionError("the server closed the connection")
        self.rest += more


class Requests:
    """The requests of a task, each filled in anew: "{n}" is a number used once, the others are drawn."""

    def __init__(self, task: dict[str, Any]) -> None:
        self.templates: list[dict[str, str]] = task["requests"]
        self.ranges: dict[str, list[int]] = task["ranges"]
        self.words: dict[str, list[str]] = task["words"]
        self.number: int = task["first"]
        self.random = random.Random(task["first"])

    def next(self) -> list[bytes]:
        """The requests of one round, in order."""
        self.number += 1
        filled = {name: str(self.random.randint(*ends)) for name, ends in self.ranges.items()}
        filled |= {name: self.random.choice(words) for name, words in self.words.items()}
        filled["n"] = str(self.number)
        return [self._bytes(template, filled) for template in self.templates]

    def _bytes(self, template: dict[str, str], filled: dict[str, str]) -> bytes:
        path, body = template["path"], template["body"]
        for name, value in filled.items():
            path, body = path.replace(f"{{{name}}}", value), body.replace(f"{{{name}}}", value)
        content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = (
            f"{template['method']} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{template['headers']}{content}\r\n"
        )
        return (head + body).encode()


def main() -> None:
    """Do one task."""
    task = json.loads(sys.stdin.readline())
    requests = Requests(task)
    ready = min(int(task["seconds"] * READY_A_SECOND), READY_AT_MOST)
    rounds = deque(requests.next() for _ in range(ready))
    print("made", flush=True)
    sys.stdin.readline()
    connection = Connection(task["port"])
    for _warming in range(WARMING):
        for request in requests.next():
            connection.ask(request)
    print("ready", flush=True)
    sys.stdin.readline()
    took: list[float] = []
    wrong: dict[int, int] = {}
    began = now = time.perf_counter()
    while now - began < task["seconds"]:
        for request in rounds.popleft() if rounds else requests.next():
            before = time.perf_counter()
            status = connection.ask(request)
            now = time.perf_counter()
            took.append(now - before)
            if not 200 <= status < 300:
                wrong[status] = wrong.get(status, 0) + 1
    print(json.dumps({"took": took, "wrong": wrong, "seconds": now - began}), flush=True)


if __name__ == "__main__":
    main()
