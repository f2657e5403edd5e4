"""What people choose for themselves, and for their workspace."""

from typing import Any

import pytest

from tappa.core.accounts.actions.edit_profile import choose_theme, edit_profile
from tappa.core.accounts.actions.edit_workspace import edit_workspace
from tappa.core.accounts.actions.visit_workspace import visit_workspace
from tappa.core.accounts.models import User, Workspace
from tappa.core.accounts.queries import actor_of, home_of, memberships_of
from tappa.core.accounts.rules import NotifyAbout, slug_from
from tappa.core.activity.actor import Via
from tappa.core.activity.models import Event
from tappa.core.inbox.actions.found_for_owner import found_for_owner
from tappa.kernel.errors import Invalid
from tests.cast import Cast

PROFILE: dict[str, Any] = {
    "name": "Ada Nova",
    "language": "es",
    "time_zone": "America/Lima",
    "theme": "dark",
    "notify_about": ["mention", "assignment"],
    "notify_by": [],
}


def test_i9_a_new_user_hears_of_everything_in_the_title(cast: Cast) -> None:
    user = User.objects.get(id=cast.agent.user_id)
    assert user.notify_about == list(NotifyAbout)
    assert (user.notify_by, user.theme) == (["title"], "system")


def test_i9_a_profile_is_edited(cast: Cast) -> None:
    edit_profile(cast.agent.user, **PROFILE)
    user = User.objects.get(id=cast.agent.user_id)
    assert {field: getattr(user, field) for field in PROFILE} == PROFILE | {
        "notify_about": ["assignment", "mention"]
    }
    choose_theme(user, theme="light")
    assert User.objects.get(id=user.id).theme == "light"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("language", "de"),
        ("time_zone", "Mars/Base"),
        ("theme", "neon"),
        ("notify_about", ["weather"]),
        ("notify_by", ["pigeon"]),
    ],
)
def test_a_profile_is_checked(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        edit_profile(cast.agent.user, **PROFILE | {field: value})
    assert refusal.value.field == field
    assert User.objects.get(id=cast.agent.user_id).name == "Ada Agent"


def test_a_sign_in_leads_where_the_user_was_last(cast: Cast, workspace: Workspace) -> None:
    user = cast.agent.user
    second = found_for_owner(user, name="Another one")
    assert [member.workspace.name for member in memberships_of(user)] == ["Another one", workspace.name]
    first = home_of(user)
    assert first is not None
    assert first.id == second.id, "the first by name when none was visited"
    assert visit_workspace(cast.agent)
    assert not visit_workspace(cast.agent)
    home = home_of(User.objects.get(id=user.id))
    assert home is not None
    assert home.id == cast.agent.id


def test_l15_a_workspace_is_edited_and_what_was_before_is_kept(cast: Cast, workspace: Workspace) -> None:
    wanted = {"name": "Bottega", "language": "it", "time_zone": "Europe/Rome", "country_code": "IT"}
    for _again in range(2):
        edit_workspace(workspace, **wanted, by=actor_of(cast.owner, Via.PAGE))
    stored = Workspace.objects.get(id=workspace.id)
    assert {field: getattr(stored, field) for field in wanted} == wanted
    assert stored.slug == workspace.slug
    event = Event.objects.get(workspace_id=workspace.id, kind="workspace.edited")
    assert (event.data["name_before"], event.data["name"]) == ("Studio Verdi", "Bottega")
    for field, value in (("name", ""), ("language", "x"), ("time_zone", "x"), ("country_code", "ita")):
        with pytest.raises(Invalid) as refusal:
            edit_workspace(workspace, **wanted | {field: value}, by=actor_of(cast.owner, Via.PAGE))
        assert refusal.value.field == field


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Studio Perché & C.", "studio-perche-c"),
        ("  --  ", "workspace"),
        ("東京", "workspace"),
        ("a" * 80, "a" * 40),
        ("Ünï 3", "uni-3"),
    ],
)
def test_a_slug_is_made_from_the_name(name: str, slug: str) -> None:
    assert slug_from(name) == slug
