"""Under what a session is kept: never under its key, which is the cookie's value and opens it."""

from typing import Final

from tappa.kernel.secrets import fingerprint

CHARACTERS: Final = 40  # of Django's column: 160 bits, as many as a key has


def kept_as(key: str) -> str:
    """The name under which the session of this key stands in the database."""
    return fingerprint(key).hex()[:CHARACTERS]
