"""docs/channels.md keeps its word: its bridge, run as it stands there, carries a conversation both ways."""

import importlib.util
import json
import os
import re
import socket
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from tappa.channels.custom.settings import read_settings
from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Via, system
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.create_channel import IssuedChannel, create_channel
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Message
from tappa.kernel.processes import launch
from tests.support.postmen import postmen, wait_until
from tests.support.web import WebServer

PAGE = (Path(__file__).parents[3] / "docs" / "channels.md").read_text()
PORT = 9000  # the page's own


def block(heading: str, first: str) -> str:
    """The first indented block below a heading that begins with `first`, without its indent."""
    below = PAGE.partition(f"\n## {heading}")[2]
    lines = below[below.index(f"    {first}") :].splitlines()
    end = next(
        (place for place, line in enumerate(lines) if line and not line.startswith("    ")), len(lines)
    )
    return "\n".join(line.removeprefix("    ") for line in lines[:end]).strip() + "\n"


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def issued(workspace: Workspace, port: int) -> IssuedChannel:
    settings = read_settings({"contact_id": "phone", "outbound_url": f"http://127.0.0.1:{port}"})
    return create_channel(workspace, kind="custom", name="SMS", settings=settings)


@pytest.fixture
def environment(server: WebServer, issued: IssuedChannel) -> dict[str, str]:
    return {
        "INBOUND_URL": f"{server.url}/custom/channel/webhook",
        "CHANNEL_TOKEN": issued.token,
        "CHANNEL_ID": str(issued.channel.id),
    }


@pytest.fixture
def script(tmp_path: Path, port: int) -> Path:
    """The page's bridge in a file, on a free port instead of the page's."""
    text = block("A whole bridge", "import http.server")
    assert text.count(str(PORT)) == 1
    path = tmp_path / "bridge.py"
    path.write_text(text.replace(str(PORT), str(port)))
    return path


@pytest.fixture
def module(script: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The bridge's functions."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("bridge_of_the_page", script)
    assert spec is not None
    assert spec.loader is not None
    bridge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bridge)
    return bridge


def test_the_pages_bridge_carries_a_conversation(
    workspace: Workspace,
    module: ModuleType,
    script: Path,
    environment: dict[str, str],
    tmp_path: Path,
    port: int,
) -> None:
    assert module.heard("+393331234567", "Ana", "abc-1", "Buongiorno!") == {"mIds": ["abc-1"]}
    assert module.heard("+393331234567", "Ana", "abc-1", "Buongiorno!") == {"mIds": ["abc-1"]}
    contact = Contact.objects.get(workspace=workspace)
    assert (contact.first_name, contact.messages.count()) == ("Ana", 1)

    said = tmp_path / "said"
    with said.open("wb") as output:
        process = launch(
            [sys.executable, str(script)], environment={**os.environ, **environment}, output=output
        )
        try:
            wait_until(lambda: listens(port), 20)
            by = system(workspace.id, via=Via.API)
            message = reply(contact, {"type": "text", "text": "Certo!"}, text="Certo!", by=by)
            with postmen():
                wait_until(lambda: Message.objects.get(id=message.id).channel_message_id is not None, 20)
        finally:
            process.terminate()
            process.wait()

    assert "to +393331234567 : Certo!" in said.read_text()
    assert str(Message.objects.get(id=message.id).channel_message_id).startswith("sent-")


def test_the_pages_first_post_is_taken(
    workspace: Workspace, server: WebServer, issued: IssuedChannel
) -> None:
    told = re.search(r"-d '(.*)'", block("In:", "curl"), re.DOTALL)
    assert told is not None
    now = int(time.time())
    post = json.loads(told[1].replace("'$(date +%s)000'", f"{now}000")) | {"channelId": issued.channel.id}
    answer = server.client(issued.token).post("/custom/channel/webhook/", json=post)

    assert (answer.status_code, answer.json()) == (200, {"mIds": ["abc-1"]})
    [message] = Message.objects.filter(workspace=workspace)
    assert (message.text, int(message.happened_at.timestamp())) == ("Buongiorno!", now)
