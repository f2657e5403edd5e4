"""Programs' calls: Django without what stands around pages. A call brings its token: it has no session and no form."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch, get_resolver

from tappa.config.middleware import Handler, Surround
from tappa.kernel.connections import drop_broken_connection

PREFIXES: Final = ("/v2/", "/custom/")
ADDRESSES: Final = "tappa.config.call_urls"


class CallHandler(WSGIHandler):
    """Django's handler with the outermost layer alone, its own addresses, and no signals: of what listens to them calls
    need one thing, that a broken connection is closed. All that was a third of a short call's Python."""

    _get_response: Any  # Django's, which its stubs leave out

    def answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a call, in the place of Django's `__call__`."""
        try:
            response: Any = self._middleware_chain(self.request_class(environ))
            start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
            return (response.content,)
        finally:
            drop_broken_connection()

    def load_middleware(self, *_of_asgi: bool) -> None:
        """What Django makes of a MIDDLEWARE that has only this one."""
        inner: Any = convert_exception_to_response(self._get_response)
        surround = Surround(inner)
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = [surround.process_exception]
        self._middleware_chain = convert_exception_to_response(surround)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Which view answers. Raises Resolver404."""
        request.resolver_match = match = get_resolver(ADDRESSES).resolve(request.path_info)
        return match


def with_calls(pages: Handler) -> Handler:
    """The pages' handler, and another one for calls."""
    calls = CallHandler()

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        handler = calls.answer if environ["PATH_INFO"].startswith(PREFIXES) else pages
        return handler(environ, start)

    return answer
