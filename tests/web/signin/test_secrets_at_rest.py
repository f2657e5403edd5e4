"""A copied database opens nothing: no secret of any kind stands in it as it is used."""

import base64
from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import override_settings
from psycopg import sql

from tappa.channels.webchat.settings import read_settings
from tappa.config.sessions import SessionStore
from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.invite_member import invite_member
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.kernel.secrets import load_secrets, new_secret
from tappa.kernel.session_keys import kept_as
from tests.cast import PASSWORD, Cast
from tests.support.correspondence import correspond
from tests.support.signin import anonymous, session_of
from tests.support.visitor import VisitorBrowser
from tests.support.web import WebServer
from tests.web.signin.forms import address, is_in, log_in, logged_mail, path_in
from tests.web.signin.test_second_factor import recovery_codes, seed_of, turn_on


def now_in(owner_url: str) -> str:
    """A transaction of this moment: what is written from here on bears a later one."""
    with psycopg.connect(owner_url) as clock:
        (xid,) = clock.execute("SELECT pg_current_xact_id()::xid::text").fetchall()[0]
    return str(xid)


def lines_of(owner_url: str, since: str | None = None) -> Iterator[bytes]:
    """Every row of every table as text, as a dump has it, but for what is bytes: that as it is.

    With a transaction, the rows that were written after it.
    """
    written = sql.SQL("WHERE age(xmin) < age({}::xid)").format(since) if since else sql.SQL("")
    with psycopg.connect(owner_url) as dump:
        dump.execute("SET bytea_output = 'escape'")
        tables = dump.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        for (table,) in tables:
            copy = sql.SQL("COPY (SELECT * FROM {} {}) TO STDOUT").format(sql.Identifier(table), written)
            with dump.cursor().copy(copy) as rows:
                yield from map(bytes, rows)


def shapes_of(secret: str) -> list[bytes]:
    """The secret as it is, and within what is written in base64, wherever it begins there.

    In base64 they are the characters that say nothing of what stands beside it: ten for eight digits.
    """
    raw = secret.encode()
    written = [base64.b64encode(b"\0" * shift + raw) for shift in range(3)]
    return [
        raw,
        *(text[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6] for shift, text in enumerate(written)),
    ]


def found_in(dump: bytes, known: dict[str, str]) -> list[str]:
    """Which of them stand in the dump."""
    return [name for name, secret in known.items() if any(shape in dump for shape in shapes_of(secret))]


def secrets_in_use(server: WebServer, workspace: Workspace, cast: Cast) -> dict[str, str]:
    """One of each kind, each used as it is meant to be."""
    browser = anonymous(server)
    log_in(browser, cast.manager.user.email)
    assert is_in(browser)
    with_app, seed = turn_on(server, cast.agent)
    codes = recovery_codes(with_app)
    asked = browser.post("/account/email", data={"email": (new := address()), "action_add": "1"})
    browser.post(asked.headers["location"], data={"password": PASSWORD})
    pending = seed_of(browser)
    anonymous(server).post("/account/password/reset", data={"email": cast.owner.user.email})
    by = actor_of(cast.owner, Via.PAGE)
    chat = create_channel(workspace, kind="webchat", name="Chat", settings=read_settings({}))
    visitor = VisitorBrowser(server, chat.channel)
    assert visitor.write("Is somebody there?").status_code < 400
    installation = load_secrets(settings.DATA)
    return {
        "password": PASSWORD,
        "session": str(browser.cookies[settings.SESSION_COOKIE_NAME]),
        "seed of an app": seed,
        "seed of an app that has shown no code yet": pending,
        **{f"recovery code {code}": code for code in codes},
        "link to a new address": path_in(logged_mail(server, new)).rpartition("/")[2],
        "link to a new password": path_in(logged_mail(server, cast.owner.user.email)).rpartition("-")[2],
        "API token": create_token(workspace, name="Shop").secret,
        "channel token": correspond(workspace, "http://bridge.invalid").token,
        "invitation": invite_member(workspace, email=address(), role=Role.AGENT, by=by).secret,
        "visitor's cookie": str(visitor.client.cookies["tappa_visitor"]),
        "signing key": installation.django_key,
        "sealing key": installation.sealing_key,
    }


def test_no_secret_stands_in_the_database(
    server: WebServer, workspace: Workspace, cast: Cast, owner_url: str
) -> None:
    before = now_in(owner_url)
    known = secrets_in_use(server, workspace, cast)
    assert all(len(secret) >= 8 for secret in known.values()), known
    told = {"session as it is kept": kept_as(known["session"])}
    of_before = {"e-mail": cast.agent.user.email}
    # Eight digits stand by chance somewhere in all that other tests have left; what this one wrote is little.
    written, whole = b"".join(lines_of(owner_url, before)), b"".join(lines_of(owner_url))
    lengthy = {name: secret for name, secret in known.items() if len(secret) >= 16}
    for dump, secrets in ((written, known), (whole, lengthy)):
        assert found_in(dump, told) == list(told), "the look finds what is there"
        assert found_in(dump, secrets) == []
    assert (found_in(written, of_before), found_in(whole, of_before)) == ([], list(of_before))


def test_what_a_session_is_kept_under_and_holds_opens_nothing(server: WebServer, cast: Cast) -> None:
    key = session_of(cast.agent.user)
    row = Session.objects.get(session_key=kept_as(key))
    browser = anonymous(server)
    for cookie, opens in ((row.session_key, False), (key, True)):
        browser.cookies.set(settings.SESSION_COOKIE_NAME, cookie, domain=browser.base_url.host, path="/")
        assert is_in(browser) == opens
    store = SessionStore()
    assert store.decode(row.session_data)[SESSION_KEY] == str(cast.agent.user_id)
    other = base64.b64encode(new_secret().encode()[:32]).decode()
    with override_settings(SEALING_KEY=other):
        assert store.decode(row.session_data) == {}


def test_a_session_of_before_they_were_sealed_has_simply_ended(server: WebServer, cast: Cast) -> None:
    key = session_of(cast.agent.user)
    Session.objects.filter(session_key=kept_as(key)).update(session_key=key)
    browser = anonymous(server)
    browser.cookies.set(settings.SESSION_COOKIE_NAME, key, domain=browser.base_url.host, path="/")
    assert not is_in(browser)
    assert SessionStore().decode("eyJhIjoxfQ:1abc:not-ours") == {}
