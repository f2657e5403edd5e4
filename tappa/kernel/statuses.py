"""Which HTTP status and headers say which refusal: one table for all doors. More the kernel does not know of the web."""

from typing import Final

from tappa.kernel.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    TooLarge,
    TooMany,
    TooSlow,
    Unauthorized,
    Unavailable,
)

# The first that fits counts; DomainError, the mother of all, comes last.
STATUSES: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (Invalid, 400),
    (Unauthorized, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (MethodNotAllowed, 405),
    (Conflict, 409),
    (TooLarge, 413),
    (TooSlow, 422),
    (TooMany, 429),
    (Unavailable, 503),
    (DomainError, 409),
)


def status_of(refusal: DomainError) -> int:
    """The HTTP status of a refusal."""
    return next(status for kind, status in STATUSES if isinstance(refusal, kind))


def headers_of(refusal: DomainError) -> dict[str, str]:
    """What an answer with that status has to say besides: when to come back, which methods there are, how to sign in."""
    match refusal:
        case TooMany() | Unavailable():
            return {"Retry-After": str(refusal.retry_after)}
        case MethodNotAllowed():
            return {"Allow": ", ".join(refusal.allowed)}
        case Unauthorized():
            return {"WWW-Authenticate": "Bearer"}
    return {}
