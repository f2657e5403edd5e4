"""The one port: which part of Tappa answers a request.

Pages and calls are Django's WSGI handler in threads (config/bridge.py), for Django's own ASGI handler costs several
times as much a request. What stays open for long, the live streams, is plain ASGI and has its own rows in `DOORS`, so
that an open page holds neither a thread nor a database connection.
"""

import re
from typing import Final

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tappa.config.bridge import Bridge, Limits
from tappa.config.calls import with_calls
from tappa.config.middleware import with_headers, with_strict_transport
from tappa.config.parts import with_parts
from tappa.config.request_log import RequestLog
from tappa.config.static import with_static
from tappa.kernel.asgi import Application, Receive, Scope, Send
from tappa.kernel.closing import when_closing
from tappa.kernel.database_url import connection_parameters
from tappa.realtime.app import Streams

_pages: Final = Bridge(
    with_static(
        with_parts(with_headers(with_calls(get_wsgi_application()))),
        prefix=settings.STATIC_URL,
        roots=settings.STATIC_ROOTS,
    ),
    Limits(threads=settings.THREADS, body_bytes=settings.BODY_LIMIT),
)
_streams: Final = Streams(
    connection_parameters(settings.DATABASES["default"], name="tappa live"),
    most=settings.STREAMS,
)
when_closing(_streams.close)

_WORD: Final = "[-a-zA-Z0-9_]+"  # as a <slug:…> in Django's addresses
# The whole path → who answers; the first that fits. Whatever fits none is Django's.
DOORS: Final[tuple[tuple[re.Pattern[str], Application], ...]] = (
    (re.compile(rf"/w/{_WORD}/stream"), _streams.members),
    (re.compile(rf"/chat/{_WORD}/stream"), _streams.visitors),
)


async def _dispatch(scope: Scope, receive: Receive, send: Send) -> None:
    path = scope["path"]
    door = next((door for address, door in DOORS if address.fullmatch(path)), _pages)
    await door(scope, receive, send)


application: Final[Application] = RequestLog(with_strict_transport(_dispatch))
