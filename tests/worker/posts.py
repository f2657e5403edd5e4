"""A bridge on loopback, and a channel to it."""

from collections.abc import Iterator

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.inbox.models import Delivery
from tappa.core.inbox.rules import DeliveryState
from tests.support.bridge import Bridge, bridge_on_loopback
from tests.support.correspondence import Correspondence, correspond


def empty_the_line() -> None:
    """Other tests leave answers queued that nobody is there to take."""
    Delivery.objects.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.FAILED)


@pytest.fixture
def empty_line() -> None:
    """Nothing waits to be delivered."""
    empty_the_line()


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    """A bridge that takes everything, until told otherwise."""
    with bridge_on_loopback() as running:
        yield running


@pytest.fixture
def post(workspace: Workspace, bridge: Bridge, empty_line: None) -> Correspondence:
    """A channel to the bridge."""
    return correspond(workspace, bridge.url)
