"""Users, workspaces, members and tokens: what is taken, and what is refused by a sentence that names the field."""

from secrets import token_hex

import pytest
from django.db import IntegrityError

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.actions.create_workspace import create_workspace
from tappa.core.accounts.actions.revoke_token import revoke_token
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import ApiToken, Workspace
from tappa.core.accounts.queries import member_by, token_by_secret, workspace_by_slug
from tappa.kernel.errors import Conflict, DomainError, Invalid, NotFound
from tests.cast import Cast
from tests.core.acts import robot


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"email": "ana"}, "email"),
        ({"password": "short"}, "password"),
        ({"language": "de"}, "language"),
    ],
)
def test_a_user_that_is_none_is_refused(given: dict[str, str], field: str) -> None:
    whole = {"name": "Ana", "email": f"{token_hex(6)}@people.example", "password": "correct horse"}
    with pytest.raises(Invalid, match=field) as refusal:
        create_user(**whole | given)
    assert refusal.value.field == field


def test_an_email_is_one_user_whatever_its_case() -> None:
    address = f"{token_hex(6)}@people.example"
    user = create_user(name="Ana", email=address, password="correct horse")
    assert user.check_password("correct horse")
    assert "correct horse" not in user.password
    with pytest.raises(Conflict, match="exists already"):
        create_user(name="Ana", email=address.upper(), password="correct horse")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"slug": "Über"}, "slug"),
        ({"slug": "-a"}, "slug"),
        ({"slug": "a" * 51}, "slug"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"country_code": "it"}, "country_code"),
        ({"language": "xx"}, "language"),
        ({"name": ""}, "name"),
    ],
)
def test_a_workspace_that_is_none_is_refused(given: dict[str, str], field: str) -> None:
    whole = {
        "name": "Studio",
        "slug": f"s-{token_hex(6)}",
        "language": "en",
        "time_zone": "UTC",
        "country_code": "IT",
    }
    with pytest.raises(Invalid) as refusal:
        create_workspace(**whole | given)  # type: ignore[arg-type]  # no `via` among them
    assert refusal.value.field == field
    assert not Workspace.objects.filter(slug=(whole | given)["slug"]).exists()


def test_a_slug_is_one_workspace(workspace: Workspace) -> None:
    with pytest.raises(Conflict):
        create_workspace(name="Again", slug=workspace.slug, language="en", time_zone="UTC", country_code="IT")
    assert workspace_by_slug(workspace.slug) == workspace


def test_a_member_is_found_by_id_and_email_in_their_own_workspace_only(
    workspace: Workspace, cast: Cast
) -> None:
    assert member_by(workspace.id, cast.agent.id) == cast.agent
    assert member_by(workspace.id, cast.agent.user.email.upper()) == cast.agent
    for stranger in (cast.stranger.id, cast.stranger.user.email):
        with pytest.raises(NotFound):
            member_by(workspace.id, stranger)


def test_a_restriction_that_means_nothing_for_the_role_is_refused(workspace: Workspace, cast: Cast) -> None:
    with pytest.raises(Invalid, match="restrict_data_export cannot be set for the role agent"):
        add_member(workspace, cast.stranger.user, role=Role.AGENT, restrictions=["restrict_data_export"])
    with pytest.raises(Conflict, match="member already"):
        add_member(workspace, cast.agent.user, role=Role.AGENT)


def test_a_token_is_stored_as_a_fingerprint_and_stops_when_revoked(workspace: Workspace) -> None:
    issued = create_token(workspace, name="Bridge")
    stored = ApiToken.objects.values().get(id=issued.token.id)
    assert issued.secret not in str(stored)
    assert token_by_secret(issued.secret) == issued.token
    assert token_by_secret(issued.secret + "x") is None
    revoke_token(issued.token, by=robot(workspace))
    assert token_by_secret(issued.secret) is None
    assert ApiToken.objects.filter(id=issued.token.id).exists(), "its name stays in the history"


@pytest.mark.parametrize(
    "given", [{"name": ""}, {"name": "x", "scopes": ["everything"]}, {"name": "x", "scopes": []}]
)
def test_a_token_that_is_none_is_refused(workspace: Workspace, given: dict[str, object]) -> None:
    with pytest.raises(DomainError):
        create_token(workspace, **given)  # type: ignore[arg-type]
    assert not workspace.tokens.exists()


def test_another_workspaces_team_is_a_bug_and_not_told_as_a_member_twice(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    user = create_user(name="Ana", email=f"{token_hex(6)}@people.example", password="correct horse")
    team = create_team(other_workspace, name="Theirs")
    with pytest.raises(IntegrityError, match="accounts_member_team_within"):
        add_member(workspace, user, role=Role.AGENT, team=team)
