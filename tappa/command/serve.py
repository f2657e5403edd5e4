"""`tappa serve`: the whole of Tappa in one command. A small process without Django that keeps all others."""

import argparse
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from tappa.command.address import (
    DEFAULT_HOST,
    DEFAULT_PORT,
    FILE,
    address_of,
    is_loopback,
    known_address,
    open_port,
)
from tappa.command.household import DATABASE, Household
from tappa.kernel.errors import DomainError
from tappa.kernel.locks import HeldError, held
from tappa.kernel.places import data_directory
from tappa.kernel.processes import STOPS, Keeper
from tappa.kernel.secrets import Secrets, load_secrets

LOCK: Final = "serve.lock"
GRACE_SECONDS: Final = 30.0
DATABASE_GRACE_SECONDS: Final = 60.0
MOST_WORKERS: Final = 64


class StopAskedError(BaseException):
    """SIGTERM or SIGINT while everything was still starting. Not an Exception: nothing on the way may swallow it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--host", default=DEFAULT_HOST, help=f"the address to listen on (default: {DEFAULT_HOST})"
    )
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help=f"0 takes a free one (default: {DEFAULT_PORT})"
    )
    parser.add_argument("--workers", type=_workers, default=2, help="how many web processes (default: 2)")
    parser.add_argument(
        "--empty", action="store_true", help="do not fill a demo workspace on the first start"
    )


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 65535, not {text!r}")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {MOST_WORKERS}, not {text!r}")
    return int(text)


def say(line: str) -> None:
    """What happens, line by line, for the person who started it."""
    print(line, flush=True)


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT, then stop in order: no new requests, those in flight answered, PostgreSQL last."""
    data = data_directory(arguments.data)
    secrets = load_secrets(data)
    keeper = Keeper(say)
    with ExitStack() as stack:
        stack.enter_context(_heeding_stops())
        stack.enter_context(_only_one(data))
        listening = stack.enter_context(open_port(arguments.host, arguments.port))
        stack.callback(_stop, keeper, listening, data)
        household = Household(data, secrets, keeper, say)
        say(f"Data directory: {data}")
        try:
            household.start_database()
            if not arguments.empty:
                household.fill_demo()
            household.start_workers(listening, arguments.workers)
            (data / FILE).write_text(f"{os.environ.get('TAPPA_PUBLIC_URL') or address_of(listening)}\n")
            household.await_web(listening)
            _announce(listening, household.has_demo, secrets)
            keeper.attend()
        except StopAskedError:
            pass
    return 0


def _announce(listening: socket.socket, demo: bool, secrets: Secrets) -> None:
    address = address_of(listening)
    say(f"Tappa is ready at {address}")
    if demo:
        say("Demo sign-ins (workspace demo):")
        for role in ("owner", "manager", "agent"):
            say(f"  {role:8} {role}@demo.example   {secrets.demo_password}")
        if not is_loopback(listening):
            say(
                f"WARNING: {address} can be reached from other machines, and so can the demo sign-ins. "
                "Start with --empty on a fresh data directory, or stay on 127.0.0.1 behind a proxy."
            )
    say("Stop it with Ctrl-C.")


def _stop(keeper: Keeper, listening: socket.socket, data: Path) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    listening.close()
    (data / FILE).unlink(missing_ok=True)
    if keeper.children:
        say("Stopping: requests in flight are answered first …")
    keeper.stop([child for child in keeper.children if child.name != DATABASE], grace=GRACE_SECONDS)
    keeper.stop(keeper.children, grace=DATABASE_GRACE_SECONDS)


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(held(data / LOCK))
        except HeldError as error:
            raise DomainError(
                f"Tappa already serves {data}, at {known_address(data)} (process {error.pid}). "
                "Stop that one first, or choose another directory with --data."
            ) from error
        yield


@contextmanager
def _heeding_stops() -> Iterator[None]:
    """While we start, a stop interrupts whatever we are at; afterwards the keeper hears it."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise StopAskedError

    before = {number: signal.signal(number, interrupt) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
