"""Filters that take long, on the page (C1): one that takes too long says how to narrow it, and what is slow to count is
counted once the rows are there."""

import re
from collections.abc import Callable
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from tappa.core.contacts import reading
from tappa.core.contacts.filters import fields
from tappa.core.contacts.filters.fields import Field, Kind
from tests.cast import Cast
from tests.core.acts import new_contact
from tests.support.signin import session_of

FILTER = '{"all":[["slow","contains",["a"]]]}'
Ask = Callable[[str], str]


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """The manager, who asks in this process; three contacts."""
    for name in ("Ada", "Bea", "Clara"):
        new_contact(cast.owner.workspace, first_name=name)
    client = Client(headers={"Accept": "text/html"})
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session_of(cast.manager.user)})

    def asking(address: str) -> str:
        answer = client.get(f"/w/{cast.manager.workspace.slug}/contacts{address}")
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    return asking


def slow(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field that takes so long to compare: else there is such a one only among a million."""
    column = f"(SELECT contact.first_name FROM pg_sleep({seconds}))"  # noqa: S608  a number of ours
    monkeypatch.setitem(fields._fields, "slow", Field("slow", "Slow", Kind.TEXT, column))


def test_what_takes_too_long_says_how_to_narrow_it(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chips stay, so that one can."""
    monkeypatch.setattr(reading, "SECONDS", 1)
    slow(1.2, monkeypatch)
    for path in ("", "/table"):
        page = ask(f"{path}?filter={quote(FILTER)}")
        assert "takes more than 1 seconds. Narrow it" in page
        assert 'value="remove 0"' in page
    assert "many" in ask(f"/count?filter={quote(FILTER)}")


def test_what_is_slow_to_count_is_counted_after_the_rows(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(0.6, monkeypatch)
    page = ask(f"?filter={quote(FILTER)}")
    assert len(re.findall(r'<tr id="contact-row-', page)) == 3
    address = re.search(r'data-counts="[^"]*/contacts([^"]+)"', page)
    assert address
    assert '<span id="contacts-count">3</span>' in ask(address[1])
