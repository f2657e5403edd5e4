"""Visitors of a website chat are whoever comes: they never take the places of those who work here."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tappa.channels.webchat.settings import read_settings
from tappa.core.accounts.models import Workspace
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.realtime.people import STREAMS_PER_NETWORK, Places, RefusedError
from tests.cast import Cast
from tests.realtime.ears import open_ear
from tests.support.visitor import VisitorBrowser
from tests.support.web import web_server


def test_visitors_have_half_of_the_places(tmp_path: Path, workspace: Workspace, cast: Cast) -> None:
    """Each comes with a fresh cookie."""
    chat = create_channel(workspace, kind="webchat", name="Chat", settings=read_settings({})).channel
    one_worker = web_server(tmp_path / "web.log", workers=1, settings={"TAPPA_STREAMS": "4"})
    with one_worker as server, ExitStack() as stack:
        statuses = []
        for _ in range(4):
            visitor = VisitorBrowser(server, chat)
            visitor.look()
            stream = stack.enter_context(visitor.client.stream("GET", f"{visitor.path}/stream"))
            statuses.append(stream.status_code)
        assert statuses == [200, 200, 503, 503]
        ear = open_ear(server, cast.agent)
        stack.callback(ear.close)
        ear.hears("refresh")


def test_visitors_of_one_network_have_so_many() -> None:
    """And have them again when they leave; others are let in meanwhile."""
    places = Places(2000)
    with ExitStack() as stack:
        for _ in range(STREAMS_PER_NETWORK):
            stack.enter_context(places.place_of_visitor("192.0.2.1"))
        with pytest.raises(RefusedError) as refused, places.place_of_visitor("192.0.2.1"):
            pass
        assert refused.value.status == 429
        stack.enter_context(places.place_of_visitor("192.0.2.2"))
    assert places.visitors == 0
    assert not places.people
