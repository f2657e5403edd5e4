"""What an integrator sets on a custom channel."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from tappa.core.contacts.rules import e164
from tappa.core.inbox.rules import ContactIdKind
from tappa.kernel.errors import Invalid
from tappa.kernel.outbound import check_url

ID_LIMIT: Final = 50
_CUSTOM_ID: Final = re.compile(r"[A-Za-z0-9_=+/@-]{1,50}")


class CustomSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`contact_id`: what the provider calls people by. `outbound_url`: the bridge's base URL, "" if it only posts in."""

    contact_id: ContactIdKind = ContactIdKind.PHONE
    outbound_url: str = ""


def read_settings(given: Mapping[str, object]) -> dict[str, Any]:
    """The settings as stored, from what a person gave; what is missing gets its default. Raises Invalid."""
    unknown = sorted(set(given) - set(CustomSettings.__struct_fields__))
    if unknown:
        raise Invalid(_("A custom channel has no setting %(name)s.") % {"name": unknown[0]}, field=unknown[0])
    contact_id = str(given.get("contact_id") or ContactIdKind.PHONE)
    if contact_id not in set(ContactIdKind):
        raise Invalid(_("contact_id must be phone or custom."), field="contact_id")
    url = str(given.get("outbound_url") or "").strip().rstrip("/")
    if url:
        check_url(url, field="outbound_url")
    return {"contact_id": contact_id, "outbound_url": url}


def settings_of(stored: Mapping[str, Any]) -> CustomSettings:
    """The settings of a channel, from its row."""
    return msgspec.convert(stored, CustomSettings)


def read_contact_id(text: str, kind: ContactIdKind) -> str:
    """A contact's id in its one form: a phone in E.164, a custom id as it is. Raises Invalid naming contactId."""
    if kind == ContactIdKind.PHONE:
        phone = e164(text) if len(text) <= ID_LIMIT else None
        if phone is None:
            raise Invalid(
                _("contactId must be a phone number with its country, such as +393331234567."),
                field="contactId",
            )
        return phone
    if not _CUSTOM_ID.fullmatch(text):
        raise Invalid(
            _("contactId must have 1 to 50 of the characters A-Z a-z 0-9 _ = + / @ -"), field="contactId"
        )
    return text
