"""Who the demo's people are: a person for every running number, none twice."""

import random
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from tappa.command.demo_data.chance import pick
from tappa.command.demo_data.names import BY_COUNTRY
from tappa.command.demo_data.phones import phone_number
from tappa.core.contacts.rules import ContactDetails, fold_text

# How many of each block of people come from where: the numbers of a country can then be given out by arithmetic,
# without asking the database who has which.
_SHARES: Final = {
    "IT": 13, "ES": 9, "GB": 7, "DE": 5, "FR": 5, "US": 4, "PT": 3, "BR": 2, "MX": 1, "PL": 1,
}  # fmt: skip
BLOCK: Final = sum(_SHARES.values())
_COUNTRIES: Final = tuple(country for country, share in _SHARES.items() for _ in range(share))
_STARTS: Final = dict(zip(_SHARES, accumulate(_SHARES.values(), initial=0), strict=False))
_SCATTER: Final = 17  # shares no factor with BLOCK: neighbours come from different countries

_VISITOR: Final = "visitor-"
_DOMAINS: Final = ("example.com", "example.com", "example.org", "example.net", "mail.example", "post.example")
_EMAIL_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Person:
    """A person with their details. `external_id` is what the channel calls them, `writes` the language of their
    messages (en, it or es), `is_silent` says that they never write: a colleague added them by hand."""

    number: int
    external_id: str
    details: ContactDetails
    writes: str
    is_silent: bool


def external_id(number: int) -> str:
    """What the demo's channel calls its `number`-th person: in the order of numbers also as text."""
    return f"{_VISITOR}{number:08d}"


def external_number(name: str) -> int | None:
    """The number of the person whom the demo's channel calls so; None for somebody who came by themselves."""
    digits = name.removeprefix(_VISITOR)
    return int(digits) if len(digits) == 8 and digits.isascii() and digits.isdigit() else None


def person(number: int, rng: random.Random) -> Person:
    """The person with this running number, counted from 0. The first of each block always writes."""
    place = number % BLOCK * _SCATTER % BLOCK
    country = _COUNTRIES[place]
    names = BY_COUNTRY[country]
    first, last = pick(names.first, rng), pick(names.last, rng)
    index = number // BLOCK * _SHARES[country] + place - _STARTS[country]
    phone = phone_number(country, index) if rng.random() < 0.82 else ""
    given = rng.random()
    if phone and given < 0.05:  # a number alone, as messaging apps give it
        details = ContactDetails(phone=phone, language=names.language, country_code=country)
    else:
        details = ContactDetails(
            first_name=first,
            last_name="" if given < 0.17 else last,
            phone=phone,
            email=_email(number, first, last, rng) if not phone or given > 0.4 else "",
            language=names.language,
            country_code=country if given > 0.1 else "",
        )
    writes = names.language if names.language in {"it", "es"} else "en"
    return Person(number, external_id(number), details, writes, place != 0 and rng.random() < 0.06)


def _email(number: int, first: str, last: str, rng: random.Random) -> str:
    """An address at a domain that can never exist. The running number makes it the only one."""
    joint = pick((".", "_", ""), rng)
    name = joint.join(_letters(part) for part in (first, last))
    return f"{name}{number + 1}@{pick(_DOMAINS, rng)}"


def _letters(name: str) -> str:
    folded = fold_text(name).replace("ł", "l").replace("ı", "i").replace("ß", "ss")
    return "".join(char for char in folded if char in _EMAIL_LETTERS)
