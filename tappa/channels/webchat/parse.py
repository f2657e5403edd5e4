"""What a visitor writes, as their page posts it to us: kept as it came like every post, and understood here."""

import hashlib
import re
from datetime import datetime
from typing import Final

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from tappa.core.contacts.rules import ContactDetails, is_language
from tappa.core.inbox.arrivals import ArrivedMessage, Batch, Sender
from tappa.core.inbox.models import Channel
from tappa.kernel.errors import Invalid

TEXT_LIMIT: Final = 4000
MARK_LENGTH: Final = 4
SEPARATOR: Final = "-"
_MARK_CHARACTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when read aloud
_MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
_UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """One message. `message_id` is made by the page, so that what is sent twice is stored once; `at` is our clock's."""

    visitor: str
    message_id: str
    text: str
    language: str
    at: datetime


def read_post(channel: Channel, body: bytes) -> Batch:
    """The batch that a post brings. Raises Invalid for a text that is none, or too long."""
    post = msgspec.json.decode(body, type=Post)
    text = post.text.replace("\x00", _UNREADABLE).replace("\r\n", "\n").strip()
    if not text:
        raise Invalid(_("Write something first."), field="text")
    if len(text) > TEXT_LIMIT:
        raise Invalid(_too_long(len(text)), field="text")
    if not _MESSAGE_ID.fullmatch(post.message_id):
        raise Invalid(_("This message cannot be taken. Reload the page and send it again."), field="id")
    arrived = ArrivedMessage(
        # Told apart by who wrote: an id that another visitor has used must not swallow this one's message.
        channel_message_id=f"{_digest(post.visitor)[:16]}{SEPARATOR}{post.message_id}",
        happened_at=post.at,
        body={"type": "text", "text": text},
        text=text,
    )
    return Batch(Sender(post.visitor, _details(channel, post)), [arrived])


def visitor_mark(visitor: str) -> str:
    """Four characters by which the team tells visitors without a name apart. They say nothing of the visitor's id."""
    number = int(_digest(visitor), 16)
    return "".join(
        _MARK_CHARACTERS[number // len(_MARK_CHARACTERS) ** place % len(_MARK_CHARACTERS)]
        for place in range(MARK_LENGTH)
    )


def page_id_of(channel_message_id: str) -> str:
    """The id that the visitor's page had given a message of theirs."""
    return channel_message_id.partition(SEPARATOR)[2]


def _details(channel: Channel, post: Post) -> ContactDetails:
    """A visitor is called "Visitor 7F3K", in the team's language, until they say their name (introduce)."""
    with override(channel.workspace.language):
        first_name = _("Visitor")
    return ContactDetails(
        first_name=first_name,
        last_name=visitor_mark(post.visitor),
        language=post.language if is_language(post.language) else "",
    )


def _digest(visitor: str) -> str:
    return hashlib.sha256(visitor.encode()).hexdigest()


def _too_long(length: int) -> str:
    over = length - TEXT_LIMIT
    sentence = ngettext(
        "This is %(over)d character too long: at most %(limit)d go into one message.",
        "This is %(over)d characters too long: at most %(limit)d go into one message.",
        over,
    )
    return sentence % {"over": over, "limit": TEXT_LIMIT}
