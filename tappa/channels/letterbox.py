"""What the letterboxes of the web and the worker's second tries have in common: from raw bytes to what was received."""

from tappa.channels.registry import kind_of
from tappa.core.inbox.actions.receive import receive
from tappa.core.inbox.arrivals import Received
from tappa.core.inbox.models import Channel


def understand(channel: Channel, raw: bytes) -> Received:
    """Read a post by the rules of its channel's kind and take what it brings. Raises DomainError when it is refused."""
    batch = kind_of(channel.kind).read_post(channel, raw)
    return receive(channel, batch, workspace=channel.workspace)
