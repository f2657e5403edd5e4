"""Countries and languages by their names in the reader's language."""

from unicodedata import normalize

from babel import Locale
from django.utils import translation

# Codes of no country or no language of one's own.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def locale() -> Locale:
    """The reader's."""
    return Locale.parse((translation.get_language() or "en").partition("-")[0])


def country_name(code: str) -> str:
    """Italy for IT; the code itself when it is unknown, "" for none."""
    return str(locale().territories.get(code, code)) if code else ""


def language_name(code: str) -> str:
    """Italian for it, as it stands at the beginning of a line; "" for none."""
    name = str(locale().languages.get(code, code)) if code else ""
    return name[:1].upper() + name[1:]


def countries() -> list[tuple[str, str]]:
    """All countries as code and name, by name."""
    return sorted(
        (
            (code, str(name))
            for code, name in locale().territories.items()
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
        ),
        key=_by_name,
    )


def languages() -> list[tuple[str, str]]:
    """All languages that have a code of two letters, by name."""
    return sorted(
        ((code, language_name(code)) for code in map(str, locale().languages) if len(code) == 2),
        key=_by_name,
    )


def _by_name(pair: tuple[str, str]) -> str:
    """Å stands with A."""
    return normalize("NFKD", pair[1]).casefold()
