"""Understanding what a bridge posts: the whole batch or a refusal that names the field.

Details of the person that cannot be used (an e-mail that is none, a name of a page's length) are left out or cut
rather than refused: the contact's words matter more, and the bridge could not mend them.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from tappa.channels.custom.halves import UNREADABLE, read_json
from tappa.channels.custom.person import read_person
from tappa.channels.custom.settings import read_contact_id, settings_of
from tappa.channels.custom.shapes import (
    EVENTS_LIMIT,
    MESSAGE_ID_LIMIT,
    TEXT_LIMIT,
    Body,
    EchoEvent,
    MessageEvent,
    Reported,
    StatusEvent,
    Text,
)
from tappa.core.contacts.rules import is_picture_url as is_web_address
from tappa.core.inbox.arrivals import ArrivedMessage, Batch, Sender, StatusReport
from tappa.core.inbox.models import Channel
from tappa.core.inbox.rules import ContactIdKind, Status, Traffic
from tappa.kernel.errors import Invalid, NotFound
from tappa.kernel.lines import one_line

# A time before this or after now is no time at which anybody wrote here: seconds sent for milliseconds (1970), a
# clock gone wrong, a placeholder (3000). The message is true all the same and is dated by its arrival.
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE: Final = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<where>.*)`)?", re.DOTALL)
_MISSING: Final = re.compile(r"Object missing required field `(.+)`")


def read_post(channel: Channel, body: bytes) -> Batch:
    """The batch that a bridge's post brings. Raises Invalid; NotFound when it names a channel that is not its own."""
    post = _decode(body)
    if str(post.channel_id) != str(channel.id):
        raise NotFound(_("channelId is not the channel of this token."), field="channelId")
    settings = settings_of(channel.settings)
    external_id = read_contact_id(str(post.contact_id), settings.contact_id)
    phone = external_id if settings.contact_id == ContactIdKind.PHONE else ""
    if not 1 <= len(post.events) <= EVENTS_LIMIT:
        raise Invalid(_("events must hold 1 to %(limit)d events.") % {"limit": EVENTS_LIMIT}, field="events")
    now = datetime.now(UTC)
    arrivals = [_arrival(event, f"events[{place}]", now) for place, event in enumerate(post.events)]
    return Batch(Sender(external_id, read_person(post.contact, phone=phone)), arrivals)


def _decode(body: bytes) -> Body:
    try:
        return read_json(body, Body)
    except msgspec.ValidationError as error:
        raise _refusal(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid(_("The body is not readable JSON in UTF-8.")) from None


def _refusal(text: str) -> Invalid:
    """msgspec's sentence, with the field's name in front: "events[0].mId is missing."."""
    told = _PLACE.fullmatch(text)
    what, where = (told["what"], told["where"] or "") if told else (text, "")
    if missing := _MISSING.fullmatch(what):
        field = f"{where}.{missing[1]}".lstrip(".")
        return Invalid(_("%(field)s is missing.") % {"field": field}, field=field)
    field = where or "body"
    what = what[:1].lower() + what[1:]
    return Invalid(_("%(field)s is wrong: %(what)s.") % {"field": field, "what": what}, field=field)


def _arrival(
    event: MessageEvent | EchoEvent | StatusEvent, place: str, now: datetime
) -> ArrivedMessage | StatusReport:
    message_id = _message_id(event.m_id, f"{place}.mId")
    happened_at = _moment(event.timestamp, now)
    if isinstance(event, StatusEvent):
        told = event.status if isinstance(event.status, Reported) else Reported(event.status)
        return StatusReport(message_id, Status(told.value), happened_at, _storable(told.message or ""))
    body, text = _message(event, f"{place}.message")
    traffic = Traffic.INCOMING if isinstance(event, MessageEvent) else Traffic.OUTGOING
    return ArrivedMessage(message_id, happened_at, body, text, traffic)


def _message_id(given: str | int, field: str) -> str:
    text = str(given)
    broken = "\x00" in text or UNREADABLE in text  # two ids of which only half is left would be one
    if not 1 <= len(text) <= MESSAGE_ID_LIMIT or broken or not text.strip():
        raise Invalid(
            _("%(field)s must have 1 to %(limit)d characters.") % {"field": field, "limit": MESSAGE_ID_LIMIT},
            field=field,
        )
    return text


def _moment(milliseconds: int, now: datetime) -> datetime:
    try:
        moment = _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return now
    return moment if EARLIEST <= moment <= now else now


def _message(event: MessageEvent | EchoEvent, place: str) -> tuple[dict[str, Any], str]:
    """The message as the API shows it, and what is read of it."""
    if isinstance(event.message, Text):
        text = _storable(event.message.text)
        if not text.strip() or len(text) > TEXT_LIMIT:
            field = f"{place}.text"
            raise Invalid(
                _("%(field)s must have 1 to %(limit)d characters.") % {"field": field, "limit": TEXT_LIMIT},
                field=field,
            )
        return {"type": "text", "text": text}, text
    file = event.message.attachment
    if not is_web_address(file.url) or "\x00" in file.url or UNREADABLE in file.url:
        field = f"{place}.attachment.url"
        raise Invalid(
            _("%(field)s must be a web address, such as https://example.com/picture.png.") % {"field": field},
            field=field,
        )
    extra = {"fileName": file.file_name, "mimeType": file.mime_type}
    kept = {name: one_line(_storable(value))[:255] for name, value in extra.items() if value}
    return {"type": "attachment", "attachment": {"type": file.type, "url": file.url, **kept}}, ""


def _storable(text: str) -> str:
    """Text without NUL, which PostgreSQL cannot hold: shown as the character that stands for an unreadable one.

    Refusing it would lose a person's message for a character that nobody types; the raw post keeps it for a week.
    """
    return text.replace("\x00", UNREADABLE)
