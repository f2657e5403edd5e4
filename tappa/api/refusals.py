"""The one error shape. Which refusal has which status stands in kernel/statuses.py, for all doors."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tappa.api.spelling import Shape, encode, respelled
from tappa.kernel.errors import DomainError, NotFound
from tappa.kernel.statuses import headers_of, status_of


class Problem(Shape):
    """What every refusal looks like: the HTTP status, and a sentence that says what is wrong and what to do."""

    code: int
    message: str


def refuse(refusal: DomainError) -> HttpResponse:
    """The answer to a call that is turned down."""
    status = status_of(refusal)
    problem = Problem(code=status, message=respelled(refusal.message, refusal.field))
    return HttpResponse(
        encode(problem), status=status, content_type="application/json", headers=headers_of(refusal)
    )


def unknown_path() -> NotFound:
    """The refusal of an address that nothing answers."""
    return NotFound(_("There is nothing at this address. The addresses are listed at /v2/docs."))
