"""The workspace through the API: its members and its channels."""

import httpx

from tappa.core.accounts.models import Member
from tappa.core.inbox.models import Channel
from tests.api.fixtures import Make
from tests.cast import Cast
from tests.support.refusals import refused


def test_the_members_in_pages(api: httpx.Client, cast: Cast) -> None:
    first = api.get("/v2/space/user", params={"limit": 3}).json()
    second = api.get(first["pagination"]["next"]).json()
    roles = [user["role"] for user in first["items"] + second["items"]]
    assert roles == ["owner", "manager", "agent", "agent", "agent"]
    assert second["pagination"]["next"] == ""
    assert api.get(second["pagination"]["previous"]).json() == first
    restricted = second["items"][-1]
    assert restricted == {
        "id": cast.team_only.id,
        "firstName": "Teo",
        "lastName": "Team",
        "email": cast.team_only.user.email,
        "role": "agent",
        "team": {"id": cast.team.id, "name": "Desk"},
        "restrictions": ["show_team_contacts"],
    }
    assert api.get(f"/v2/space/user/{restricted['id']}").json() == restricted


def test_a_member_who_is_not_there(api: httpx.Client, stranger: httpx.Client, agent: Member) -> None:
    refused(api.get(f"/v2/space/user/{agent.id + 1000}"), 404)
    refused(stranger.get(f"/v2/space/user/{agent.id}"), 404)
    refused(api.get("/v2/space/user/me"), 400, "id")
    assert stranger.get("/v2/space/user").json()["items"] == []


def test_the_channels(api: httpx.Client, stranger: httpx.Client, channel: Channel) -> None:
    (shown,) = api.get("/v2/space/channel").json()["items"]
    assert (shown["id"], shown["name"], shown["source"]) == (channel.id, "Bridge", "custom_channel")
    assert shown["created_at"] == int(channel.created_at.timestamp())
    assert stranger.get("/v2/space/channel").json()["items"] == []


def test_the_channels_of_a_contact(api: httpx.Client, make_contact: Make, channel: Channel) -> None:
    contact = make_contact(phone="+393331234567")
    path = f"/v2/contact/id:{contact}/channels"
    assert api.get(path).json() == {"items": [], "pagination": {"next": "", "previous": ""}}
    body = {"channelId": channel.id, "message": {"type": "text", "text": "Hello"}}
    assert api.post(f"/v2/contact/id:{contact}/message", json=body).status_code == 200
    (known,) = api.get(path).json()["items"]
    assert (known["id"], known["name"], known["source"]) == (channel.id, "Bridge", "custom_channel")
    assert known["meta"] == {"contactId": "+393331234567"}
    assert known["lastMessageTime"] > 0
    assert known["lastIncomingMessageTime"] is None
