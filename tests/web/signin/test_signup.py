"""Signing up: a user and a workspace at once, with the stages in their language (L1, L3)."""

import pytest

from tappa.core.accounts.models import User, Workspace
from tappa.core.accounts.queries import memberships_of
from tappa.core.lifecycle.queries import stages_are_shown, stages_of
from tests.cast import Cast
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.signin.conftest import PUBLIC_URL, Mailing
from tests.web.signin.forms import address, error_on, is_in, log_in, logged_mail, path_in, sign_up


def test_l1_signing_up_makes_a_workspace_with_lifecycle_on(server: WebServer) -> None:
    browser, email = anonymous(server, language="it-CH,it;q=0.9"), address()
    page = browser.get("/account/signup")
    assert '<option value="it" selected>' in page.text, "the language is the browser's, to be changed"
    answer = sign_up(browser, email, language="it")
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    user = User.objects.get(email=email)
    (owner,) = memberships_of(user)
    assert (owner.role, owner.workspace.name) == ("owner", "Bottega Nova")
    assert (owner.workspace.language, owner.workspace.time_zone) == ("it", "Europe/Rome")
    assert owner.workspace.country_code == "CH"
    assert stages_are_shown(owner.workspace_id)
    assert stages_of(owner.workspace_id)[0].name == "Nuovo contatto"
    assert (user.language, user.time_zone) == ("it", "Europe/Rome")
    assert is_in(browser), "and one is in"
    assert "E-mail non confermata" in browser.get("/profile").text
    assert "Invia di nuovo" in browser.get("/account/email").text
    confirm = path_in(logged_mail(server, email))
    assert browser.get(confirm).status_code == 200
    browser.post(confirm)
    assert "E-mail non confermata" not in browser.get("/profile").text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"password1": "short"}, "at least 10 characters"),
        ({"password1": "password123"}, "too common"),
        ({"password1": "Annamaria Novella", "name": "Annamaria Novella"}, "too similar"),
        ({"email": "ana"}, "valid email"),
        ({"name": ""}, "required"),
        ({"workspace_name": " "}, "required"),
        ({"language": "de"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(
    server: WebServer, given: dict[str, str], says: str
) -> None:
    email = address()
    answer = sign_up(anonymous(server), given.pop("email", email), **given)
    assert answer.status_code == 200
    assert says in error_on(answer)
    assert 'aria-invalid="true"' in answer.text
    assert not User.objects.filter(email=email).exists()


def test_a_time_zone_that_the_browser_made_up_is_none(server: WebServer) -> None:
    email = address()
    sign_up(anonymous(server), email, time_zone="Mars/Base")
    assert User.objects.get(email=email).time_zone == "UTC"


def test_without_mail_an_address_that_is_taken_is_told(server: WebServer, cast: Cast) -> None:
    answer = sign_up(anonymous(server), cast.agent.user.email.upper(), workspace_name="Twice")
    assert "account with this e-mail already" in error_on(answer)
    assert not Workspace.objects.filter(name="Twice").exists()


def test_with_mail_one_proves_the_address_first(mailing: Mailing) -> None:
    browser, email = anonymous(mailing.server), address()
    answer = sign_up(browser, email)
    assert answer.headers["location"] == "/account/email/sent"
    assert not is_in(browser)
    assert log_in(browser, email).headers["location"] == "/account/email/sent", "nor by signing in"
    letter = mailing.postbox.letter_to(email)
    text = letter.get_content()
    assert letter["Subject"] == "Confirm your e-mail"
    assert f"{PUBLIC_URL}/account/email/confirm/" in text
    page = browser.get(path_in(text))
    assert email in page.text
    assert not is_in(browser), "opening the link is not enough: mail programs do that by themselves"
    assert browser.post(path_in(text)).headers["location"] == "/"
    assert is_in(browser)
    assert log_in(anonymous(mailing.server), email).headers["location"] == "/"


def test_with_mail_nobody_learns_who_has_an_account(mailing: Mailing, cast: Cast) -> None:
    taken, free = cast.agent.user.email, address()
    answers = [sign_up(anonymous(mailing.server), email, workspace_name="Mine") for email in (taken, free)]
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
        (302, "/account/email/sent")
    }
    assert mailing.postbox.letter_to(taken)["Subject"] == "You have an account already"
    assert mailing.postbox.letter_to(free)["Subject"] == "Confirm your e-mail"
    assert [member.id for member in memberships_of(cast.agent.user)] == [cast.agent.id]


def test_where_signing_up_is_closed_nobody_makes_a_workspace(closed: WebServer, cast: Cast) -> None:
    browser, email = anonymous(closed), address()
    assert "Sign up" not in browser.get("/account/login").text
    assert "Ask somebody" in browser.get("/account/signup").text
    assert "Ask somebody" in sign_up(browser, email).text
    assert not User.objects.filter(email=email).exists()
    member = signed_in(closed, cast.agent)
    assert "Create workspace" not in member.get("/workspaces").text
    assert member.post("/workspaces", data={"workspace_name": "Mine"}).status_code == 403
    assert len(memberships_of(cast.agent.user)) == 1
