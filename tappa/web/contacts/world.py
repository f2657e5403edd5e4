"""Countries and languages by their names in the reader's language."""

from functools import cache
from unicodedata import normalize

from babel import Locale

from tappa.web.shell.reader import reader

# Codes of no country or no language of one's own.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def locale() -> Locale:
    """The reader's."""
    return _locale(reader().language.partition("-")[0])


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def country_name(code: str) -> str:
    """Italy for IT; the code itself when it is unknown, "" for none."""
    return str(locale().territories.get(code, code)) if code else ""


def language_name(code: str) -> str:
    """Italian for it, as it stands at the beginning of a line; "" for none."""
    return _language(locale(), code) if code else ""


def _language(readers: Locale, code: str) -> str:
    name = str(readers.languages.get(code, code))
    return name[:1].upper() + name[1:]


def countries() -> tuple[tuple[str, str], ...]:
    """All countries as code and name, by name."""
    return _countries(locale())


def languages() -> tuple[tuple[str, str], ...]:
    """All languages that have a code of two letters, by name."""
    return _languages(locale())


@cache  # a pane with them is fetched at every turn, and there are as many answers as Tappa has languages
def _countries(readers: Locale) -> tuple[tuple[str, str], ...]:
    named = (
        (code, str(name))
        for code, name in readers.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    )
    return tuple(sorted(named, key=_by_name))


@cache
def _languages(readers: Locale) -> tuple[tuple[str, str], ...]:
    named = ((code, _language(readers, code)) for code in map(str, readers.languages) if len(code) == 2)
    return tuple(sorted(named, key=_by_name))


def _by_name(pair: tuple[str, str]) -> str:
    """Å stands with A."""
    return normalize("NFKD", pair[1]).casefold()
