"""Where sessions are kept: in the database, as Django does it, but for keys that could never be one of ours; and whose they
are. Every page asks both, in words that never change."""

from datetime import datetime
from typing import Final

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from tappa.core.accounts.models import User
from tappa.core.accounts.queries import user_by_id
from tappa.kernel.fixed import Fixed

SHORTEST_KEY: Final = 8


class SessionStore(db.SessionStore):
    """Django's own."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Whether a cookie can name a session: the database is not asked for one with a NUL in it, which it refuses."""
        return key is not None and len(key) >= SHORTEST_KEY and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = _SESSION.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's own."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, None where they may not be here any more."""
        user = user_by_id(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


_SESSION: Final = Fixed(
    lambda key, now: SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now),
    key="a key",
    now=datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone()),
)
