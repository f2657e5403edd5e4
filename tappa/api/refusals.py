"""The one error shape. Which refusal has which status stands in kernel/statuses.py, for all doors."""

from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from tappa.api.spelling import Shape, encode, respelled
from tappa.kernel.errors import Conflict, DomainError, NotFound
from tappa.kernel.statuses import headers_of, status_of


class Problem(Shape):
    """What every refusal looks like: the HTTP status, and a sentence that says what is wrong and what to do."""

    code: int
    message: str
    present: Annotated[
        Any | msgspec.UnsetType,
        msgspec.Meta(description="what there is now, where the call began with what was"),
    ] = msgspec.UNSET


class Outdated(Conflict):
    """The call began with what is not so any more: `present` is how it is now, in the shape in which it is read."""

    def __init__(self, message: str, present: Shape, *, field: str) -> None:
        super().__init__(message, field=field)
        self.present = present


def refuse(refusal: DomainError) -> HttpResponse:
    """The answer to a call that is turned down."""
    status = status_of(refusal)
    problem = Problem(code=status, message=respelled(refusal.message, refusal.field))
    if isinstance(refusal, Outdated):
        problem.present = refusal.present
    return HttpResponse(
        encode(problem), status=status, content_type="application/json", headers=headers_of(refusal)
    )


def unknown_path() -> NotFound:
    """The refusal of an address that nothing answers."""
    return NotFound(_("There is nothing at this address. The addresses are listed at /v2/docs."))
