"""What the bridge of a custom channel needs to know, and a line for the shell that plays a bridge once."""

import json
from typing import Final

from tappa.core.inbox.actions.create_channel import channel_token
from tappa.core.inbox.models import Channel
from tappa.core.inbox.rules import ContactIdKind
from tappa.web.settings.pages import Credentials
from tappa.web.shell.mail import public_address
from tappa.web.shell.visit import Visit

INBOUND_PATH: Final = "/custom/channel/webhook/"
EXAMPLES: Final = {ContactIdKind.PHONE: "+12025550123", ContactIdKind.CUSTOM: "curl-test"}
_ID: Final = "test-'$(date +%s)'"  # leaves the quotes for a moment: each run is a message of its own


def credentials(visit: Visit, channel: Channel) -> Credentials:
    """Address and id, without the token."""
    return Credentials(channel=channel, inbound_url=public_address(visit.request, INBOUND_PATH))


def revealed(visit: Visit, channel: Channel) -> Credentials:
    """The same with the token, and a line that posts a message as the bridge would."""
    token, address = channel_token(channel), public_address(visit.request, INBOUND_PATH)
    return Credentials(
        channel=channel, inbound_url=address, token=token, curl=curl_line(channel, address, token)
    )


def curl_line(channel: Channel, address: str, token: str) -> str:
    """A line that works as it stands. Without a time of its own, the message gets that of its arrival."""
    post = {
        "channelId": channel.id,
        "contactId": EXAMPLES[ContactIdKind(channel.settings["contact_id"])],
        "events": [
            {
                "type": "message",
                "mId": "MID",
                "timestamp": 0,
                "message": {"type": "text", "text": "Hello from the command line"},
            }
        ],
        "contact": {"firstName": "Test", "lastName": "Message"},
    }
    body = json.dumps(post).replace("MID", _ID)
    return (
        f"curl -X POST '{address}' \\\n"
        f"  -H 'Authorization: Bearer {token}' \\\n"
        f"  -H 'Content-Type: application/json' \\\n"
        f"  -d '{body}'"
    )
