"""`python -m tappa.config.serving --fd N`: one web worker on a listening socket that it inherits."""

import argparse
import asyncio
import logging
import os
import resource
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any, Final

import django
import uvicorn

from tappa.config.protocol import Protocol
from tappa.kernel.catalogs import compile_catalogs
from tappa.kernel.closing import close_all
from tappa.kernel.database_url import is_prepared
from tappa.kernel.logs import set_up_logs
from tappa.kernel.roles import SETTING

KEEP_ALIVE_SECONDS: Final = 15
GRACE_SECONDS: Final = 25
TICK_SECONDS: Final = 1.0
# Nobody waits longer for a page or an answer. Only here: imports, migrations and the demo may take their time.
STATEMENT_SECONDS: Final = 30


class Server(uvicorn.Server):
    """uvicorn's server, which ends the streams before it waits for the requests: a stream would never end by itself."""

    _wake: Callable[[], object] | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Asked to stop: it is heard at once."""
        super().handle_exit(sig, frame)
        if self._wake is not None:
            self._wake()

    async def main_loop(self) -> None:
        """Until asked to stop. uvicorn's own looks ten times a second, which is nearly all that an idle process costs."""
        asked = asyncio.Event()
        self._wake = partial(asyncio.get_running_loop().call_soon_threadsafe, asked.set)
        while not await self.on_tick(0):  # it sets the answers' date, too
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: streams at once, requests when they have been answered."""
        close_all()
        await super().shutdown(sockets)


def server(trusted_proxies: str) -> Server:
    """uvicorn as we run it. `trusted_proxies`: whose X-Forwarded-For and -Proto are believed."""
    options: dict[str, Any] = {
        "http": Protocol,
        "loop": "uvloop",
        "ws": "none",
        "lifespan": "off",
        "access_log": False,
        "log_config": None,
        "server_header": False,
        "proxy_headers": True,
        "forwarded_allow_ips": trusted_proxies,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
    return Server(uvicorn.Config("tappa.config.asgi:application", **options))


def bound_statements() -> None:
    """Have PostgreSQL end a statement of ours that takes too long: its client may be gone, and it would work on.

    By the environment, which libpq reads; not behind a pooler, which refuses connections with options.
    """
    if is_prepared(os.environ.get(SETTING, "")):
        os.environ.setdefault("PGOPTIONS", f"-c statement_timeout={STATEMENT_SECONDS}s")


def allow_open_files() -> None:
    """Take as many open files as the system lets us: each open page is one, and shells allow 1024 unless asked."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main() -> None:
    """Serve until asked to stop; requests in flight are answered first."""
    parser = argparse.ArgumentParser(prog="python -m tappa.config.serving")
    parser.add_argument("--fd", type=int, required=True, help="the number of the inherited listening socket")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tappa.config.settings")
    set_up_logs()
    compile_catalogs()
    bound_statements()
    allow_open_files()
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    django.setup()
    server(os.environ.get("TAPPA_TRUSTED_PROXIES", "127.0.0.1,::1")).run([socket.socket(fileno=asked.fd)])


if __name__ == "__main__":
    main()
