"""Who listens: a session cookie becomes a seat, and seats are looked at again while their pages stay open."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, get_user
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now

from tappa.core.accounts.grants import Permission, Role, allowed, sight
from tappa.core.accounts.models import Member, User
from tappa.core.accounts.queries import member_at
from tappa.core.contacts.hearing import Hearer
from tappa.kernel.session_keys import kept_as

_store: Final[type[SessionBase]] = import_module(settings.SESSION_ENGINE).SessionStore


@dataclass(frozen=True, slots=True)
class Seat:
    """A member who listens, by which session, and what they may hear."""

    workspace_id: int
    user_id: int
    hearer: Hearer
    hears_dashboard: bool
    session_key: str  # under which it is kept, not the cookie's
    session_hash: str


class NobodyError(Exception):
    """Nobody is signed in by this cookie."""


class StrangerError(Exception):
    """Somebody is, and is no member here; or there is no such workspace. Both look alike."""


def take_seat(slug: str, cookies: dict[str, str]) -> Seat:
    """The seat in the workspace of whoever is signed in. Raises NobodyError or StrangerError."""
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    request = HttpRequest()
    request.session = _store(key or None)
    user = get_user(request)
    if not key or not isinstance(user, User):
        raise NobodyError
    member = member_at(slug, user)
    if member is None:
        raise StrangerError
    return _seat(member, kept_as(key), request.session.get(HASH_SESSION_KEY, ""))


def seats_now(seats: Collection[Seat]) -> dict[Seat, Seat]:
    """Those who still may listen, with what they may hear now. Two statements for all, however many."""
    known = Session.objects.filter(
        session_key__in={seat.session_key for seat in seats}, expire_date__gt=now()
    ).values_list("session_key", flat=True)
    sessions = set(known)
    members = {
        member.id: member
        for member in Member.objects.select_related("user").filter(
            workspace_id__in={seat.workspace_id for seat in seats},
            id__in={seat.hearer.member_id for seat in seats},
            removed_at=None,
            user__is_active=True,
        )
    }
    return {
        seat: _seat(member, seat.session_key, seat.session_hash)
        for seat in seats
        if seat.session_key in sessions
        and (member := members.get(seat.hearer.member_id)) is not None
        and constant_time_compare(seat.session_hash, member.user.get_session_auth_hash())
    }


def _seat(member: Member, kept: str, session_hash: str) -> Seat:
    role = Role(member.role)
    return Seat(
        workspace_id=member.workspace_id,
        user_id=member.user_id,
        hearer=Hearer(member.id, member.team_id, sight(role, member.restrictions)),
        hears_dashboard=allowed(role, member.restrictions, Permission.SEE_REPORTS),
        session_key=kept,
        session_hash=session_hash,
    )
