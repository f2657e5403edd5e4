"""Where sessions are kept: in the database, as Django does it, but for keys that could never be one of ours."""

from typing import Final

from django.contrib.sessions.backends import db

SHORTEST_KEY: Final = 8


class SessionStore(db.SessionStore):
    """Django's own."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Whether a cookie can name a session: the database is not asked for one with a NUL in it, which it refuses."""
        return key is not None and len(key) >= SHORTEST_KEY and key.isascii() and key.isalnum()
