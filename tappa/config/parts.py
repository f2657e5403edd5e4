"""Several parts of a page in one answer: what an open page has to fetch again at one moment.

`GET /w/<slug>/parts?part=/w/<slug>/inbox/…&part=…`. Each part is asked for at its own address, through all that stands in
front of a page, as if it had been asked for alone: nothing is decided here. The answer is a line of JSON for each, in the
order asked and sent as soon as it is there, so that a slow one keeps none waiting that stands before it: `status`, `html`,
`digest`, and `to`, where the whole page should go. After `SECONDS` it ends, or `LIVE_SECONDS`: those that have not come
are asked for again.

The header Tappa-Live says for each part what is shown of it: the digest that came with it, or "-". One that is what is
shown already is not sent: its status is 304.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from http import HTTPStatus
from itertools import chain, repeat
from time import monotonic
from typing import Any, Final
from urllib.parse import parse_qs, unquote_to_bytes

from tappa.config.middleware import HEADERS

Environ = dict[str, Any]
Handler = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

ADDRESS: Final = re.compile(r"(/w/[-a-zA-Z0-9_]+/)parts")
MOST: Final = 20  # static/js/live-parts.js asks for no more
# Twenty slow ones, or one who reads slowly what is sent, would hold a thread for twenty times as long as one address can.
SECONDS: Final = 10.0
LIVE_SECONDS: Final = (
    3.0  # of those that nobody waits for, which have few threads: what is left is asked for again
)
NO_PART: Final = HTTPStatus.NOT_ACCEPTABLE  # it is nothing that a page shows
# A form's token is written anew each time, and the one before is as good.
_TOKEN: Final = re.compile(rb'name="csrfmiddlewaretoken" value="\w*"')


class Parts:
    """The parts of one answer, made while it is sent."""

    streaming = True

    def __init__(self, handler: Handler, environ: Environ, addresses: list[str]) -> None:
        self.handler = handler
        self.environ = environ
        self.addresses = addresses
        self.shown = chain(environ.get("HTTP_TAPPA_LIVE", "").split(), repeat("-"))

    def __iter__(self) -> Iterator[bytes]:
        until = monotonic() + (LIVE_SECONDS if "HTTP_TAPPA_LIVE" in self.environ else SECONDS)
        for address, shown in zip(self.addresses, self.shown, strict=False):
            if monotonic() > until:
                return
            yield json.dumps(self._ask(address, shown)).encode() + b"\n"

    def _ask(self, address: str, shown: str) -> dict[str, object]:
        told: dict[str, object] = {}

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            told["status"] = int(status[:3])
            told["to"] = dict(headers).get("HX-Redirect", "")

        path, _mark, query = address.partition("?")
        own = {
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
        }
        result = self.handler(self.environ | own, start)
        try:
            if getattr(result, "streaming", False):  # a download: it may be larger than the memory
                return {"status": NO_PART, "to": "", "html": ""}
            html = b"".join(result)
            digest = digest_of(html)
            if told["status"] == HTTPStatus.OK and digest == shown:
                return {"status": HTTPStatus.NOT_MODIFIED, "to": "", "html": ""}
            return {**told, "digest": digest, "html": html.decode(errors="replace")}
        finally:
            getattr(result, "close", lambda: None)()


def digest_of(html: bytes) -> str:
    """What tells one content of a part from another."""
    return blake2b(_TOKEN.sub(b"", html), digest_size=8).hexdigest()


def with_parts(handler: Handler) -> Handler:
    """The WSGI handler, which answers for several parts at once too. What is no such question is its own."""

    def answer(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        if found is None or environ["REQUEST_METHOD"] != "GET":
            return handler(environ, start)
        # A letter for each byte, as WSGI has them: what is no UTF-8 is for Django to read, here as elsewhere.
        addresses = parse_qs(environ["QUERY_STRING"], encoding="latin-1").get("part", [])
        if not 0 < len(addresses) <= MOST or not all(each.startswith(found[1]) for each in addresses):
            return handler(environ, start)
        start(
            "200 OK", [("Content-Type", "application/jsonl"), ("X-Accel-Buffering", "no"), *HEADERS.items()]
        )
        return Parts(handler, environ, addresses)

    return answer
