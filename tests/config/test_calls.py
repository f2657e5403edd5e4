"""A program's call brings its token: what a browser sends along means nothing to it, and it sets nothing."""

from typing import Any
from weakref import ref as weakref

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.dispatch import Signal
from django.urls import get_resolver

from tappa.config.calls import ADDRESSES, PREFIXES
from tappa.config.middleware import Surround
from tests.cast import Cast
from tests.support.refusals import refused
from tests.support.signin import signed_in
from tests.support.web import WebServer


def test_calls_go_without_what_pages_alone_need() -> None:
    """Whoever adds a layer decides here whether calls have it: config/calls.py has the outermost alone."""
    outermost, *of_pages = settings.MIDDLEWARE
    assert outermost == f"{Surround.__module__}.{Surround.__qualname__}"
    assert [name.rpartition(".")[2] for name in of_pages] == [
        "SessionMiddleware",
        "CsrfViewMiddleware",
        "AuthenticationMiddleware",
        "MessageMiddleware",
        "AccountMiddleware",
    ]


def test_nobody_listens_to_the_signals_that_calls_do_not_give() -> None:
    """But Django itself, for what calls do not open or look after themselves."""
    heard = {
        name: listener
        for signal in (request_started, request_finished)
        for name, listener in _listeners(signal)
    }
    assert {f"{each.__module__}.{name}" for name, each in heard.items()} == {
        "django.core.cache.close_caches",
        "django.core.handlers.base.reset_urlconf",
        "django.db.close_old_connections",
        "django.db.reset_queries",
    }


def _listeners(signal: Signal) -> list[tuple[str, Any]]:
    listeners = [
        reference() if isinstance(reference, weakref) else reference
        for _key, reference, *_rest in signal.receivers
    ]
    return [(listener.__name__, listener) for listener in listeners if listener is not None]


def test_calls_have_their_addresses_among_all() -> None:
    """What a call may ask for, pages' handler would find as well; and it is asked for under these beginnings alone."""
    calls, whole = get_resolver(ADDRESSES), get_resolver()
    assert {f"/{each.pattern}" for each in calls.url_patterns} == set(PREFIXES)
    for path in ("/v2/contact/id:1/lifecycle/update", "/v2/lifecycle", "/v2/lifecycle/", "/v2/no/such"):
        mine, theirs = calls.resolve(path), whole.resolve(path)
        assert (mine.func, mine.kwargs) == (theirs.func, theirs.kwargs)
    assert calls.resolve("/custom/webhook").func is whole.resolve("/custom/channel/webhook/").func


def test_a_session_opens_no_call(server: WebServer, cast: Cast) -> None:
    """Whoever is signed in in a browser is nobody here; so is whoever sends a cookie that is none."""
    client = signed_in(server, cast.owner)
    for path in ("/v2/lifecycle/metrics", "/v2/no/such/address"):
        answer = client.get(path)
        refused(answer, 401)
        assert {"set-cookie", "vary"}.isdisjoint(answer.headers)
    post = client.post("/custom/channel/webhook/", json={}, headers={"Cookie": "sessionid=none; messages=x"})
    assert post.status_code == 401
    assert {"set-cookie", "vary"}.isdisjoint(post.headers)
