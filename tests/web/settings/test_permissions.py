"""Who may use which page of the settings (section 8), restrictions of managers included.

That each address asks for the permission on its view, for the whole cast, is held by tests/web/test_walk.py.
"""

import pytest

from tappa.core.accounts.grants import Restriction
from tests.cast import Cast
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, restrict, text_of

SPACE = (
    "settings_general",
    "settings_lifecycle",
    "settings_lifecycle_part",
    "settings_lifecycle_counts",
    "settings_lifecycle_history",
    "settings_lifecycle_last",
    "settings_lifecycle_operations",
    "settings_lifecycle_showing",
    "settings_teams",
    "settings_fields",
    "settings_fields_part",
    "settings_new_field",
    "settings_tags",
    "settings_tags_part",
    "settings_new_tag",
)
INTEGRATIONS = (
    "settings_channels",
    "settings_channels_part",
    "settings_new_website_chat",
    "settings_new_custom_channel",
    "settings_tokens",
    "settings_tokens_part",
    "settings_new_token",
)
PEOPLE = ("settings_members", "settings_members_part", "settings_invitations")


@pytest.mark.parametrize(
    ("restriction", "refused"),
    [
        (Restriction.SPACE_SETTING, set(SPACE)),
        (Restriction.SPACE_INTEGRATION, set(INTEGRATIONS)),
        (Restriction.CONTACT_DELETION, set()),
        (Restriction.DATA_EXPORT, set()),
    ],
)
def test_a_restricted_manager_may_use_all_but_what_is_kept_from_them(
    restriction: str, refused: set[str], server: WebServer, cast: Cast
) -> None:
    visitor = Visitor(server, restrict(cast.manager, restriction))
    answers = {name: visitor.get(name).status_code for name in (*SPACE, *INTEGRATIONS, *PEOPLE)}
    assert {name for name, status in answers.items() if status == 403} == refused
    assert {status for name, status in answers.items() if name not in refused} == {200}


def test_rows_of_the_sidebar_are_those_one_may_use(server: WebServer, cast: Cast) -> None:
    owner = text_of(Visitor(server, cast.owner).get("settings_members"))
    restrict(cast.manager, Restriction.SPACE_SETTING, Restriction.SPACE_INTEGRATION)
    visitor = Visitor(server, cast.manager)
    manager = text_of(visitor.get("settings_members"))
    for name in ("settings_general", "settings_channels", "settings_lifecycle", "settings_tokens"):
        row = f'href="{visitor.url(name)}"'
        assert row in owner
        assert row not in manager


def test_a_manager_changes_agents_only(server: WebServer, cast: Cast) -> None:
    """Section 8: invite and change members: owners all, managers agents."""
    visitor = Visitor(server, cast.manager)
    page = text_of(visitor.get("settings_members"))
    assert visitor.url("settings_member", member_id=cast.agent.id) in page
    for above in (cast.owner, cast.manager):
        assert f'href="{visitor.url("settings_member", member_id=above.id)}"' not in page
        assert visitor.get("settings_member", member_id=above.id).status_code == 403
        assert visitor.post("settings_member_removal", member_id=above.id).status_code == 403
    choices = text_of(visitor.get("settings_member", member_id=cast.agent.id))
    assert 'value="agent"' in choices
    assert 'value="owner"' not in choices
    promoted = visitor.post("settings_member", {"role": "owner"}, member_id=cast.agent.id)
    assert promoted.status_code == 403
    cast.agent.refresh_from_db()
    assert cast.agent.role == "agent"


def test_a_manager_who_may_not_change_settings_sees_teams_and_cannot_touch_them(
    server: WebServer, cast: Cast
) -> None:
    visitor = Visitor(server, restrict(cast.manager, Restriction.SPACE_SETTING))
    page = text_of(visitor.get("settings_members"))
    assert "Desk" in page
    assert visitor.url("settings_team", team_id=cast.team.id) not in page
    assert visitor.post("settings_team_deletion", team_id=cast.team.id).status_code == 403


def test_the_settings_lead_to_the_first_page_that_one_may_use(server: WebServer, cast: Cast) -> None:
    owner, agent = Visitor(server, cast.owner), Visitor(server, cast.agent)
    assert owner.get("settings").headers["location"] == owner.url("settings_general")
    assert agent.get("settings").headers["location"] == "/profile"
    manager = Visitor(server, restrict(cast.manager, Restriction.SPACE_SETTING))
    assert manager.get("settings").headers["location"] == manager.url("settings_members")
