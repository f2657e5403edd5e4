"""What stands around every view: host check, headers, and what trouble is turned into."""

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.exceptions import BadRequest, DisallowedHost, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.api.limits import KEPT_HEADERS
from tappa.config.answers import JSON, bad_request, server_error, trouble
from tappa.kernel.asgi import Application, Message, Receive, Scope, Send
from tappa.kernel.connections import look_at_connection

LOGGER: Final = logging.getLogger("tappa.trouble")
HEALTH: Final = "/healthz"
DJANGOS_OWN: Final = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    # Who opens a page of ours in a window, and who is opened by one, has no hold of the other.
    "Cross-Origin-Opener-Policy": "same-origin",
    # What no page uses. Passkeys and the clipboard, which some do, are left as they are.
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), serial=(), hid=(), midi=(),"
        " accelerometer=(), gyroscope=(), magnetometer=()"
    ),
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# For a month, and for this host alone: what else there is in its domain is not ours to bind.
STRICT_TRANSPORT: Final = (b"strict-transport-security", b"max-age=2592000")

Handler = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def with_headers(handler: Handler) -> Handler:
    """The WSGI handler, whose answers all have `HEADERS` and those that their door keeps (`KEPT_HEADERS`), a 500 too. A
    view that sets one of them itself keeps its own. Not in Django: there each header costs as much as all of them here."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            own = {name.lower() for name, _value in headers}
            more = HEADERS | environ.get(KEPT_HEADERS, {})
            headers += [(name, value) for name, value in more.items() if name.lower() not in own]
            return start(status, headers, error)

        return handler(environ, begin)

    return answer


def with_strict_transport(application: Application) -> Application:
    """The ASGI application, all of whose answers tell a browser that came by https to come by nothing else from now on:
    files, streams and refusals too, for any may be the first that it sees."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], STRICT_TRANSPORT]
            await send(message)

        await application(scope, receive, strictly if scope["scheme"] == "https" else send)

    return answer


class Surround:
    """The outermost layer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve one request."""
        look_at_connection()
        response = self.get_response(request) if _is_for_us(request) else bad_request(request)
        if response.status_code == 405 and response.get("Content-Type") != JSON:
            response = _not_allowed(request, response)
        if request.is_secure():  # also where nobody has set TAPPA_PUBLIC_URL
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What a view did not catch: a database that does not answer is a 503, Django's own kinds are left to it,
        anything else is a bug and is told to the log only."""
        if isinstance(error, OperationalError | InterfaceError):
            LOGGER.warning(
                "%s the database failed: %s", request_id(request), type(error.__cause__ or error).__name__
            )
            return unavailable(request)
        if isinstance(error, DJANGOS_OWN):
            return None
        LOGGER.error("%s failed", request_id(request), exc_info=error)
        return server_error(request)


def _is_for_us(request: HttpRequest) -> bool:
    """Whether the Host is one of ours. Probes ask by address."""
    try:
        return request.path == HEALTH or bool(request.get_host())
    except DisallowedHost:
        return False


def request_id(request: HttpRequest) -> str:
    """The id under which the log tells of this request."""
    entry = request.META.get("tappa.entry")
    return entry.id if entry is not None else "-"


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: come back in a second."""
    response = trouble(request, 503, _("The database does not answer just now. Try again in a second."))
    response.headers["Retry-After"] = "1"
    return response


def _not_allowed(request: HttpRequest, refusal: HttpResponseBase) -> HttpResponse:
    allowed = refusal.headers["Allow"]
    said = _("%(method)s is not possible here, only %(allowed)s.")
    response = trouble(request, 405, said % {"method": request.method, "allowed": allowed})
    response.headers["Allow"] = allowed
    return response
