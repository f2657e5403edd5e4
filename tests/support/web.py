"""A real web server for tests: worker processes on a socket that the test itself has bound, so that who answers is ours."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tappa.kernel.processes import Process, launch

START_SECONDS = 30.0


@dataclass
class WebServer:
    """A running server. `log` is the file of all that its processes say."""

    url: str
    log: Path
    processes: list[Process] = field(default_factory=list)
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, token: str = "") -> httpx.Client:
        """A client of this server; with a token it sends it. It is closed with the server."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)
        self.clients.append(client)
        return client

    def lines(self) -> list[str]:
        """What the server's log says so far."""
        return self.log.read_text().splitlines()

    def line_of(self, response: httpx.Response) -> str:
        """The log's line about this answer; waits for it, for it is written after the answer has gone out."""
        wanted = f" {response.headers['X-Request-Id']} {response.request.method} "
        until = time.monotonic() + 5
        while time.monotonic() < until:
            for line in self.lines():
                if wanted in line:
                    return line
            time.sleep(0.01)
        raise AssertionError(f"no line with {wanted!r} in {self.log}")

    def wait_until_ready(self) -> None:
        """Wait for /healthz to say so; shows the log when it does not."""
        until = time.monotonic() + START_SECONDS
        with httpx.Client(trust_env=False) as client:
            while time.monotonic() < until:
                if any(process.poll() is not None for process in self.processes):
                    break
                try:
                    if client.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.05)
        raise AssertionError(f"the server did not become ready:\n{self.log.read_text()}")


@contextmanager
def web_server(
    log: Path,
    *,
    workers: int = 2,
    settings: Mapping[str, str] | None = None,
    ready: bool = True,
    module: str = "tappa.config.serving",
) -> Iterator[WebServer]:
    """Run web workers on a free port, on this process's database, with further settings from the environment."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening, log.open("ab") as output:
        server = WebServer(f"http://127.0.0.1:{listening.getsockname()[1]}", log)
        command = [sys.executable, "-m", module, "--fd", str(listening.fileno())]
        environment = {**os.environ, **(settings or {})}
        try:
            for _ in range(workers):
                server.processes.append(
                    launch(command, environment=environment, pass_fds=[listening.fileno()], output=output)
                )
            if ready:
                server.wait_until_ready()
            yield server
        finally:
            for client in server.clients:
                client.close()
            end(server.processes)


def end(processes: list[Process]) -> None:
    """Stop these processes, by id, the hard way where they do not listen."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
