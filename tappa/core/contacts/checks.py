"""A contact's details, checked and brought into their normal form, or refused with a sentence that names the field."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tappa.core.contacts.rules import (
    FIELDS,
    NAME_LIMIT,
    ContactDetails,
    is_country,
    is_email,
    is_language,
    is_picture_url,
    normal_phone,
)
from tappa.kernel.errors import Invalid
from tappa.kernel.lines import one_line

_FORMS: Final[dict[str, tuple[Callable[[str], bool], Promise | str]]] = {
    "email": (is_email, gettext_lazy("email must be an e-mail address, such as ana@example.com.")),
    "language": (
        is_language,
        gettext_lazy("language must be an ISO 639-1 code of two small letters, such as it."),
    ),
    "country_code": (
        is_country,
        gettext_lazy("country_code must be an ISO 3166-1 code of two capital letters, such as IT."),
    ),
    "profile_pic": (
        is_picture_url,
        gettext_lazy("profile_pic must be a web address, such as https://example.com/ana.png."),
    ),
}


def checked_details(details: ContactDetails, *, country_code: str) -> ContactDetails:
    """The details trimmed and normal, the phone in E.164 (`country_code` is the workspace's). Raises Invalid."""
    trimmed = ContactDetails(**{field: _clean(field, getattr(details, field)) for field in FIELDS})
    for field, (fits, sentence) in _FORMS.items():
        value = getattr(trimmed, field)
        if value and not fits(value):
            raise Invalid(str(sentence), field=field)
    if not trimmed.phone:
        return trimmed
    phone = normal_phone(trimmed.phone, country_code)
    if phone is None:
        raise Invalid(
            _("phone must be a phone number with its country, such as +393331234567."), field="phone"
        )
    return replace(trimmed, phone=phone)


def _clean(field: str, value: str) -> str:
    if "\x00" in value:
        raise Invalid(_("%(field)s must not contain the character NUL.") % {"field": field}, field=field)
    value = one_line(value)
    if field in {"first_name", "last_name"} and len(value) > NAME_LIMIT:
        raise Invalid(
            _("%(field)s must have at most %(limit)d characters.") % {"field": field, "limit": NAME_LIMIT},
            field=field,
        )
    return value
