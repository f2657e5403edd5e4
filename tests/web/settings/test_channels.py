"""Channels and API tokens, by forms without scripts."""

import re
import subprocess
from html import unescape

import pytest

from tappa.core.accounts.grants import Restriction, Scope
from tappa.core.accounts.models import ApiToken
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.create_channel import channel_token
from tappa.core.inbox.models import Channel, Message
from tests.cast import Cast
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, restrict, text_of


@pytest.mark.parametrize("contact_id", ["phone", "custom"])
def test_a_custom_channel_comes_with_a_line_that_works_as_it_stands(
    contact_id: str, server: WebServer, cast: Cast
) -> None:
    """The line of curl is run by a real shell, twice: each time a message of its own arrives."""
    visitor, workspace = Visitor(server, cast.owner), cast.owner.workspace
    made = visitor.post("settings_new_custom_channel", {"name": "SMS", "contact_id": contact_id})
    assert "SMS connected" in visitor.after(made)
    channel = Channel.objects.get(workspace=workspace)
    closed = text_of(visitor.get("settings_channel", channel_id=channel.id))
    assert channel_token(channel) not in closed
    shown = visitor.post("settings_channel_token", channel_id=channel.id)
    assert shown.headers["cache-control"] == "no-store"
    found = re.search(r'<pre id="curl"[^>]*>(.*?)</pre>', shown.text, re.DOTALL)
    assert found
    line = unescape(found[1])
    for _time in range(2):
        answer = subprocess.run(["bash", "-c", f"{line} -sS"], capture_output=True, text=True, check=True)
        assert "mIds" in answer.stdout, answer.stdout + answer.stderr
        line = line.replace("$(date +%s)", "$(date +%s)-2")
    contact = Contact.objects.get(workspace=workspace)
    assert (contact.first_name, contact.last_name) == ("Test", "Message")
    assert Message.objects.filter(workspace=workspace).count() == 2


def test_what_a_kind_refuses_stands_at_its_field(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    form = {"name": "SMS", "contact_id": "custom", "outbound_url": "ftp://bridge.example.com"}
    answer = visitor.post("settings_new_custom_channel", form)
    assert answer.status_code == 422
    assert 'value="ftp://bridge.example.com"' in answer.text
    assert '<option value="custom" selected>' in answer.text
    assert not Channel.objects.filter(workspace=cast.owner.workspace).exists()


def test_a_website_chat_shows_its_page_which_opens(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    form = {"name": "Shop", "greeting": "Ciao <b>!", "language": "it", "ask_details": "on"}
    page = visitor.after(visitor.post("settings_new_website_chat", form))
    link = re.search(r'id="hosted-link"[^>]*value="([^"]+)"', page)
    assert link
    assert visitor.browser.get(link[1]).status_code == 200
    assert "Ciao <b>!" in page  # as text: text_of has taken its escaping back
    channel = Channel.objects.get(workspace=cast.owner.workspace)
    visitor.after(visitor.post("settings_channel", {**form, "name": "Store"}, channel_id=channel.id))
    channel.refresh_from_db()
    assert (channel.name, channel.settings["ask_details"]) == ("Store", True)


def test_a_website_chat_has_no_token_to_show(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    visitor.post("settings_new_website_chat", {"name": "Shop"})
    channel = Channel.objects.get(workspace=cast.owner.workspace)
    assert visitor.post("settings_channel_token", channel_id=channel.id).status_code == 404


def test_a_channel_is_removed_after_a_question(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    visitor.post("settings_new_website_chat", {"name": "Shop"})
    channel = Channel.objects.get(workspace=cast.owner.workspace)
    question = text_of(visitor.get("settings_channel_removal", channel_id=channel.id))
    assert "Contacts, conversations and messages stay" in question
    assert "Shop removed" in visitor.after(visitor.post("settings_channel_removal", channel_id=channel.id))
    assert visitor.get("settings_channel", channel_id=channel.id).status_code == 404
    assert visitor.browser.get(f"/chat/{channel.public_id}").status_code == 404


def test_a_token_is_shown_once_and_works(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    made = visitor.post("settings_new_token", {"name": "Shop", "scopes": [Scope.CONTACTS_READ]})
    secret = re.search(r'value="(tappa_[^"]+)"', text_of(made))
    assert secret
    assert made.headers["cache-control"] == "no-store"
    page = text_of(visitor.get("settings_tokens"))
    assert secret[1] not in page
    assert "Read contacts" in page
    api = server.client(secret[1])
    assert api.get("/v2/space/channel").status_code == 403
    assert (
        api.post(
            "/v2/contact/list", json={"search": "", "timezone": "UTC", "filter": {"$and": []}}
        ).status_code
        == 200
    )
    token = ApiToken.objects.get(workspace=cast.owner.workspace)
    assert "Shop revoked" in visitor.after(visitor.post("settings_token_revocation", token_id=token.id))
    assert api.post("/v2/contact/list", json={}).status_code == 401
    assert "No token yet" in text_of(visitor.get("settings_tokens"))


@pytest.mark.parametrize(
    ("restriction", "scope"),
    [
        (Restriction.CONTACT_DELETION, Scope.CONTACTS_WRITE),
        (Restriction.DATA_EXPORT, Scope.CONTACTS_READ),
        (Restriction.SPACE_SETTING, Scope.LIFECYCLE_WRITE),
    ],
)
def test_a_manager_gives_a_token_no_more_than_they_may_do(
    restriction: str, scope: Scope, server: WebServer, cast: Cast
) -> None:
    """Section 8: every rule holds on every path. A token of their own making would lead around what is kept from them."""
    whole = text_of(Visitor(server, cast.manager).get("settings_new_token"))
    assert f'value="{scope}"' in whole
    visitor = Visitor(server, restrict(cast.manager, restriction))
    form = text_of(visitor.get("settings_new_token"))
    assert f'value="{scope}"' not in form
    assert f'value="{Scope.MESSAGES_READ}"' in form
    refused = visitor.post("settings_new_token", {"name": "Shop", "scopes": [scope, Scope.MESSAGES_READ]})
    assert refused.status_code == 422
    assert f"You may not give {scope}" in refused.text
    assert not ApiToken.objects.filter(workspace=cast.owner.workspace).exists()
    assert (
        visitor.post("settings_new_token", {"name": "Shop", "scopes": [Scope.MESSAGES_READ]}).status_code
        == 200
    )


def test_a_token_for_nothing_is_refused_and_its_name_kept(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    answer = visitor.post("settings_new_token", {"name": "Shop"})
    assert answer.status_code == 422
    assert 'value="Shop"' in answer.text
    assert "Choose at least one" in answer.text
