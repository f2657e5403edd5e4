"""Programs' calls: Django without what stands around pages. A call brings its token: it has no session and no form."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler

from tappa.config.middleware import Surround

Handler = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
ADDRESSES: Final = ("/v2/", "/custom/")


class CallHandler(WSGIHandler):
    """Django's handler with the outermost layer alone. The others were a tenth of what a call costs."""

    _get_response: Any  # Django's, which its stubs leave out

    def load_middleware(self, *_of_asgi: bool) -> None:
        """What Django makes of a MIDDLEWARE that has only this one."""
        inner: Any = convert_exception_to_response(self._get_response)
        surround = Surround(inner)
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = [surround.process_exception]
        self._middleware_chain = convert_exception_to_response(surround)


def with_calls(pages: Handler) -> Handler:
    """The pages' handler, and another one for calls."""
    calls = CallHandler()

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        handler = calls if environ["PATH_INFO"].startswith(ADDRESSES) else pages
        return handler(environ, start)

    return answer
