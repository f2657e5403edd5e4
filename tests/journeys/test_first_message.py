"""The main job, through real parts only: `tappa serve`, its command line, HTTP, and a bridge that knows docs/channels.md.

A new person's first message becomes a contact at its stage (S1), is moved and its history told (S4, E1), and answered
(I5).
"""

import json
import secrets
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.bridge import Bridge, bridge_on_loopback
from tests.support.whole import Whole, whole_tappa

# One installation serves both tests: without a group xdist would start one in each of its processes.
pytestmark = pytest.mark.xdist_group("first message")
DAY_SECONDS = 86_400


@pytest.fixture(scope="module")
def tappa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """A whole Tappa with its demo workspace, as `script/server` starts it."""
    with whole_tappa(
        tmp_path_factory.mktemp("first-message") / "data", TAPPA_ALLOW_PRIVATE_ADDRESSES="1"
    ) as whole:
        whole.start()
        yield whole


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    """The integrator's side."""
    with bridge_on_loopback() as running:
        yield running


def done(whole: Whole, *words: str) -> str:
    """What a command prints; it must succeed."""
    result = whole.command(*words)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def post_inbound(channel: dict[str, Any], person: str, text: str) -> httpx.Response:
    """What a bridge posts for one message, by docs/channels.md."""
    event = {
        "type": "message",
        "mId": secrets.token_hex(8),
        "timestamp": int(time.time() * 1000),
        "message": {"type": "text", "text": text},
    }
    body = {
        "channelId": channel["id"],
        "contactId": person,
        "events": [event],
        "contact": {"firstName": "Giulia"},
    }
    headers = {"Authorization": f"Bearer {channel['token']}"}
    return httpx.post(channel["inbound_url"], json=body, headers=headers, trust_env=False)


def test_a_first_message_becomes_a_contact_is_moved_and_answered(tappa: Whole, bridge: Bridge) -> None:
    words = ("channel", "create", "--workspace", "demo", "--kind", "custom", "--name", "Bridge")
    channel = json.loads(done(tappa, *words, "--contact-id", "phone", "--outbound-url", bridge.url))
    token = done(tappa, "token", "create", "--workspace", "demo", "--name", "Shop")
    phone = f"+39333{secrets.randbelow(10**7):07}"

    answer = post_inbound(channel, phone, "Buongiorno, quanto costa?")
    assert answer.status_code == 200, answer.text

    with tappa.client(token) as api:
        contact = api.get(f"/v2/contact/phone:{phone}").raise_for_status().json()
        assert (contact["firstName"], contact["lifecycle"], contact["status"]) == (
            "Giulia",
            "New Lead",
            "open",
        )
        who = f"/v2/contact/id:{contact['id']}"
        (received,) = api.get(f"{who}/message/list").raise_for_status().json()["items"]
        assert received["message"] == {"type": "text", "text": "Buongiorno, quanto costa?"}
        assert (received["traffic"], received["channelId"]) == ("incoming", channel["id"])

        moved = api.post(f"{who}/lifecycle/update", json={"name": "Payment"})
        assert (moved.status_code, moved.json()["code"]) == (200, 200), moved.text
        assert api.get(who).json()["lifecycle"] == "Payment"

        move, made = api.get(f"{who}/lifecycle/history").raise_for_status().json()["items"]
        assert (move["from"], move["to"], move["via"], move["cause"]) == ("New Lead", "Payment", "api", None)
        assert (move["by"]["kind"], move["by"]["name"]) == ("token", "Shop")
        assert 0 <= move["previousSeconds"] < DAY_SECONDS
        assert abs(move["at"] - time.time()) < DAY_SECONDS
        assert (made["from"], made["to"], made["via"], made["cause"]) == (
            None,
            "New Lead",
            "inbound",
            "default",
        )

        sent = api.post(f"{who}/message", json={"message": {"type": "text", "text": "Venti euro."}})
        assert sent.status_code == 200, sent.text
        (outbound,) = bridge.wait_for(1)
        assert outbound.path == "/message"
        assert outbound.headers["authorization"] == f"Bearer {channel['token']}"
        assert outbound.body == {
            "channelId": channel["id"],
            "contactId": phone,
            "message": {"type": "text", "text": "Venti euro."},
        }
        assert status_of(api, who, sent.json()["messageId"]) == ["pending", "sent"]


def status_of(api: httpx.Client, who: str, message_id: int) -> list[str]:
    """How a message fared, once it is on its way."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        message = api.get(f"{who}/message/{message_id}").raise_for_status().json()
        if len(message["status"]) > 1:
            return [step["value"] for step in message["status"]]
        time.sleep(0.05)
    raise AssertionError("the message never left")


def test_the_demo_workspace_is_there_with_its_sign_ins(tappa: Whole) -> None:
    said = tappa.said()
    for role in ("owner", "manager", "agent"):
        assert f"{role}@demo.example" in said
    token = done(tappa, "token", "create", "--workspace", "demo", "--name", "Reader")
    with tappa.client(token) as api:
        page = api.post(
            "/v2/contact/list?limit=100", json={"search": "", "timezone": "UTC", "filter": {"$and": []}}
        )
        assert len(page.raise_for_status().json()["items"]) == 100
