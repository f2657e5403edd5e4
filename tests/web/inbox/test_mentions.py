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
    assert signed_in(server, cast.mine_only).get(f"{address}/flow").status_code == 404


@pytest.mark.parametrize(
    "text", ["@Ada Agent", "ask @ada agent, please", "(@Ada Agent)", "@Ada Agent's turn"]
)
def test_a_whole_name_calls(workspace: Workspace, cast: Cast, text: str) -> None:
    assert called_in(text, workspace.id) == [cast.agent.id]
