"""Who a visitor is: a random id in a signed cookie of one chat. No account, and nothing stored before they write."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from tappa.core.inbox.chats import chat_by_public_id, visitor_address
from tappa.kernel.errors import NotFound

VISITOR_COOKIE: Final = "tappa_visitor"
COOKIE_SECONDS: Final = 365 * 24 * 3600
LONGEST_COOKIE: Final = 200
_SALT: Final = "tappa.webchat"


@dataclass(frozen=True, slots=True)
class Visit:
    """Who listens on a page of the chat. `contact_id` is None before their first message."""

    workspace_id: int
    visitor: str
    contact_id: int | None


def new_visitor() -> str:
    """A fresh id, which nobody guesses."""
    return secrets.token_urlsafe(16)


def cookie_of(public_id: str, visitor: str) -> str:
    """The cookie that remembers the visitor of one chat."""
    return _signer(public_id).sign(visitor)


def visitor_of(public_id: str, cookie: str) -> str | None:
    """The visitor whom a cookie of this chat remembers; None for one we did not make."""
    if not cookie or len(cookie) > LONGEST_COOKIE:
        return None
    try:
        return _signer(public_id).unsign(cookie)
    except signing.BadSignature:
        return None


def form_token(public_id: str, visitor: str) -> str:
    """What a form of the visitor's page carries, so that no other site can post in their name."""
    return salted_hmac(f"{_SALT}.form.{public_id}", visitor, algorithm="sha256").hexdigest()


def is_form_token(public_id: str, visitor: str, token: str) -> bool:
    """Whether a form came from this visitor's own page."""
    return constant_time_compare(form_token(public_id, visitor), token)


def find_visit(public_id: str, cookies: Mapping[str, str]) -> Visit | None:
    """Who opens a live stream with these cookies; None for a chat or a visitor that is none."""
    visitor = visitor_of(public_id, cookies.get(VISITOR_COOKIE, ""))
    if visitor is None:
        return None
    try:
        channel = chat_by_public_id(public_id)
    except NotFound:
        return None
    address = visitor_address(channel, visitor)
    return Visit(channel.workspace_id, visitor, address.contact_id if address else None)


def _signer(public_id: str) -> signing.Signer:
    return signing.Signer(salt=f"{_SALT}.visitor.{public_id}")
