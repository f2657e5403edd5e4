"""The second factor: an authenticator app and recovery codes."""

import base64
import hmac
import re
import struct
import time

import httpx
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tappa.core.accounts.models import Member
from tests.cast import PASSWORD, Cast
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.signin.forms import error_on, is_in, log_in, logged_mail

WRONG = "000000"


def code_of(secret: str, *, later: int = 0) -> str:
    """What the app shows at this moment, or that many half minutes later (RFC 6238). A code is taken once, and one
    from the neighbouring half minutes too, for clocks differ."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    number = int.from_bytes(digest[(start := digest[-1] & 15) : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def turn_on(server: WebServer, member: Member) -> tuple[httpx.Client, str]:
    """A browser in which the member has turned an app on, and the app's secret."""
    browser = signed_in(server, member)
    seed = seed_of(browser)
    answer = browser.post("/account/app/on", data={"code": code_of(seed)})
    assert answer.headers["location"] == "/account/recovery-codes"
    return browser, seed


def seed_of(browser: httpx.Client) -> str:
    """The secret that the page offers to an app."""
    page = browser.get("/account/app/on")
    found = re.search(r'class="secret"[^>]*>([A-Z2-7]+)<', page.text)
    assert found
    assert 'src="data:image/svg+xml;base64,' in page.text
    return found[1]


def recovery_codes(browser: httpx.Client) -> list[str]:
    return re.findall(r"<li>(\d+)</li>", browser.get("/account/recovery-codes").text)


def test_with_an_app_the_password_alone_opens_nothing(server: WebServer, cast: Cast) -> None:
    _browser, secret = turn_on(server, cast.agent)
    assert "authenticator app was turned on" in logged_mail(server, cast.agent.user.email)
    thief = anonymous(server)
    assert log_in(thief, cast.agent.user.email, to="/workspaces").headers["location"] == "/account/code"
    assert not is_in(thief)
    assert "One more step" in thief.get("/account/code").text
    assert "not right" in error_on(thief.post("/account/code", data={"code": WRONG}))
    answer = thief.post("/account/code", data={"code": code_of(secret)})
    assert answer.headers["location"] == "/workspaces", "and on to where one wanted to be"
    assert is_in(thief)


def test_a_code_opens_once(server: WebServer, cast: Cast) -> None:
    _browser, secret = turn_on(server, cast.agent)
    code = code_of(secret, later=1)
    watched, watcher = anonymous(server), anonymous(server)
    for visitor in (watched, watcher):
        log_in(visitor, cast.agent.user.email)
        visitor.post("/account/code", data={"code": code})
    assert (is_in(watched), is_in(watcher)) == (True, False)


def test_a_used_code_stays_used_for_as_long_as_it_is_good(server: WebServer, cast: Cast) -> None:
    """allauth forgets it after half a minute, and it is good for a minute and a half: at signing in, and when one is asked
    for it once more."""
    _browser, secret = turn_on(server, cast.agent)
    code = code_of(secret, later=1)
    visitors = [anonymous(server) for _ in range(2)]
    for visitor in visitors:
        log_in(visitor, cast.agent.user.email)
        visitor.post("/account/code", data={"code": code})
        assert cache.delete(f"allauth.mfa.totp.used?user={cast.agent.user.id}&code={code}")
    assert [is_in(visitor) for visitor in visitors] == [True, False]
    said = visitors[0].post("/account/code/again", data={"code": code})
    assert "not right" in error_on(said)


def test_the_second_step_cannot_be_taken_first(server: WebServer, cast: Cast) -> None:
    turn_on(server, cast.agent)
    assert anonymous(server).get("/account/code").headers["location"] == "/account/login"
    assert anonymous(server).get("/account/recovery-codes").headers["location"].startswith("/account/login")


def test_codes_are_tried_five_times(server: WebServer, cast: Cast) -> None:
    _browser, secret = turn_on(server, cast.agent)
    thief = anonymous(server)
    log_in(thief, cast.agent.user.email)
    for _try in range(5):
        thief.post("/account/code", data={"code": WRONG})
    assert "Too many" in error_on(thief.post("/account/code", data={"code": code_of(secret)}))
    assert not is_in(thief)


def test_a_recovery_code_opens_once(server: WebServer, cast: Cast) -> None:
    browser, _secret = turn_on(server, cast.agent)
    codes = recovery_codes(browser)
    assert len(set(codes)) == 10
    assert browser.get("/account/recovery-codes.txt").text.split() == codes
    first, second = anonymous(server), anonymous(server)
    for visitor in (first, second):
        log_in(visitor, cast.agent.user.email)
        visitor.post("/account/code", data={"code": codes[0]})
    assert (is_in(first), is_in(second)) == (True, False)
    assert "9 codes left" in first.get("/account/security").text


def test_secrets_are_sealed(server: WebServer, cast: Cast) -> None:
    browser, secret = turn_on(server, cast.agent)
    stored = str(list(Authenticator.objects.filter(user=cast.agent.user).values()))
    assert secret not in stored
    assert not any(code in stored for code in recovery_codes(browser))


def test_new_recovery_codes_end_the_old_ones(server: WebServer, cast: Cast) -> None:
    browser, _secret = turn_on(server, cast.agent)
    old = recovery_codes(browser)
    assert browser.post("/account/recovery-codes/new").headers["location"] == "/account/recovery-codes"
    assert not set(old) & set(recovery_codes(browser))


def test_an_app_is_turned_off(server: WebServer, cast: Cast) -> None:
    browser, _secret = turn_on(server, cast.agent)
    assert "Turn off" in browser.get("/account/app/off").text
    assert browser.post("/account/app/off").headers["location"] == "/account/security"
    assert log_in(anonymous(server), cast.agent.user.email).headers["location"] == "/"


@pytest.mark.parametrize(
    "path", ["/account/app/on", "/account/passkeys/new", "/account/recovery-codes/new", "/account/email"]
)
def test_what_changes_how_one_signs_in_asks_who_is_there(server: WebServer, cast: Cast, path: str) -> None:
    browser = anonymous(server)
    log_in(browser, cast.agent.user.email)
    answer = browser.post(path, data={"email": "new@people.example", "action_add": "1"})
    again = answer.headers["location"]
    assert again.startswith("/account/reauthenticate?next=")
    assert "not your password" in error_on(browser.post(again, data={"password": "wrong"}))
    assert "/account/reauthenticate" not in browser.post(again, data={"password": PASSWORD}).headers.get(
        "location", ""
    )
    assert browser.get(path).status_code == 200


def test_nobody_touches_another_ones_keys(server: WebServer, cast: Cast) -> None:
    key = Authenticator.objects.create(
        user=cast.owner.user, type="webauthn", data={"name": "Theirs", "credential": {}}
    )
    browser = signed_in(server, cast.agent)
    assert browser.get(f"/account/passkeys/{key.id}").status_code == 404
    assert browser.post(f"/account/passkeys/{key.id}/remove").status_code == 404
    assert Authenticator.objects.filter(id=key.id).exists()


def test_a_sign_in_that_waits_for_its_code_is_forgotten(server: WebServer, cast: Cast) -> None:
    """A half-way sign-in must not let the next person at the screen go on: choosing another account ends it."""
    turn_on(server, cast.agent)
    browser = anonymous(server)
    log_in(browser, cast.agent.user.email)
    browser.post("/account/logout")
    assert browser.get("/account/code").headers["location"] == "/account/login"
