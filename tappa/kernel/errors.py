"""Refusals: the one way in which Tappa says no.

A refusal carries a sentence fit for a person, names the field it is about, and is turned into an answer by each door
in one place. Any other exception is a bug and is left to crash.
"""


class DomainError(Exception):
    """A refusal. `message` is a translated sentence for a person; `field` is the name of the offending input, if one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class Invalid(DomainError):
    """The input itself is wrong: a name too long, a number that is none. Asking again unchanged will not help."""


class Unauthorized(DomainError):
    """No token, or none that opens anything."""


class NotFound(DomainError):
    """What was asked for does not exist, or not for the one who asks: the two are never told apart."""


class Forbidden(DomainError):
    """Known and visible, but not allowed to this member or token."""


class Conflict(DomainError):
    """The present state forbids it: the name is taken, somebody else was faster."""


class Unavailable(DomainError):
    """A part that Tappa needs does not answer just now. `retry_after` is in whole seconds."""

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooMany(DomainError):
    """Too many calls in too short a time. `retry_after` is in whole seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooLarge(DomainError):
    """There is more of it than is taken at a time."""


class TooSlow(DomainError):
    """Answering it would take longer than anybody should wait, and keep others waiting. Asking for less would help."""


class MethodNotAllowed(DomainError):
    """The address is known, the method is not. `allowed` are those that are."""

    def __init__(self, message: str, *, allowed: tuple[str, ...]) -> None:
        super().__init__(message)
        self.allowed = allowed
