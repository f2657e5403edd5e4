"""Fixtures of the API's tests: clients, a channel, a contact."""

import secrets
from collections.abc import Callable

import httpx
import pytest

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Member, User, Workspace
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.models import Channel
from tests.support.contract import check_answer
from tests.support.web import WebServer

Make = Callable[..., int]


@pytest.fixture
def api(server: WebServer, token: str) -> httpx.Client:
    """A client of the workspace, with every scope, that holds each answer against the description of the API."""
    client = server.client(token)
    client.event_hooks = {"response": [check_answer]}
    return client


@pytest.fixture
def stranger(server: WebServer, other_token: str) -> httpx.Client:
    """A client of another workspace, with every scope there."""
    return server.client(other_token)


@pytest.fixture
def agent(workspace: Workspace) -> Member:
    """One member, who never signs in here: a password's hash is slow by design."""
    email = f"ada-{secrets.token_hex(6)}@people.example"
    user = User.objects.create(name="Ada Agent", email=email, password="!")
    return add_member(workspace, user, role=Role.AGENT)


@pytest.fixture
def channel(workspace: Workspace) -> Channel:
    """A custom channel that goes by phones."""
    issued = create_channel(
        workspace,
        kind="custom",
        name="Bridge",
        settings={"contact_id": "phone", "outbound_url": "http://127.0.0.1:9"},
    )
    return issued.channel


@pytest.fixture
def make_contact(api: httpx.Client) -> Make:
    """Make a contact through the API and give its id: `make_contact(firstName="Ana")`."""

    def make(**fields: object) -> int:
        email = fields.pop("email", f"{secrets.token_hex(6)}@people.example")
        answer = api.post(f"/v2/contact/create_or_update/email:{email}", json=fields)
        assert answer.status_code == 200, answer.text
        contact_id: int = answer.json()["contactId"]
        return contact_id

    return make
