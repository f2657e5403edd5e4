"""A website chat is open to everybody: what one visitor, and one address, may do there in a time."""

import hashlib
import hmac
import ipaddress
from datetime import timedelta
from enum import Enum
from typing import Final

from django.conf import settings
from django.db.models.functions import Now
from django.utils.translation import ngettext

from tappa.core.inbox.models import Channel
from tappa.core.inbox.models_chat import ChatBucket
from tappa.kernel.buckets import Buckets, Limit
from tappa.kernel.errors import TooMany

KEPT_HOURS: Final = 24
_BUCKETS: Final = Buckets("inbox_chatbucket", ("channel_id", "key"))


class ChatLimit(Enum):
    """What is counted, for one visitor or for one address. Offices and mobile networks share an address: its limits are
    for many honest people at once."""

    MESSAGES = Limit(burst=10, rate=0.5)
    MESSAGES_OF_ADDRESS = Limit(burst=60, rate=2)
    FIRST_MESSAGES_OF_ADDRESS = Limit(burst=20, rate=20 / 3600)
    DETAILS_OF_ADDRESS = Limit(burst=30, rate=30 / 3600)
    TYPING = Limit(burst=4, rate=0.5)
    LOOKS_OF_ADDRESS = Limit(burst=240, rate=8)


def limit_chat(channel: Channel, limit: ChatLimit, who: str) -> None:
    """Count one against the visitor or address `who`. Raises TooMany, saying when there is room again."""
    key = f"{limit.name.lower()}:{_anonymous(who)}"
    taken = _BUCKETS.take(channel.id, key, limit.value)
    if taken.is_given:
        return
    raise TooMany(_sentence(taken.wait), retry_after=taken.wait)


def network_of(address: str) -> str:
    """Whom an IP address stands for: itself, or the /64 that one customer has in IPv6 and may change within at will."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)


def forget_chat_limits() -> int:
    """Remove the buckets that nobody has taken from for a day. Returns how many."""
    removed, _by_model = ChatBucket.objects.filter(
        updated_at__lt=Now() - timedelta(hours=KEPT_HOURS)
    ).delete()
    return removed


def _anonymous(who: str) -> str:
    """A keyed hash: no address stands in the database, not even for a day."""
    return hmac.new(settings.SECRET_KEY.encode(), who.encode(), hashlib.sha256).hexdigest()[:32]


def _sentence(wait: int) -> str:
    if wait < 90:
        text = ngettext(
            "That was a lot at once. Your text is still here: send it again in %(seconds)d second.",
            "That was a lot at once. Your text is still here: send it again in %(seconds)d seconds.",
            wait,
        )
        return text % {"seconds": wait}
    minutes = -(-wait // 60)
    text = ngettext(
        "Too many new chats came from your network. Your text is still here: send it again in %(minutes)d minute.",
        "Too many new chats came from your network. Your text is still here: send it again in %(minutes)d minutes.",
        minutes,
    )
    return text % {"minutes": minutes}
