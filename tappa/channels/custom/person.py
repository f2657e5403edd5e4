"""What a bridge tells of the person: what can be used of it."""

from typing import Final

from tappa.channels.custom.shapes import NAME_LIMIT, Person
from tappa.core.contacts.rules import (
    ContactDetails,
    e164,
    is_country,
    is_email,
    is_language,
    is_picture_url,
)

PHONE_LIMIT: Final = 50


def read_person(told: Person | None, *, phone: str) -> ContactDetails:
    """The details that can be used; `phone` is the contact id of a channel that calls people by phone, else ""."""
    told = told or Person()
    language = _plain(told.language or told.locale).replace("_", "-").partition("-")[0].lower()
    email = _plain(told.email)
    country = _plain(told.country_code).upper()
    picture = _plain(told.profile_pic)
    number = _plain(str(told.phone or ""))
    return ContactDetails(
        first_name=_plain(told.first_name)[:NAME_LIMIT].strip(),
        last_name=_plain(told.last_name)[:NAME_LIMIT].strip(),
        phone=phone or (e164(number) if len(number) <= PHONE_LIMIT else None) or "",
        email=email if is_email(email) else "",
        language=language if is_language(language) else "",
        country_code=country if is_country(country) else "",
        profile_pic=picture if is_picture_url(picture) else "",
    )


def _plain(text: str | None) -> str:
    """Text without NUL, which PostgreSQL cannot hold, and without space around it."""
    return (text or "").replace("\x00", "").strip()
