"""Visiting the settings in tests: addresses by their names, and what a page says."""

from collections.abc import Mapping
from html import unescape

import httpx
from django.urls import reverse

from tappa.core.accounts.grants import RESTRICTIONS, Role
from tappa.core.accounts.models import Member
from tests.support.signin import signed_in
from tests.support.web import WebServer


class Visitor:
    """A member's browser without scripts, in their workspace."""

    def __init__(self, server: WebServer, member: Member) -> None:
        self.member = member
        self.browser = signed_in(server, member)

    def url(self, name: str, **parts: object) -> str:
        """The address of a page."""
        return reverse(name, kwargs={"slug": self.member.workspace.slug, **parts})

    def get(self, name: str, **parts: object) -> httpx.Response:
        """Open a page."""
        return self.browser.get(self.url(name, **parts))

    def post(self, name: str, data: Mapping[str, object] | None = None, **parts: object) -> httpx.Response:
        """Send a form."""
        return self.browser.post(self.url(name, **parts), data=data or {})

    def after(self, answer: httpx.Response) -> str:
        """What the page says to which an act has led."""
        assert answer.status_code == 303, answer.text
        return text_of(self.browser.get(answer.headers["location"]))


def text_of(answer: httpx.Response) -> str:
    """The page as text."""
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def restrict(member: Member, *restrictions: str) -> Member:
    """Restrict a member, as an owner would have."""
    assert set(restrictions) <= RESTRICTIONS[Role(member.role)]
    member.restrictions = list(restrictions)
    member.save(update_fields=["restrictions"])
    return member
