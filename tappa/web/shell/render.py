"""Making a page: a frozen dataclass that names its template."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Protocol, cast

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template

from tappa.web.shell.answers import Toast, read_toast
from tappa.web.shell.visit import Visit, is_htmx

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    " form-action 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Page(Protocol):
    """What a template shows, as a frozen dataclass. Its fields are all that the template knows besides the visit."""

    TEMPLATE: ClassVar[str]


@dataclass(frozen=True)
class Token:
    """The proof against forgery, made when a page first writes it and then the same: Django would mask it anew for each
    form, which takes as long as writing the form."""

    request: HttpRequest

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _text(self) -> str:
        return get_token(self.request)


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
    context = {
        "page": page,
        "visit": visit,
        "toasts": toasts,
        "request": request,
        "csrf_token": Token(request),
    }
    template = cast("Any", get_template(page.TEMPLATE)).template
    response = HttpResponse(template.render(context), status=status)
    response.headers["Content-Security-Policy"] = POLICY
    return response
