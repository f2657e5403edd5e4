"""What the browser tells about a person before they have said anything: language and country."""

from typing import Final

from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from django.utils.translation.trans_real import parse_accept_lang_header

from tappa.core.accounts.rules import COUNTRY, LANGUAGES, is_time_zone

COUNTRIES: Final = {"it": "IT", "es": "ES", "en": "US"}


def language_of(request: HttpRequest) -> str:
    """The language of ours that the browser prefers."""
    language = get_language_from_request(request).partition("-")[0]
    return language if language in LANGUAGES else LANGUAGES[0]


def country_of(request: HttpRequest) -> str:
    """The country of the browser's first language that names one ("it-CH" → CH), else the language's largest."""
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        country = tag.rpartition("-")[2].upper()
        if "-" in tag and COUNTRY.fullmatch(country):
            return country
    return COUNTRIES[language_of(request)]


def time_zone_of(told: str) -> str:
    """The time zone that the page's script has told, or UTC where it told none that we know."""
    return told if is_time_zone(told) else "UTC"
