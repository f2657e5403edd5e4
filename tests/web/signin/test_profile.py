"""A person's own pages: profile, theme, workspaces."""

import pytest

from tappa.core.accounts.models import User
from tests.cast import Cast
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.signin.forms import error_on

CHOSEN = {
    "name": "Ada Nova",
    "language": "it",
    "time_zone": "Europe/Rome",
    "theme": "dark",
    "notify_about": ["mention", "assignment"],
    "notify_by": ["sound"],
}


@pytest.mark.parametrize("path", ["/profile", "/workspaces", "/account/security"])
def test_nobody_is_asked_to_sign_in_first(server: WebServer, path: str) -> None:
    assert anonymous(server).get(path).headers["location"].startswith("/account/login?next=" + path)


def test_i9_what_one_chooses_is_kept_and_shown(server: WebServer, cast: Cast) -> None:
    browser = signed_in(server, cast.mine_only)
    answer = browser.post("/profile", data=CHOSEN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/profile")
    user = User.objects.get(id=cast.mine_only.user_id)
    assert {name: getattr(user, name) for name in CHOSEN} == CHOSEN | {
        "notify_about": ["assignment", "mention"]
    }
    page = browser.get("/profile").text
    assert '<html lang="it"' in page
    assert 'data-theme="dark"' in page
    assert 'value="mention" checked' in page
    assert 'value="snooze_ended">' in page
    browser.post("/profile", data={name: CHOSEN[name] for name in ("name", "language", "time_zone", "theme")})
    user.refresh_from_db()
    assert (user.notify_about, user.notify_by) == ([], []), "nothing ticked is a choice too"


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("language", "de"), ("time_zone", "Mars/Base")])
def test_what_is_wrong_is_said_and_nothing_is_kept(
    server: WebServer, cast: Cast, field: str, value: str
) -> None:
    answer = signed_in(server, cast.agent).post("/profile", data=CHOSEN | {field: value})
    assert answer.status_code == 400
    assert error_on(answer)
    assert User.objects.get(id=cast.agent.user_id).name == "Ada Agent"


def test_the_theme_alone(server: WebServer, cast: Cast) -> None:
    browser = signed_in(server, cast.agent)
    assert browser.post("/profile/theme", data={"theme": "dark"}).status_code == 204
    assert browser.post("/profile/theme", data={"theme": "neon"}).status_code == 400
    assert User.objects.get(id=cast.agent.user_id).theme == "dark"
    assert 'data-theme="dark"' in browser.get("/account/security").text
    assert anonymous(server).post("/profile/theme", data={"theme": "dark"}).status_code == 302


def test_workspaces_are_chosen_and_founded(server: WebServer, cast: Cast) -> None:
    browser = signed_in(server, cast.agent)
    page = browser.get("/workspaces").text
    assert f'href="/w/{cast.agent.workspace.slug}/inbox"' in page
    assert "Agent" in page
    assert cast.stranger.workspace.slug not in page
    assert error_on(browser.post("/workspaces", data={"workspace_name": " "}))
    answer = browser.post("/workspaces", data={"workspace_name": "Ada's own"})
    assert answer.headers["location"].startswith("/w/ada-s-own")
    assert "Owner" in browser.get("/workspaces").text


def test_who_is_in_no_workspace_is_led_to_making_one(server: WebServer, cast: Cast) -> None:
    browser = signed_in(server, cast.agent)
    cast.agent.__class__.objects.filter(workspace=cast.agent.workspace, id=cast.agent.id).update(
        removed_at=cast.agent.created_at
    )
    assert browser.get("/").headers["location"] == "/workspaces"
    assert "You are in no workspace" in browser.get("/workspaces").text


def test_so_many_workspaces_an_hour(server: WebServer, cast: Cast) -> None:
    browser = signed_in(server, cast.agent)
    statuses = [browser.post("/workspaces", data={"workspace_name": " "}).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]
