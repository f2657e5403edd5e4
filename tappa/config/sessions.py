"""Where sessions are kept: in the database, as Django does it, but under a hash of their key, sealed, and not asked for by
keys that could never be one of ours; and whose they are. Every page asks both, in words that never change.

A key is the cookie's value. With it, or with what a page on the way to a second factor keeps in a session, a copied
database would open accounts.
"""

import base64
import binascii
import json
from datetime import datetime
from typing import Any, Final

from allauth.account.auth_backends import AuthenticationBackend
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from tappa.core.accounts.models import User
from tappa.core.accounts.queries import user_by_id
from tappa.kernel.fixed import Fixed
from tappa.kernel.secrets import seal, unseal
from tappa.kernel.session_keys import kept_as

PURPOSE: Final = "session"
SHORTEST_KEY: Final = 8
_end: Final = db.SessionStore.delete


class SessionStore(db.SessionStore):
    """Django's own, where it reads and writes. What it does for asynchronous code would keep keys as they are: there is
    none here, and it finds no session."""

    def exists(self, session_key: str) -> bool:
        """Whether there is a session of this key."""
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row of this session."""
        row = super().create_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    async def acreate_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """None, for it would be kept under its key."""
        raise NotImplementedError

    def delete(self, session_key: str | None = None) -> None:
        """End the session of this key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            _end(self, kept_as(key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What it holds, sealed: an authenticator's secret too, until its first code is right."""
        sealed = seal(json.dumps(session_dict), key=settings.SEALING_KEY, purpose=PURPOSE)
        return base64.b64encode(sealed).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What it held; nothing where it was sealed elsewhere, or before sessions were sealed."""
        try:
            opened = unseal(
                base64.b64decode(session_data, validate=True), key=settings.SEALING_KEY, purpose=PURPOSE
            )
        except (InvalidTag, binascii.Error, ValueError):
            return {}
        found: dict[str, Any] = json.loads(opened)
        return found

    def _validate_session_key(self, key: str | None) -> bool:
        """Whether a cookie can name a session: the database is not asked for one with a NUL in it, which it refuses."""
        return key is not None and len(key) >= SHORTEST_KEY and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = self.session_key
        found = None if key is None else _SESSION.first(key=kept_as(key), now=timezone.now())
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
