"""One line a request, and the request's id in the answer.

The line has the time, id, method, path, status, milliseconds, bytes of the answer and who asked. It never has the
query, a header or a body: that is where secrets and people's words travel. Links that are sent by mail carry their
secret in the path: there it is left out.
"""

import logging
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Final

from tappa.kernel.asgi import Application, Message, Receive, Scope, Send

LOGGER: Final = logging.getLogger("tappa.request")
KEY: Final = "tappa.entry"
PATH_CHARACTERS: Final = 300
# Whoever reads the log must not be able to come in by an invitation, or to choose somebody's new password.
_SECRETS: Final = re.compile(
    r"(?<=^/invitation/).+|(?<=^/account/email/confirm/).+|(?<=^/account/password/reset/)[^-]*-.+"
)
HIDDEN: Final = "***"


@dataclass(slots=True)
class Entry:
    """A request as the log will tell it. `caller` is set by the door that knows it: "token=7", "member=3"."""

    method: str
    path: str
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    began: float = field(default_factory=time.perf_counter)
    caller: str = "-"
    status: int = 0
    size: int = 0

    def line(self) -> str:
        """The line, without its time, which the logger puts in front."""
        milliseconds = (time.perf_counter() - self.began) * 1000
        return f"{self.id} {self.method} {self.path} {self.status} {milliseconds:.1f}ms {self.size}B {self.caller}"


class RequestLog:
    """An ASGI application around another: gives each request an id, and writes its line when it has been answered."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection's request."""
        if scope["type"] != "http":
            return
        # The raw path is percent-encoded: no line break in it can forge a second line.
        path = scope["raw_path"].decode("ascii", "backslashreplace")
        entry = scope[KEY] = Entry(scope["method"], shown(path, scope["path"]))

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", entry.id.encode())]
            else:
                entry.size += len(message.get("body", b""))
            await send(message)

        try:
            await self.application(scope, receive, noted)
        finally:
            LOGGER.info(entry.line())


def shown(path: str, read: str) -> str:
    """A path as the log tells it. `read` is the same without percent signs, as the resolver will understand it."""
    if _SECRETS.search(path):
        return _SECRETS.sub(HIDDEN, path)
    return HIDDEN if _SECRETS.search(read) else path[:PATH_CHARACTERS]
