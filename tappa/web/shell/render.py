"""Making a page: a frozen dataclass that names its template."""

from typing import ClassVar, Protocol

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tappa.web.shell.answers import Toast, read_toast
from tappa.web.shell.visit import Visit, is_htmx

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    " form-action 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Page(Protocol):
    """What a template shows, as a frozen dataclass. Its fields are all that the template knows besides the visit."""

    TEMPLATE: ClassVar[str]


def render(visit: Visit, page: Page, *, status: int = 200) -> HttpResponse:
    """The page of a workspace, or a part of one."""
    return _answer(visit.request, page, visit, status)


def render_alone(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """A page that belongs to no workspace."""
    return _answer(request, page, None, status)


def _answer(request: HttpRequest, page: Page, visit: Visit | None, status: int) -> HttpResponse:
    # A part of a page shows no messages: they wait for the next whole page, or come with the answer's own header.
    toasts: list[Toast] = (
        [] if is_htmx(request) else [read_toast(message) for message in get_messages(request)]
    )
    context = {"page": page, "visit": visit, "toasts": toasts}
    response = HttpResponse(render_to_string(page.TEMPLATE, context, request), status=status)
    response.headers["Content-Security-Policy"] = POLICY
    return response
