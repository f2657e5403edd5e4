"""What no browser sends and anybody can: each is refused like any other mistake, and none is a bug (500)."""

from base64 import urlsafe_b64encode

import httpx
import pytest
from django.conf import settings

from tappa.channels.webchat.settings import read_settings
from tappa.core.accounts.models import Workspace
from tappa.core.inbox.actions.create_channel import create_channel
from tests.cast import PASSWORD, Cast
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer

NUL = "a\x00b"
DEEP = "[" * 20_000
PASSKEYS = ('{"id":"a"}', DEEP, '{"id":"a","rawId":"a","response":{}}', '{"id":"\\ud800","rawId":"\\ud800"}')


def word(json: str) -> str:
    """Made as the words for places in lists are."""
    return urlsafe_b64encode(json.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "path", ["/", "/account/login", "/w/{slug}/inbox", "/w/{slug}/stream", "/chat/x/stream"]
)
def test_a_cookie_that_names_no_session(server: WebServer, workspace: Workspace, path: str) -> None:
    """In quotes a cookie may say any character by its number, NUL too."""
    cookie = f'{settings.SESSION_COOKIE_NAME}="{"a" * 31}\\000"'
    answer = server.client().get(path.format(slug=workspace.slug), headers={"Cookie": cookie})
    assert answer.status_code in {200, 302, 401, 404}


@pytest.mark.parametrize(
    "path", ["/chat/%00", "/chat/%00/thread", "/chat/%00/stream", "/w/%00/stream", "/invitation/%00"]
)
def test_an_address_that_names_nothing(server: WebServer, cast: Cast, path: str) -> None:
    assert signed_in(server, cast.owner).get(path).status_code == 404


@pytest.mark.parametrize("credential", PASSKEYS)
def test_a_passkey_that_is_none(server: WebServer, cast: Cast, credential: str) -> None:
    assert (
        anonymous(server).post("/account/passkeys/login", data={"credential": credential}).status_code == 302
    )
    answer = signed_in(server, cast.owner).post(
        "/account/passkeys/new", data={"credential": credential, "name": "x"}
    )
    assert answer.status_code == 200
    assert "This code is not right" in answer.text


@pytest.mark.parametrize("sort", ["stage", "name", "created", "last_interaction", "time_at_stage"])
@pytest.mark.parametrize(
    "place",
    [
        '[false,1,"2024-W01-1T00:00:00+00:00",1,1]',
        '[false,1,"2024-01-01T00:00:00,5+00:00",1,1]',
        '[false,1,"2024-01-01T00:00:00+23:59",1,1]',
        '[false,1,"0001-01-01T00:00:00+00:00",1,1]',
        '[false,1,"9999-12-31T23:59:59+00:00",1,1]',
        '[true,2,"x",-5,3]',
        f'[false,1,"2024-01-01T00:00:00+00:00",1,1,{DEEP}',
    ],
)
def test_a_place_that_no_table_gave(server: WebServer, cast: Cast, sort: str, place: str) -> None:
    address = f"/w/{cast.owner.workspace.slug}/contacts?sort={sort}&place={word(place)}"
    assert signed_in(server, cast.owner).get(address).status_code == 200


@pytest.mark.parametrize(
    "after",
    [
        '["2024-01-01T00:00:00+23:59",1,false]',
        '["0001-01-01T00:00:00Z",1,false]',
        '["9999-12-31T23:59:59Z",1,true]',
        f'["2024-01-01T00:00:00Z",1,false,{DEEP}',
    ],
)
def test_a_section_that_no_list_gave(server: WebServer, cast: Cast, after: str) -> None:
    address = f"/w/{cast.owner.workspace.slug}/inbox/all/more?after={word(after)}"
    assert signed_in(server, cast.owner).get(address).status_code == 200


@pytest.mark.parametrize("asks", ["stage", "assignee", "channel"])
def test_an_id_of_a_filter_that_is_none(server: WebServer, cast: Cast, asks: str) -> None:
    """Python itself refuses to read a number of five thousand digits."""
    address = f"/w/{cast.owner.workspace.slug}/inbox/all"
    for id_ in ("9" * 5000, "9" * 17, "-1", "\u0661", "0"):
        assert signed_in(server, cast.owner).get(address, params={asks: id_}).status_code == 200


def test_a_filter_of_a_thousand_ids_makes_no_page_of_megabytes(server: WebServer, cast: Cast) -> None:
    """Each link of the page says them all again."""
    address = f"/w/{cast.owner.workspace.slug}/inbox/all"
    answer = signed_in(server, cast.owner).get(address, params={"channel": list(range(1, 999))})
    assert answer.status_code == 200
    assert len(answer.content) < 200_000


def test_a_name_with_nul_and_an_address_too_long(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    """Each form says what is wrong with it."""
    browser, here = signed_in(server, cast.owner), f"/w/{workspace.slug}/settings"
    chat = create_channel(workspace, kind="webchat", name="Chat", settings=read_settings({})).channel
    place = {"language": "en", "time_zone": "UTC", "country_code": "IT"}
    forms: list[tuple[str, dict[str, str]]] = [
        ("/profile", {"name": NUL, "theme": "system"} | place),
        ("/workspaces", {"workspace_name": NUL}),
        (f"{here}/general", {"name": NUL} | place),
        (f"{here}/teams", {"name": NUL}),
        (f"{here}/teams/{cast.team.id}", {"name": NUL}),
        (f"{here}/tokens/new", {"name": NUL, "scopes": "contacts.read"}),
        (f"{here}/channels/new/website-chat", {"name": NUL}),
        (f"{here}/channels/new/custom", {"name": NUL, "contact_id": "phone"}),
        (f"{here}/channels/{chat.id}", {"name": NUL}),
        (f"{here}/invitations", {"email": f"{'x' * 60}@{'.'.join(['y' * 60] * 4)}.com", "role": "agent"}),
    ]
    answers = {path: browser.post(path, data=form) for path, form in forms}
    wrong = {
        path: answer.status_code for path, answer in answers.items() if answer.status_code not in {400, 422}
    }
    assert wrong == {}
    assert all(says_what(answer) for answer in answers.values())


def says_what(answer: httpx.Response) -> bool:
    """Whether the page names what is wrong."""
    return "must not contain the character NUL" in answer.text or "must be an e-mail address" in answer.text


def test_a_very_long_name_keeps_nobody_waiting(server: WebServer, cast: Cast) -> None:
    """It is refused before the password is compared with each of its words."""
    browser = signed_in(server, cast.owner)
    here = f"/w/{cast.owner.workspace.slug}/settings/invitations"
    page = browser.post(here, data={"email": "nova@people.example", "role": "agent"}).text
    path = page.partition("/invitation/")[2].partition('"')[0].partition("<")[0].split()[0]
    form = {"name": "abcdef " * 70_000, "password": PASSWORD * 20}
    answer = anonymous(server).post(f"/invitation/{path}", data=form)
    assert answer.status_code == 400
    assert "name must have" in answer.text
