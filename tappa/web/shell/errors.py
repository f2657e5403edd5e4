"""Pages and messages for what went wrong: each says what happened and offers the way on."""

import json
import logging
from dataclasses import asdict, dataclass
from typing import ClassVar, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tappa.kernel.access import open_to
from tappa.kernel.errors import DomainError
from tappa.kernel.statuses import headers_of, status_of
from tappa.web.shell.answers import ERROR, Toast
from tappa.web.shell.render import POLICY
from tappa.web.shell.visit import Visit, is_htmx

LOGGER: Final = logging.getLogger("tappa.trouble")


@dataclass(frozen=True)
class ErrorPage:
    """What happened, and what to do."""

    TEMPLATE: ClassVar[str] = "shell/error.html"
    status: int
    title: str
    text: str


TITLES = {
    403: lambda: _("Not allowed"),
    404: lambda: _("Nothing here"),
    429: lambda: _("Too many tries"),
    500: lambda: _("Something went wrong"),
    503: lambda: _("Back in a moment"),
}


def error_page(request: HttpRequest, status: int, text: str) -> HttpResponse:
    """A whole page that says what went wrong; for htmx the message alone."""
    if is_htmx(request):
        return _toast(status, text)
    title = TITLES.get(status, lambda: _("That did not work"))()
    # Shown whatever is broken, the database too: it asks nothing about the visitor.
    content = render_to_string(
        ErrorPage.TEMPLATE, {"page": ErrorPage(status, title, text), "visit": None, "toasts": []}
    )
    return HttpResponse(content, status=status, headers={"Content-Security-Policy": POLICY})


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """A refusal of the core, as a message over the page where htmx asked, or as a page."""
    response = error_page(request, status_of(refusal), refusal.message)
    for name, value in headers_of(refusal).items():
        response.headers[name] = value
    return response


@open_to("says only that the form was not ours")
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit: it stood open too long, or it came from elsewhere."""
    entry = request.META.get("tappa.entry")
    # What follows the dash are addresses, of which some carry a secret.
    LOGGER.warning("%s a form was refused: %s", entry.id if entry else "-", reason.partition(" - ")[0])
    return error_page(request, 403, _("This form is too old. Reload the page and send it again."))


def warn(visit: Visit, text: str) -> None:
    """An error shown as a message on the next whole page."""
    messages.error(visit.request, text)


def _toast(status: int, text: str) -> HttpResponse:
    told = {"toast": asdict(Toast(text, tone=ERROR))}
    return HttpResponse(status=status, headers={"HX-Trigger": json.dumps(told), "HX-Reswap": "none"})
