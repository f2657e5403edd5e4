"""The agent at the Inbox in a real browser, and a way to write to the workspace."""

import pytest
from playwright.sync_api import Page

from tappa.core.inbox.models import Channel
from tests.cast import Cast
from tests.core.acts import new_channel
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer


@pytest.fixture
def channel(cast: Cast) -> Channel:
    """A way to write to the workspace."""
    return new_channel(cast.owner.workspace)


@pytest.fixture
def desk(server: WebServer, cast: Cast, windows: Windows) -> Page:
    """The agent's browser, signed in."""
    page = windows.open(server.url)
    sign_in(page, server, cast.agent)
    return page
