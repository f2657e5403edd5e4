"""Signing in and out: who gets in, what the others learn, and how often one may try."""

import pytest
from django.conf import settings

from tappa.core.accounts.models import User
from tappa.core.accounts.queries import member_at
from tests.cast import PASSWORD, Cast
from tests.support.signin import anonymous, give_cookies, signed_in
from tests.support.web import WebServer
from tests.web.signin.conftest import Mailing
from tests.web.signin.forms import address, error_on, is_in, log_in


def test_a_member_signs_in_and_is_at_work(server: WebServer, cast: Cast) -> None:
    browser = anonymous(server)
    answer = log_in(browser, cast.agent.user.email.upper())
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    assert browser.get("/").headers["location"] == f"/w/{cast.agent.workspace.slug}/inbox"
    assert is_in(browser)


def test_the_session_and_its_cookie_are_made_anew_at_signing_in(server: WebServer, cast: Cast) -> None:
    browser = anonymous(server)
    fixed = "f" * 32
    give_cookies(browser, {settings.SESSION_COOKIE_NAME: fixed})
    answer = log_in(browser, cast.agent.user.email)
    cookie = next(
        value
        for value in answer.headers.get_list("set-cookie")
        if value.startswith(settings.SESSION_COOKIE_NAME)
    )
    assert fixed not in cookie
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_cookies_are_secure_where_the_public_address_is(public: WebServer, cast: Cast) -> None:
    """Also behind a proxy that says nothing of https."""
    answer = log_in(anonymous(public), cast.agent.user.email)
    cookies = {cookie.partition("=")[0]: cookie for cookie in answer.headers.get_list("set-cookie")}
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookies[name].split("; "))
    assert all("Secure" in cookie for cookie in cookies.values())
    assert not any("Domain" in cookie for cookie in cookies.values()), "other hosts of the domain get none"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(server: WebServer, cast: Cast) -> None:
    wrong = log_in(anonymous(server), cast.agent.user.email, "not the password")
    unknown = log_in(anonymous(server), address())
    assert wrong.status_code == unknown.status_code == 200
    assert error_on(wrong) == error_on(unknown) == "E-mail and password do not fit together."
    typed = 'value="{}"'
    assert typed.format(cast.agent.user.email) in wrong.text, "what was typed stays"
    assert PASSWORD not in wrong.text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", r"/\evil.example"]
)
def test_after_signing_in_one_is_only_led_to_our_own_pages(
    server: WebServer, cast: Cast, elsewhere: str
) -> None:
    assert log_in(anonymous(server), cast.agent.user.email, to=elsewhere).headers["location"] == "/"


def test_after_signing_in_one_is_where_one_wanted_to_be(server: WebServer, cast: Cast) -> None:
    wanted = f"/w/{cast.agent.workspace.slug}/contacts?q=a%20b"
    sent = anonymous(server).get(wanted)
    assert sent.headers["location"].startswith("/account/login?next=")
    browser = anonymous(server)
    page = browser.get(sent.headers["location"])
    assert 'name="next" value="/w/' in page.text
    assert log_in(browser, cast.agent.user.email, to=wanted).headers["location"] == wanted


def test_a_form_without_its_token_is_refused(server: WebServer, cast: Cast) -> None:
    browser = anonymous(server)
    browser.headers["X-CSRFToken"] = "x" * 32
    assert log_in(browser, cast.agent.user.email).status_code == 403
    assert not is_in(browser)


def test_an_inactive_user_does_not_get_in(server: WebServer, cast: Cast) -> None:
    User.objects.filter(id=cast.agent.user_id).update(is_active=False)
    browser = anonymous(server)
    answer = log_in(browser, cast.agent.user.email)
    assert answer.headers["location"] == "/account/inactive"
    assert "not active" in browser.get("/account/inactive").text
    assert not is_in(browser)


def test_signing_out_ends_the_session_also_for_who_kept_its_cookie(server: WebServer, cast: Cast) -> None:
    browser, thief = signed_in(server, cast.agent), anonymous(server)
    thief.cookies = browser.cookies
    assert is_in(thief)
    assert browser.get("/account/logout").status_code == 200, "a link alone signs nobody out"
    assert is_in(browser)
    browser.post("/account/logout")
    assert not is_in(browser)
    assert not is_in(thief)


def test_who_is_in_is_not_asked_again(server: WebServer, cast: Cast) -> None:
    assert signed_in(server, cast.agent).get("/account/login").headers["location"] == "/"


def test_an_account_is_tried_five_times_from_wherever(server: WebServer, cast: Cast) -> None:
    email = cast.agent.user.email
    for _try in range(5):
        assert "fit together" in error_on(log_in(anonymous(server), email, "wrong"))
    assert "Too many tries" in error_on(log_in(anonymous(server), email))
    assert "Too many tries" in error_on(log_in(anonymous(server), email.upper()))
    assert log_in(anonymous(server), cast.owner.user.email).status_code == 302, "others are not kept out"


def test_signing_in_rightly_uses_up_no_tries(server: WebServer, cast: Cast) -> None:
    for _time in range(7):
        assert log_in(anonymous(server), cast.agent.user.email).status_code == 302


def test_one_address_tries_ten_accounts_a_minute(server: WebServer, cast: Cast) -> None:
    browser = anonymous(server)
    said = [error_on(log_in(browser, address())) for _try in range(12)]
    assert [text.startswith("Too many") for text in said] == [False] * 10 + [True] * 2
    assert log_in(anonymous(server), cast.agent.user.email).status_code == 302


def test_one_address_sends_the_form_thirty_times_a_minute(server: WebServer, cast: Cast) -> None:
    browser = anonymous(server)
    answers = [browser.post("/account/login", data={}) for _try in range(32)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429] * 2
    assert "Wait some minutes" in answers[-1].text
    assert "shell.js" in answers[-1].text, "a page like all others"


def test_users_made_by_hand_need_no_mail_to_get_in(mailing: Mailing, cast: Cast) -> None:
    browser = anonymous(mailing.server)
    assert log_in(browser, cast.agent.user.email).headers["location"] == "/"
    assert browser.get("/account/email").status_code == 200
    browser.post("/account/logout")
    assert log_in(browser, cast.agent.user.email).headers["location"] == "/", "nor the second time"


def test_where_one_was_last_is_where_the_next_sign_in_leads(server: WebServer, cast: Cast) -> None:
    browser = signed_in(server, cast.stranger)
    user = cast.stranger.user
    answer = browser.post("/workspaces", data={"workspace_name": "Zweite Werkstatt"})
    second = answer.headers["location"]
    assert browser.get("/").headers["location"] == f"/w/{cast.stranger.workspace.slug}/inbox"
    assert browser.get(second).status_code in {200, 302, 303}
    assert User.objects.get(id=user.id).last_workspace is not None
    assert browser.get("/").headers["location"] == second
    member = member_at(second.split("/")[2], user)
    assert member is not None
    assert member.role == "owner"


def test_each_page_comes_in_the_browsers_language(server: WebServer) -> None:
    for language, title in (("it-CH, de;q=0.5", "it"), ("es", "es"), ("de", "en")):
        page = anonymous(server, language=language).get("/account/login")
        assert f'<html lang="{title}"' in page.text


def test_every_page_carries_the_strict_policy(server: WebServer) -> None:
    browser = anonymous(server)
    for path in ("/account/login", "/account/signup", "/account/password/reset", "/invitation/nothing"):
        policy = browser.get(path).headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
