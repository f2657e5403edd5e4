"""`tappa channel create`: a channel and its token, as JSON for the script that sets up a bridge."""

import argparse
import json
import sys

from django.conf import settings
from django.utils.translation import gettext as _

from tappa.channels.registry import KINDS, kind_of
from tappa.command.address import known_address
from tappa.core.accounts.queries import workspace_by_slug
from tappa.core.inbox.actions.create_channel import IssuedChannel, create_channel
from tappa.core.inbox.chats import hosted_path
from tappa.kernel.outbound import private_address


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--workspace", required=True, metavar="SLUG", help="the workspace's slug")
    parser.add_argument("--kind", required=True, choices=sorted(KINDS), help="the kind of channel")
    parser.add_argument("--name", required=True, help="what people see")
    parser.add_argument(
        "--contact-id",
        choices=["phone", "custom"],
        help="how the bridge names people (custom; default: phone)",
    )
    parser.add_argument("--outbound-url", help="where replies are posted: {URL}/message (custom)")


def run(arguments: argparse.Namespace) -> None:
    """Make the channel and print what its owner needs: the address of its page, or its id, its token, which cannot be
    shown again, and its inbound address."""
    workspace = workspace_by_slug(arguments.workspace)
    asked = {"contact_id": arguments.contact_id, "outbound_url": arguments.outbound_url}
    given = {name: value for name, value in asked.items() if value is not None}
    checked = kind_of(arguments.kind).read_settings(given)
    issued = create_channel(workspace, kind=arguments.kind, name=arguments.name, settings=checked)
    print(json.dumps(_told(issued)))
    if arguments.outbound_url and not settings.ALLOW_PRIVATE_ADDRESSES:
        _warn(checked["outbound_url"])


def _told(issued: IssuedChannel) -> dict[str, object]:
    base = settings.PUBLIC_URL or known_address(settings.DATA)
    if issued.channel.public_id:
        return {"id": issued.channel.id, "url": f"{base}{hosted_path(issued.channel)}"}
    inbound = f"{base}/custom/channel/webhook"
    return {"id": issued.channel.id, "token": issued.token, "inbound_url": inbound}


def _warn(url: str) -> None:
    """Say at once what otherwise the first answer would fail with. A warning: the server may be started otherwise."""
    refusal = private_address(url)
    if refusal:
        print(_("Note: %(refusal)s") % {"refusal": refusal}, file=sys.stderr)
