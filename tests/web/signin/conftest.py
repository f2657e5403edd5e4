"""Servers of signing in: one whose mails leave the house, one known by https, one where nobody signs up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.test import override_settings

from tests.support.postbox import Postbox, postbox_on_loopback
from tests.support.web import WebServer, web_server

PUBLIC_URL = "http://tappa.example"
HTTPS_URL = "https://tappa.example"


@dataclass
class Mailing:
    """A server with a postbox."""

    server: WebServer
    postbox: Postbox

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Have the test's own process send as the server does."""
        address = urlsplit(self.postbox.url)
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(
            EMAIL_BACKEND=smtp, EMAIL_HOST=address.hostname, EMAIL_PORT=address.port, PUBLIC_URL=PUBLIC_URL
        ):
            yield


@pytest.fixture(scope="session")
def mailing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailing]:
    """Sends its mails to a postbox, and is known to others as tappa.example."""
    log = tmp_path_factory.mktemp("mailing") / "web.log"
    with postbox_on_loopback() as postbox:
        settings = {"TAPPA_SMTP_URL": postbox.url, "TAPPA_PUBLIC_URL": PUBLIC_URL}
        with web_server(log, workers=1, settings=settings) as server:
            yield Mailing(server, postbox)


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A server that is known to others as https://tappa.example, and that none of them is told by its proxy."""
    log = tmp_path_factory.mktemp("public") / "web.log"
    with web_server(log, workers=1, settings={"TAPPA_PUBLIC_URL": HTTPS_URL}) as server:
        yield server


@pytest.fixture
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A server on which nobody signs up by themselves."""
    log = tmp_path_factory.mktemp("closed") / "web.log"
    with web_server(log, workers=1, settings={"TAPPA_SIGN_UP": "closed"}) as server:
        yield server
