"""The fixtures that know the core. conftest.py imports this file once Django is set up."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.actions.found_workspace import found_workspace
from tests.cast import Cast, call_the_cast
from tests.support.browser import Chromium, Windows, chromium, open_windows
from tests.support.premises import Neighbours, neighbours
from tests.support.web import WebServer, web_server
from tests.support.whole import Whole, whole_tappa


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A real web server of two worker processes on this test process's database."""
    with web_server(tmp_path_factory.mktemp("web") / "web.log") as running:
        yield running


@pytest.fixture
def workspace() -> Workspace:
    """A fresh workspace with the first stages of a new one."""
    return found_workspace(name="Studio Verdi", slug=f"studio-{secrets.token_hex(6)}", country_code="IT")


@pytest.fixture
def other_workspace() -> Workspace:
    """Another fresh workspace, whose things nobody of the first may see."""
    return found_workspace(name="Studio Rossi", slug=f"other-{secrets.token_hex(6)}")


@pytest.fixture
def token(workspace: Workspace) -> str:
    """The secret of an API token of the workspace, with every scope."""
    return create_token(workspace, name="Test").secret


@pytest.fixture
def other_token(other_workspace: Workspace) -> str:
    """The secret of a token of the other workspace."""
    return create_token(other_workspace, name="Stranger").secret


@pytest.fixture
def within_a_day() -> None:
    """No midnight comes in the next minute, by the clock of the workspaces and by that of the windows."""
    for zone in ("UTC", "Europe/Rome"):
        now = datetime.now(ZoneInfo(zone))
        if (now + timedelta(seconds=60)).date() != now.date():
            time.sleep(61)


@pytest.fixture
def cast(workspace: Workspace, other_workspace: Workspace) -> Cast:
    """The people of the workspace, and a stranger from the other one."""
    return call_the_cast(workspace, other_workspace)


@pytest.fixture(scope="session")
def around() -> Neighbours:
    """Two workspaces in which everything is there that an address can name. Whoever takes them leaves them as they are."""
    return neighbours()


@pytest.fixture
def owner_url() -> str:
    """The database owner's address, for tests that must reach behind the application's role."""
    return os.environ["TAPPA_TEST_OWNER_URL"]


@pytest.fixture
def owner_connection(owner_url: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """The database owner, connected."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty data directory which PostgreSQL's account can enter when root runs the tests, as pytest's own cannot be."""
    runs = Path(os.environ["TAPPA_DATA"]) / "runs"
    place = runs / secrets.token_hex(6)
    place.mkdir(parents=True)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def whole(data: Path) -> Iterator[Whole]:
    """A whole Tappa of its own, not started yet."""
    with whole_tappa(data) as installation:
        yield installation


@pytest.fixture(scope="session", name="chromium")
def running_chromium() -> Iterator[Chromium]:
    """The Chromium of this process; tests take `windows`."""
    with chromium() as running:
        yield running


@pytest.fixture
def windows(chromium: Chromium) -> Iterator[Windows]:
    """Browser windows. The test fails when one of their pages complains of anything that it does not expect."""
    with open_windows(chromium) as opened:
        yield opened
