"""Ears: open streams of a running server, each read by a thread of its own."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from secrets import token_hex

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.models import Member, User
from tappa.core.inbox.actions.assign import assign_contact
from tests.core.acts import new_contact, robot
from tests.support.running import eventually
from tests.support.web import WebServer
from tests.support.whole import Whole

PATIENCE = 15.0


def session_of(user: User) -> str:
    """The key of a new session of this user."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


class Ear:
    """A page that listens. `names` is all it was told, in order; `ended` is set when the stream is over.

    `since`: until when it knows everything already; without it, it is told to fetch all.
    """

    def __init__(self, server: WebServer | Whole, path: str, key: str, *, since: float | None = None) -> None:
        self.key = key
        self.since = since
        self.names: list[str] = []
        self.status = 0
        self.retry_after = ""
        self.ended = threading.Event()
        address = httpx.URL(server.url)
        self.connection = HTTPConnection(address.host, address.port or 80, timeout=60)
        self.connection.connect()
        self.socket = self.connection.sock  # the connection forgets it once an answer ends it
        self.thread = threading.Thread(target=self._listen, args=(path,), daemon=True)
        self.thread.start()

    def hears(self, name: str) -> None:
        """Wait until this is told; forget all that was told up to it."""
        assert eventually(lambda: name in self.names, seconds=PATIENCE), f"not {name}, but {self.names}"
        del self.names[: self.names.index(name) + 1]

    def heard_until(self, name: str) -> list[str]:
        """All that is told until this is, which is told last. To test that something is not heard."""
        assert eventually(lambda: name in self.names, seconds=PATIENCE), f"not {name}, but {self.names}"
        heard = self.names[: self.names.index(name)]
        del self.names[: len(heard) + 1]
        return heard

    def is_told_end(self) -> bool:
        """Wait for the end of the stream."""
        return self.ended.wait(PATIENCE)

    def close(self) -> None:
        """Go away."""
        with suppress(OSError):  # the server may have gone before
            self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join(PATIENCE)
        self.connection.close()

    def _listen(self, path: str) -> None:
        with suppress(OSError, HTTPException):  # closed by us, or the server went away
            headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.key}"}
            if self.since is not None:
                headers["Last-Event-ID"] = f"{self.since:.3f}"
            self.connection.request("GET", path, headers=headers)
            answer = self.connection.getresponse()
            self.retry_after = answer.getheader("Retry-After", "")
            self.status = answer.status
            while line := answer.readline():
                if line.startswith(b"data: "):
                    self.names += line.decode().removeprefix("data: ").split()
        self.ended.set()


@contextmanager
def ears(server: WebServer, *members: Member) -> Iterator[list[Ear]]:
    """A listening page of each member, past its first `refresh` and past all that happened until now."""
    opened = [open_ear(server, member) for member in members]
    try:
        for ear, member in zip(opened, members, strict=True):
            ear.hears("refresh")
            _catch_up(ear, member)
        for workspace in {member.workspace for member in members}:
            create_team(workspace, name=token_hex(6), by=robot(workspace))
        for ear in opened:
            ear.hears("settings")
        yield opened
    finally:
        for ear in opened:
            ear.close()


def _catch_up(ear: Ear, member: Member) -> None:
    """What was committed before a page came may be told after its first `refresh`, and much of it as one more: so a
    contact that nothing else tells of is made until it is heard."""
    fences = []
    for _try in range(5):
        fence = new_contact(member.workspace, first_name="Fence")
        assign_contact(fence, to=member, by=robot(member.workspace))
        fences.append(f"contact-{fence.id}")
        if eventually(lambda: fences[-1] in ear.names, seconds=PATIENCE / 3):
            ear.names.clear()  # all of one look comes together and in no order: an older "settings" may follow the fence
            return
    raise AssertionError(f"none of {fences}, but {ear.names}")


def open_ear(
    server: WebServer, member: Member, *, slug: str = "", key: str | None = None, since: float | None = None
) -> Ear:
    """A page of this member's workspace, or of another's; with a new session unless its key is given."""
    key = session_of(member.user) if key is None else key
    return Ear(server, f"/w/{slug or member.workspace.slug}/stream", key, since=since)
