"""The icons of channels, by their kind (tappa/channels)."""

from typing import Final

_ICONS: Final = {
    "webchat": "ch-web",
    "email": "ch-mail",
    "whatsapp": "ch-whatsapp",
    "telegram": "ch-telegram",
}


def channel_icon(kind: str) -> str:
    """The icon of a kind of channel, "" for no channel."""
    return _ICONS.get(kind, "link") if kind else ""
