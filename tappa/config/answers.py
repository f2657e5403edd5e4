"""Answers that no door gives, for whatever goes wrong before or beside them: a page for a person, else the one error
shape of the API."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from tappa.config.request_log import KEY, Entry
from tappa.web.shell.errors import error_page

JSON: Final = "application/json"
API: Final = "/v2/"


def json_error(code: int, message: str) -> JsonResponse:
    """`{"code", "message"}` with that status."""
    return JsonResponse({"code": code, "message": message}, status=code)


def trouble(request: HttpRequest, code: int, message: str) -> HttpResponse:
    """What went wrong, as a page where a browser asks for one."""
    for_person = (
        "text/html" in request.headers.get("Accept", "") or request.headers.get("HX-Request") == "true"
    )
    if for_person and not request.path.startswith(API):
        return error_page(request, code, message)
    return json_error(code, message)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django names it
    """Django's 400: a Host that is not ours, a header that cannot be read."""
    return trouble(request, 400, _("This request cannot be read. Check the host name and the headers."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django names it
    """Django's 403."""
    return trouble(request, 403, _("This is not allowed to you."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django names it
    """Django's 404."""
    return trouble(request, 404, _("There is nothing at this address."))


def too_many(request: HttpRequest) -> HttpResponse:
    """The sign-in pages' 429."""
    return trouble(request, 429, _("That was too often in a short time. Wait some minutes, then try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500. What happened stands in the log under the request's id, never in the answer."""
    entry: Entry | None = request.META.get(KEY)
    if entry is None:
        return trouble(request, 500, _("Something went wrong on our side."))
    text = _("Something went wrong on our side. Whoever runs Tappa finds it in the log under %(id)s.")
    return trouble(request, 500, text % {"id": entry.id})
