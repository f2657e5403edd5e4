"""What this package says when it cannot go on."""

from tappa.kernel.errors import DomainError


class PostgresError(DomainError):
    """The embedded PostgreSQL cannot be had: one sentence or more, for a person, with the way out."""


class AlreadyRunningError(PostgresError):
    """Another supervisor holds this data directory."""


class SupervisorGoneError(PostgresError):
    """The supervisor that we waited for ended unasked, or found another one in its place."""


class StopAskedError(Exception):
    """The supervisor was asked to stop while it was still making or starting something."""
