"""Several parts of a page in one answer: what an open page has to fetch again at one moment.

`GET /w/<slug>/parts?part=/w/<slug>/inbox/…&part=…`. Each part is asked for at its own address, through all that stands in
front of a page, as if it had been asked for alone: nothing is decided here. The answer is a line of JSON for each, in the
order asked and sent as soon as it is there, so that a slow one keeps none waiting that stands before it: `status`, `html`,
and `to`, where the whole page should go.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from urllib.parse import parse_qs, unquote_to_bytes

from tappa.config.middleware import HEADERS

Environ = dict[str, Any]
Handler = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

ADDRESS: Final = re.compile(r"(/w/[-a-zA-Z0-9_]+/)parts")
MOST: Final = 20  # static/js/live-parts.js asks for no more


class Parts:
    """The parts of one answer, made while it is sent."""

    streaming = True

    def __init__(self, handler: Handler, environ: Environ, addresses: list[str]) -> None:
        self.handler = handler
        self.environ = environ
        self.addresses = addresses

    def __iter__(self) -> Iterator[bytes]:
        for address in self.addresses:
            yield json.dumps(self._ask(address)).encode() + b"\n"

    def _ask(self, address: str) -> dict[str, object]:
        told: dict[str, object] = {}

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            told["status"] = int(status[:3])
            told["to"] = dict(headers).get("HX-Redirect", "")

        path, _mark, query = address.partition("?")
        own = {
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
        }
        result = self.handler(self.environ | own, start)
        try:
            return {**told, "html": b"".join(result).decode()}
        finally:
            getattr(result, "close", lambda: None)()


def with_parts(handler: Handler) -> Handler:
    """The WSGI handler, which answers for several parts at once too. What is no such question is its own."""

    def answer(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        if found is None or environ["REQUEST_METHOD"] != "GET":
            return handler(environ, start)
        addresses = parse_qs(environ["QUERY_STRING"]).get("part", [])
        if not 0 < len(addresses) <= MOST or not all(each.startswith(found[1]) for each in addresses):
            return handler(environ, start)
        start(
            "200 OK", [("Content-Type", "application/jsonl"), ("X-Accel-Buffering", "no"), *HEADERS.items()]
        )
        return Parts(handler, environ, addresses)

    return answer
