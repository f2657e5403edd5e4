"""A server with odd views, for what no good view shows."""

from collections.abc import Iterator

import pytest

from tests.support.web import WebServer, web_server

ODD = {
    "DJANGO_SETTINGS_MODULE": "tests.support.odd_settings",
    "TAPPA_ALLOWED_HOSTS": "127.0.0.1,tappa.example",
}


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """One worker with two threads."""
    settings = {**ODD, "TAPPA_THREADS": "2"}
    with web_server(tmp_path_factory.mktemp("odd") / "web.log", workers=1, settings=settings) as running:
        yield running
