"""Views that fail, wait, stream and ask the database, to see what the server makes of them."""

import time
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from tappa.config.urls import handler400, handler403, handler404, handler500
from tappa.config.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

SECRET = "the secret of the exception"
PIECE = 256 * 1024
LARGE = bytes(8 * 1024 * 1024)  # more than the system takes for a client that reads nothing


def boom(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def ask(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 41 + 1")
        row = cursor.fetchone()
    return JsonResponse({"answer": row[0]})


def patience(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        row = cursor.fetchone()
    return JsonResponse({"statement_timeout": row[0]})


@require_GET
def nap(request: HttpRequest) -> HttpResponse:
    time.sleep(float(request.GET["seconds"]))
    return JsonResponse({"slept": True})


def echo(request: HttpRequest, **_parts: str) -> HttpResponse:
    request.META["tappa.entry"].caller = "token=7"
    told = {
        "path": request.path,
        "size": len(request.body),
        "query": request.GET.dict(),
        "text": request.headers.get("X-Text", ""),
        "scheme": request.scheme,
        "from": request.META["REMOTE_ADDR"],
    }
    return JsonResponse(told)


def stream(_request: HttpRequest) -> StreamingHttpResponse:
    def pieces() -> Iterator[bytes]:
        for number in range(1000):
            yield b"%d\n" % number

    return StreamingHttpResponse(pieces(), content_type="text/plain")


def large(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(LARGE, content_type="text/plain")


def flood(_request: HttpRequest) -> StreamingHttpResponse:
    pieces = (LARGE[at : at + PIECE] for at in range(0, len(LARGE), PIECE))
    return StreamingHttpResponse(pieces, content_type="text/plain")


urlpatterns = [
    *ours,
    path("boom", boom),
    path("ask", ask),
    path("patience", patience),
    path("nap", csrf_exempt(nap)),
    path("echo", csrf_exempt(echo)),
    path("echo/<str:rest>", csrf_exempt(echo)),
    path("stream", stream),
    path("large", large),
    path("flood", flood),
]
