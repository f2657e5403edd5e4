"""All kinds of channel, by name."""

from typing import Final

from django.utils.translation import gettext as _

from tappa.channels.custom.kind import CustomChannel
from tappa.channels.port import ChannelKind
from tappa.channels.webchat.kind import WebsiteChat
from tappa.kernel.errors import Invalid

KINDS: Final[dict[str, ChannelKind]] = {kind.name: kind for kind in (CustomChannel(), WebsiteChat())}


def kind_of(name: str) -> ChannelKind:
    """The kind of this name. Raises Invalid naming those there are."""
    kind = KINDS.get(name)
    if kind is None:
        raise Invalid(
            _("kind must be one of: %(kinds)s.") % {"kinds": ", ".join(sorted(KINDS))}, field="kind"
        )
    return kind


def carries(kind: str, message_type: str) -> bool:
    """Whether a message of this type ("text", "attachment", …) can go out through a channel of this kind."""
    return message_type in kind_of(kind).carries
