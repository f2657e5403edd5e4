"""Handing a message to the bridge: one POST, and what its answer means."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from tappa.channels.custom.settings import CustomSettings, settings_of
from tappa.channels.custom.shapes import MESSAGE_ID_LIMIT
from tappa.channels.port import NotSent, PostOut, Sent
from tappa.core.inbox.rules import ContactIdKind
from tappa.core.inbox.sql_delivery import Parcel
from tappa.kernel.outbound import Answer, Unreachable

# Answers that say "not now" rather than "no": time-out, too early, too many. And all from 500 on.
TRY_AGAIN: Final = frozenset({408, 425, 429})


def send(parcel: Parcel, *, token: str, post_out: PostOut) -> Sent | NotSent:
    """POST {base URL}/message, as docs/channels.md describes it."""
    settings = settings_of(parcel.settings)
    contact_id = _contact_id(parcel, settings)
    if not settings.outbound_url:
        return NotSent(_("This channel has no outbound URL: it only receives."), final=True)
    if not contact_id:
        return NotSent(_("This contact has no address on this channel."), final=True)
    body = {"channelId": parcel.channel_id, "contactId": contact_id, "message": parcel.body}
    headers = {
        "Authorization": f"Bearer {token}",
        "X-Tappa-Message-Id": str(parcel.message_id),
        "X-Tappa-Attempt": str(parcel.attempt),
    }
    try:
        answer = post_out(f"{settings.outbound_url}/message", msgspec.json.encode(body), headers)
    except Unreachable as error:
        return NotSent(error.reason, final=error.final)
    return _verdict(answer)


def _contact_id(parcel: Parcel, settings: CustomSettings) -> str:
    """What the bridge calls the contact. Somebody who never wrote can still be reached where people are phones."""
    return parcel.external_id or (parcel.phone if settings.contact_id == ContactIdKind.PHONE else "")


def _verdict(answer: Answer) -> Sent | NotSent:
    said = _read(answer.body)
    if 200 <= answer.status < 300:
        given = said.get("mId")
        message_id = str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
        if 1 <= len(message_id) <= MESSAGE_ID_LIMIT and "\x00" not in message_id and message_id.strip():
            return Sent(message_id)
        return Sent(None, note=_("The bridge took the message and named no usable mId."))
    final = answer.status < 500 and answer.status not in TRY_AGAIN
    reason = _reason(said) or _("The bridge answered %(status)d.") % {"status": answer.status}
    if 300 <= answer.status < 400:
        reason = _("The bridge answered %(status)d: redirects are not followed.") % {"status": answer.status}
    return NotSent(reason, final=final, retry_after=_retry_after(answer.headers))


def _read(body: bytes) -> dict[str, Any]:
    """The answer as a JSON object; anything else is an empty one."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _reason(said: Mapping[str, Any]) -> str:
    """`error.message` of the contract; also a bare `error` or `message`, which bridges send as well."""
    error = said.get("error")
    told = error.get("message") if isinstance(error, dict) else error or said.get("message")
    return told.strip() if isinstance(told, str) else ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the bridge asks us to wait: a number or a date, as HTTP has it."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return float(given[:9])
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
