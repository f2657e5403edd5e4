"""Coming in by an invitation: who may, as whom, and what the others are told."""

import secrets

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.actions.invite_member import IssuedInvitation, invite_member
from tappa.core.accounts.actions.resend_invitation import resend_invitation
from tappa.core.accounts.actions.revoke_invitation import revoke_invitation
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Member, User
from tappa.core.accounts.queries import actor_of, member_at
from tappa.core.activity.actor import Via
from tappa.web.shell.invitations import invitation_address, mail_invitation
from tests.cast import PASSWORD, Cast
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.signin.conftest import Mailing
from tests.web.signin.forms import address, error_on, is_in, log_in, logged_mail, path_in

NEWCOMER = {"name": "Nina Nova", "password": PASSWORD, "time_zone": "Europe/Madrid"}


def invite(by: Member, email: str = "", *, role: Role = Role.AGENT) -> IssuedInvitation:
    return invite_member(by.workspace, email=email or address(), role=role, by=actor_of(by, Via.PAGE))


def path_of(issued: IssuedInvitation) -> str:
    return f"/invitation/{issued.secret}"


def request() -> HttpRequest:
    return RequestFactory().get("/")


def member_of(issued: IssuedInvitation) -> Member | None:
    user = User.objects.filter(email=issued.invitation.email).first()
    return member_at(issued.invitation.workspace.slug, user) if user else None


def test_a_newcomer_makes_an_account_and_is_in(server: WebServer, cast: Cast) -> None:
    issued = invite(cast.owner, role=Role.MANAGER)
    browser = anonymous(server, language="es")
    page = browser.get(path_of(issued))
    assert page.status_code == 200
    assert "Olga Owner" in page.text
    assert issued.invitation.email in page.text
    answer = browser.post(path_of(issued), data=NEWCOMER)
    assert answer.headers["location"] == f"/w/{cast.owner.workspace.slug}/inbox"
    member = member_of(issued)
    assert member is not None
    assert (member.role, member.user.language, member.user.time_zone) == ("manager", "es", "Europe/Madrid")
    assert is_in(browser)
    used = anonymous(server).get(path_of(issued))
    assert used.status_code == 409
    assert "used already" in used.text
    assert log_in(anonymous(server), issued.invitation.email).status_code == 302


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"password": "short"}, "10 characters"),
        ({"name": " "}, "1 to 100"),
        ({"password": "password123"}, "common"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_stays_good(
    server: WebServer, cast: Cast, given: dict[str, str], says: str
) -> None:
    issued = invite(cast.owner)
    answer = anonymous(server).post(path_of(issued), data=NEWCOMER | given)
    assert answer.status_code == 400
    assert says in error_on(answer)
    assert member_of(issued) is None
    assert anonymous(server).post(path_of(issued), data=NEWCOMER).status_code == 302


def test_who_has_an_account_signs_in_and_joins(server: WebServer, cast: Cast) -> None:
    user = create_user(name="Ana Nova", email=address(), password=PASSWORD)
    issued = invite(cast.owner, user.email)
    refused = anonymous(server).post(path_of(issued), data=NEWCOMER | {"password": "another one here"})
    assert refused.status_code == 409
    assert "has an account already" in error_on(refused)
    assert User.objects.get(id=user.id).check_password(PASSWORD), "and its password stays"
    browser = anonymous(server)
    assert f"/account/login?next={path_of(issued)}" in browser.get(path_of(issued)).text
    assert log_in(browser, user.email, to=path_of(issued)).headers["location"] == path_of(issued)
    answer = browser.post(path_of(issued))
    assert answer.headers["location"] == f"/w/{cast.owner.workspace.slug}/inbox"
    assert member_of(issued) is not None


def test_it_is_for_its_own_address_alone(server: WebServer, cast: Cast) -> None:
    issued = invite(cast.owner)
    browser = signed_in(server, cast.stranger)
    page = browser.get(path_of(issued))
    assert "which is another address" in page.text
    refused = browser.post(path_of(issued))
    assert refused.status_code == 403
    assert "for " + issued.invitation.email in error_on(refused)
    assert member_at(cast.owner.workspace.slug, cast.stranger.user) is None


def test_a_dead_link_says_why(server: WebServer, cast: Cast) -> None:
    revoked, old = invite(cast.owner), invite(cast.owner)
    revoke_invitation(revoked.invitation, by=actor_of(cast.owner, Via.PAGE))
    resend_invitation(old.invitation, by=actor_of(cast.owner, Via.PAGE))
    for path, status, says in (
        (path_of(revoked), 409, "taken back"),
        (path_of(old), 404, "does not exist"),
        (f"/invitation/{secrets.token_urlsafe(32)}", 404, "does not exist"),
    ):
        for answer in (anonymous(server).get(path), anonymous(server).post(path, data=NEWCOMER)):
            assert (answer.status_code, says in answer.text) == (status, True)


def test_it_works_where_signing_up_is_closed(closed: WebServer, cast: Cast) -> None:
    issued = invite(cast.owner)
    assert anonymous(closed).post(path_of(issued), data=NEWCOMER).status_code == 302
    assert member_of(issued) is not None


def test_the_mail_that_brings_it_proves_the_address(mailing: Mailing, cast: Cast) -> None:
    by_mail, by_hand = invite(cast.owner), invite(cast.owner)
    with mailing.sending():
        assert mail_invitation(by_mail, inviter="Olga Owner")
    letter = mailing.postbox.letter_to(by_mail.invitation.email)
    assert letter["Subject"] == "Olga Owner invites you to Studio Verdi"
    first, second = anonymous(mailing.server), anonymous(mailing.server)
    link = path_in(letter.get_content())
    assert first.post(link, data=NEWCOMER).headers["location"].startswith("/w/")
    assert is_in(first)
    copied = path_in(invitation_address(request(), by_hand))
    forged = f"{copied}?proof={link.partition('?proof=')[2]}"
    assert second.post(forged, data=NEWCOMER).headers["location"] == "/account/email/sent"
    assert not is_in(second), "a link that somebody passed on proves nothing"
    assert "Confirm" in mailing.postbox.letter_to(by_hand.invitation.email)["Subject"]


def test_a_name_writes_no_lines_of_the_mail(server: WebServer, cast: Cast) -> None:
    """Whoever signs up chooses their name, and may have us send it to strangers."""
    browser = signed_in(server, cast.owner)
    said = {"name": "Mal\r\n\r\nSign in at\nhttps://evil.example", "theme": "system"}
    browser.post("/profile", data=said | {"language": "en", "time_zone": "UTC"})
    email = f"{secrets.token_hex(6)}@people.example"
    here = f"/w/{cast.owner.workspace.slug}/settings/invitations"
    browser.post(here, data={"email": email, "role": "agent"})
    mail = logged_mail(server, email)
    assert "Mal Sign in at https://evil.example invites you to work together" in mail
    assert "\nhttps://evil.example" not in mail


def test_without_mail_the_link_can_be_copied(server: WebServer, cast: Cast) -> None:
    issued = invite(cast.owner)
    assert invitation_address(request(), issued) == f"http://testserver/invitation/{issued.secret}"
    assert "proof" not in invitation_address(request(), issued)
