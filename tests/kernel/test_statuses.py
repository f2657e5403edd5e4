"""One table says which refusal is which status, and what the answer has to say besides."""

import pytest

from tappa.api.refusals import refuse as refuse_call
from tappa.kernel.errors import (
    Conflict,
    DomainError,
    MethodNotAllowed,
    TooMany,
    TooSlow,
    Unauthorized,
    Unavailable,
)
from tappa.kernel.statuses import STATUSES, headers_of, status_of
from tappa.web.hooks.answers import refuse as refuse_post


class _NameTaken(Conflict):
    """A kind of a kind."""


def test_every_kind_of_refusal_has_its_row() -> None:
    kinds = {kind for kind in DomainError.__subclasses__() if kind.__module__ == DomainError.__module__}
    assert kinds == {kind for kind, _status in STATUSES} - {DomainError}
    assert len({status for _kind, status in STATUSES[:-1]}) == len(kinds), "each has a status of its own"
    assert status_of(_NameTaken("taken")) == 409
    assert status_of(DomainError("no")) == 409


@pytest.mark.parametrize(
    ("refusal", "status", "headers"),
    [
        (Unavailable("later", retry_after=7), 503, {"Retry-After": "7"}),
        (TooMany("slowly", retry_after=2), 429, {"Retry-After": "2"}),
        (MethodNotAllowed("no", allowed=("GET", "PUT")), 405, {"Allow": "GET, PUT"}),
        (Unauthorized("who?"), 401, {"WWW-Authenticate": "Bearer"}),
        (Conflict("taken"), 409, {}),
        (TooSlow("narrow it"), 422, {}),
    ],
)
def test_both_doors_say_when_to_come_back_and_how(
    refusal: DomainError, status: int, headers: dict[str, str]
) -> None:
    assert headers_of(refusal) == headers
    for answer in (refuse_call(refusal), refuse_post(refusal)):
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in headers} == headers
