"""A forgotten password, a changed one, another e-mail: what stays open and what ends."""

from pathlib import Path

from django.contrib.auth.tokens import default_token_generator
from django.test import override_settings

from tappa.core.accounts.models import User
from tappa.kernel.places import ADDRESS_FILE
from tappa.web.shell.mail import mail_address
from tests.cast import PASSWORD, Cast
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.signin.conftest import PUBLIC_URL, Mailing
from tests.web.signin.forms import address, error_on, is_in, log_in, logged_mail, path_in

NEW = "battery staple horse"


def ask_for_link(server: WebServer, email: str) -> str:
    answer = anonymous(server).post("/account/password/reset", data={"email": email})
    assert answer.headers["location"] == "/account/password/reset/sent"
    return path_in(logged_mail(server, email))


def test_a_forgotten_password_is_chosen_anew_once(server: WebServer, cast: Cast) -> None:
    elsewhere, browser = signed_in(server, cast.agent), anonymous(server)
    link = ask_for_link(server, cast.agent.user.email)
    form = browser.get(link).headers["location"]
    assert link.rpartition("-")[2] not in form, "the secret is not in the address of the page"
    assert "New password" in browser.get(form).text
    for typed, says in (
        ({"password1": "short", "password2": "short"}, "10 characters"),
        ({"password1": NEW, "password2": "other"}, "same password"),
    ):
        assert says in error_on(browser.post(form, data=typed))
    done = browser.post(form, data={"password1": NEW, "password2": NEW})
    assert done.headers["location"] == "/account/password/reset/done"
    assert not is_in(elsewhere), "every session ends"
    assert error_on(log_in(anonymous(server), cast.agent.user.email))
    assert log_in(anonymous(server), cast.agent.user.email, NEW).status_code == 302
    assert "does not work any more" in anonymous(server).get(link).text
    assert "was chosen for your account" in logged_mail(server, cast.agent.user.email)


def test_nobody_learns_who_has_an_account_by_forgetting(server: WebServer, cast: Cast) -> None:
    pages = []
    for email in (cast.agent.user.email, address()):
        browser = anonymous(server)
        answer = browser.post("/account/password/reset", data={"email": email})
        pages.append((answer.status_code, browser.get(answer.headers["location"]).text))
    assert pages[0] == pages[1]


def test_a_made_up_link_opens_nothing(server: WebServer, cast: Cast) -> None:
    token = default_token_generator.make_token(cast.owner.user)
    for path in ("1-abc-def", f"{cast.agent.user_id}-{token}", "zzzzzzzzzzzz-a-b"):
        assert "does not work any more" in anonymous(server).get(f"/account/password/reset/{path}").text


def test_links_in_mails_lead_to_the_public_address_whatever_host_is_named(
    mailing: Mailing, cast: Cast
) -> None:
    browser = anonymous(mailing.server)
    browser.post(
        "/account/password/reset", data={"email": cast.agent.user.email}, headers={"Host": "evil.example"}
    )
    text = mailing.postbox.letter_to(cast.agent.user.email).get_content()
    assert f"{PUBLIC_URL}/account/password/reset/" in text
    assert "evil" not in text


def test_mails_in_the_log_lead_to_no_host_that_a_stranger_names(server: WebServer, cast: Cast) -> None:
    """Whoever runs the server passes such a link on, to the person whose password it changes."""
    told = {"Host": "evil.example", "Origin": "http://evil.example"}
    anonymous(server).post("/account/password/reset", data={"email": cast.agent.user.email}, headers=told)
    mail = logged_mail(server, cast.agent.user.email)
    assert path_in(mail).startswith("/account/password/reset/")
    assert "evil" not in mail


def test_mails_in_the_log_lead_to_where_the_server_listens(tmp_path: Path) -> None:
    with override_settings(DATA=tmp_path, PUBLIC_URL=""):
        assert mail_address("http://evil.example/invitation/x?proof=y") == "/invitation/x?proof=y"
        (tmp_path / ADDRESS_FILE).write_text("http://127.0.0.1:8000\n")
        assert mail_address("http://evil.example/a?b=c") == "http://127.0.0.1:8000/a?b=c"
    with override_settings(DATA=tmp_path, PUBLIC_URL=PUBLIC_URL):
        assert mail_address("/a") == f"{PUBLIC_URL}/a"


def test_mails_speak_the_language_of_who_gets_them(mailing: Mailing, cast: Cast) -> None:
    browser = anonymous(mailing.server, language="es")
    User.objects.filter(id=cast.owner.user_id).update(language="en")
    browser.post("/account/password/reset", data={"email": cast.owner.user.email})
    assert mailing.postbox.letter_to(cast.owner.user.email)["Subject"] == "Choose a new password"


def test_a_link_is_asked_for_five_times_a_minute(server: WebServer, cast: Cast) -> None:
    answers = [
        anonymous(server).post("/account/password/reset", data={"email": cast.agent.user.email})
        for _time in range(6)
    ]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]


def test_a_changed_password_ends_all_other_sessions(server: WebServer, cast: Cast) -> None:
    here, elsewhere = signed_in(server, cast.agent), signed_in(server, cast.agent)
    typed = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "present password" in error_on(here.post("/account/password", data=typed))
    assert is_in(elsewhere)
    answer = here.post("/account/password", data=typed | {"oldpassword": PASSWORD})
    assert answer.headers["location"] == "/account/security"
    assert is_in(here)
    assert not is_in(elsewhere)
    assert log_in(anonymous(server), cast.agent.user.email, NEW).status_code == 302


def test_an_e_mail_changes_once_the_new_address_is_confirmed(server: WebServer, cast: Cast) -> None:
    browser, old, new = anonymous(server), cast.agent.user.email, address()
    log_in(browser, old)
    asked = browser.post("/account/email", data={"email": new, "action_add": "1"})
    assert asked.headers["location"].startswith("/account/reauthenticate")
    done = browser.post(asked.headers["location"], data={"password": PASSWORD})
    assert done.status_code == 302
    assert "still to be confirmed" in browser.get("/account/email").text
    assert User.objects.get(id=cast.agent.user_id).email == old
    link = path_in(logged_mail(server, new))
    browser.get(link)
    browser.post(link)
    assert User.objects.get(id=cast.agent.user_id).email == new
    assert log_in(anonymous(server), new).status_code == 302
    assert error_on(log_in(anonymous(server), old))
    assert "e-mail of your account was changed" in logged_mail(server, old)


def test_somebody_elses_e_mail_cannot_be_taken_and_is_not_told(server: WebServer, cast: Cast) -> None:
    browser = signed_in(server, cast.agent)
    taken = cast.owner.user.email
    for email in (taken, address()):
        answer = browser.post("/account/email", data={"email": email, "action_add": "1"})
        assert answer.headers["location"] == "/account/email"
    assert User.objects.get(email=taken).id == cast.owner.user_id
