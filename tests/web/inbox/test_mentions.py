"""Whom a comment calls: it lets them see the contact, and people choose their own names (section 8)."""

import pytest

from tappa.core.accounts.actions.edit_profile import edit_profile
from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.create import create_contact
from tappa.core.contacts.rules import ContactDetails
from tappa.web.inbox.mentions import called_in
from tests.cast import Cast
from tests.core.acts import robot
from tests.support.signin import signed_in
from tests.support.web import WebServer


def call_oneself(cast: Cast, name: str) -> None:
    user = cast.mine_only.user
    choices = {"language": "en", "time_zone": "UTC", "theme": "system", "notify_about": [], "notify_by": []}
    edit_profile(user, name=name, **choices)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["G", "gmail.com", "ada"])
def test_a_restricted_agent_sees_nothing_by_a_name_that_often_occurs(
    server: WebServer, workspace: Workspace, cast: Cast, name: str
) -> None:
    contact = create_contact(ContactDetails(first_name="Secret"), workspace=workspace, by=robot(workspace))
    call_oneself(cast, name)
    address = f"/w/{workspace.slug}/inbox/contacts/{contact.id}"
    text = "Writes from g@gmail.com, not from ana@gmail.com; @Ada Agent knows, @adamant they are"
    assert signed_in(server, cast.owner).post(f"{address}/comments", data={"text": text}).status_code == 303
    assert signed_in(server, cast.agent).get(f"{address}/thread").status_code == 200
    assert signed_in(server, cast.mine_only).get(f"{address}/thread").status_code == 404


def test_nobody_sees_more_by_taking_a_colleagues_name(workspace: Workspace, cast: Cast) -> None:
    """Section 8: a mention lets one see the contact. Who chooses from the list means the one that they chose."""
    call_oneself(cast, cast.agent.user.name)
    assert called_in("@Ada Agent", workspace.id) == [cast.agent.id]
    assert called_in("@Ada Agent", workspace.id, chosen=[cast.mine_only.id]) == [cast.mine_only.id]
    call_oneself(cast, cast.team_only.user.name)
    assert called_in("@Teo Team", workspace.id) == [], "neither would be sure to be meant"


def test_a_name_in_the_address_of_a_link_stays_there(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    contact = create_contact(ContactDetails(first_name="Ana"), workspace=workspace, by=robot(workspace))
    call_oneself(cast, 'x" onclick="y')
    address = f"/w/{workspace.slug}/inbox/contacts/{contact.id}"
    browser = signed_in(server, cast.owner)
    text = '@x" onclick="y see https://a.example/@ada and https://a.example/(@Mina'
    assert browser.post(f"{address}/comments", data={"text": text}).status_code == 303
    call_oneself(cast, "ada")
    browser.post(f"{address}/comments", data={"text": "https://a.example/@ada"})
    page = browser.get(f"{address}/thread").text
    assert page.count('href="https://a.example/@ada"') == 2
    assert "onclick=" not in page.replace("onclick=&#34;", "")
    assert '<span class="mention">@ada</span>' in page


@pytest.mark.parametrize(
    "text", ["@Ada Agent", "ask @ada agent, please", "(@Ada Agent)", "@Ada Agent's turn"]
)
def test_a_whole_name_calls(workspace: Workspace, cast: Cast, text: str) -> None:
    assert called_in(text, workspace.id) == [cast.agent.id]
