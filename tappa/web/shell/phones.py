"""Phones as people read them."""

from functools import lru_cache

import phonenumbers


@lru_cache(4096)
def shown_phone(phone: str) -> str:
    """An E.164 number in the groups of its country: +39 333 123 4567. What is none stays as it is."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
