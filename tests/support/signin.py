"""Being signed in, quickly: the session is written as signing in writes it, without the seconds a password costs.

tests/web/signin signs in by the form; everybody else comes in here.
"""

import secrets
import time
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from tappa.core.accounts.models import Member, User
from tests.support.web import WebServer

CSRF = "c" * 32  # any 32 letters are a good cookie, and the same letters in the header are its proof


class Page(Protocol):
    """What we need of a page of Playwright."""

    @property
    def context(self) -> Any:
        """The browser window's cookies."""


class Served(Protocol):
    """What we need of a server, or of a whole Tappa."""

    def client(self) -> httpx.Client:
        """A client of it."""


def session_of(user: User) -> str:
    """The key of a new session in which this user has just signed in with their password."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # Without it allauth asks for the password again before anything that changes how one signs in.
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": user.email, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return str(session.session_key)


def cookies_of(member: Member) -> Mapping[str, str]:
    """The cookies of a browser in which this member is signed in."""
    return {settings.SESSION_COOKIE_NAME: session_of(member.user), settings.CSRF_COOKIE_NAME: CSRF}


def signed_in(server: WebServer, member: Member) -> httpx.Client:
    """A client in which this member is signed in, and whose posts carry the proof against forgery. It follows no
    redirects and is closed with the server."""
    client = anonymous(server)
    give_cookies(client, cookies_of(member))
    return client


def anonymous(server: Served, *, language: str = "en") -> httpx.Client:
    """A client in which nobody is signed in, with the same proof in its posts, from an address of its own, so that
    the tries of one test count for no other."""
    client = server.client()
    give_cookies(client, {settings.CSRF_COOKIE_NAME: CSRF})
    # Signing in makes the proof anew, so that each post takes it from the cookie of the moment.
    client.event_hooks["request"] = [lambda request: _prove(client, request)]
    client.headers.update(
        {
            "X-Forwarded-For": f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}",
            "Accept": "text/html",
            "Accept-Language": language,
        }
    )
    return client


def give_cookies(client: httpx.Client, cookies: Mapping[str, str]) -> None:
    """Have the client send these cookies, until the server sets others of these names."""
    for name, value in cookies.items():
        client.cookies.set(name, value, domain=client.base_url.host, path="/")


def _prove(client: httpx.Client, request: httpx.Request) -> None:
    if "X-CSRFToken" not in request.headers:
        request.headers["X-CSRFToken"] = client.cookies.get(settings.CSRF_COOKIE_NAME) or ""


def sign_in(page: Page, server: WebServer, member: Member) -> None:
    """Sign the member in in this page's browser context (Playwright); opens nothing yet."""
    page.context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in cookies_of(member).items()]
    )
