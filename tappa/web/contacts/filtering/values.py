"""The values of a condition as people read and choose them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.fields import IDS, Choice, Field, Kind
from tappa.core.contacts.filters.terms import NOBODY, OF_TWO, Condition, Operator, Value
from tappa.core.contacts.filters.values import AGO
from tappa.web.contacts.world import countries, country_name, language_name, languages, locale
from tappa.web.shell.formats import number

SHOWN: Final = 3  # values in a chip; of more it says how many
CODED: Final = frozenset({"language", "country_code"})  # kept as codes that have names in every language


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it is shown. `value` is what a form sends for it."""

    value: str
    text: str
    emoji: str = ""


def shown_values(condition: Condition, catalogue: Catalogue) -> list[Shown]:
    """What a chip says; a range is one value."""
    field, operator, values = condition.field, condition.operator, condition.values
    if operator in OF_TWO:
        words = [_in_words(field, operator, value, catalogue).text for value in values]
        if field.kind is Kind.DURATION:
            words[0] = number(int(values[0]))
        return [Shown("", _("%(first)s and %(last)s") % {"first": words[0], "last": words[1]})]
    return [_in_words(field, operator, value, catalogue) for value in values]


def choices_of(field: Field, catalogue: Catalogue) -> list[Shown]:
    """Everything that can be chosen for a field, in order: "none of them" last, where that is one."""
    if field.key == "language":
        return [Shown(code, name) for code, name in languages()]
    if field.key == "country_code":
        return [Shown(code, name) for code, name in countries()]
    if field.kind is Kind.FLAG:
        return [Shown("true", _("yes")), Shown("false", _("no"))]
    chosen = [
        Shown(str(value), choice.name, choice.emoji) for value, choice in catalogue.choices(field).items()
    ]
    return chosen + ([Shown(str(NOBODY), _none_of(field))] if _has_none(field) else [])


def is_chosen(field: Field) -> bool:
    """Whether values are chosen from a list rather than written."""
    return field.kind in IDS or field.kind in {Kind.CHOICE, Kind.FLAG}


def _has_none(field: Field) -> bool:
    return field.kind in IDS and not field.source


def _none_of(field: Field) -> str:
    match field.kind:
        case Kind.STAGE:
            return _("No stage")
        case Kind.MEMBER:
            return _("Nobody")
        case Kind.TEAM:
            return _("No team")
    return pgettext("channel", "None")


def _in_words(field: Field, operator: Operator, value: Value, catalogue: Catalogue) -> Shown:
    if field.kind in IDS and value == NOBODY and _has_none(field):
        return Shown(str(value), _none_of(field))
    if field.key in CODED:
        name = language_name if field.key == "language" else country_name
        return Shown(str(value), name(str(value)))
    if field.kind is Kind.FLAG:
        return Shown(str(value), _("yes") if value == "true" else _("no"))
    choice = catalogue.choices(field).get(value)
    if isinstance(choice, Choice):
        return Shown(str(value), choice.name, choice.emoji)
    return Shown(str(value), _written(field, operator, value))


def _written(field: Field, operator: Operator, value: Value) -> str:
    if operator in AGO:
        return ngettext("%(days)s day ago", "%(days)s days ago", int(value)) % {"days": number(int(value))}
    match field.kind:
        case Kind.DURATION:
            return ngettext("%(days)s day", "%(days)s days", int(value)) % {"days": number(int(value))}
        case Kind.NUMBER:
            return _number(Decimal(value)) if field.key != "id" else str(value)
        case Kind.MOMENT | Kind.DAY:
            return _day(str(value))
    return str(value)


def _number(value: Decimal) -> str:
    """With all its decimals, as the language writes them."""
    return str(format_decimal(value, locale=locale(), decimal_quantization=False))


def _day(text: str) -> str:
    """14 Nov 2026, with the time where there is one."""
    try:
        return format_date(date.fromisoformat(text), "d MMM y", locale=locale())
    except ValueError:
        moment = datetime.fromisoformat(text)
        return f"{format_date(moment.date(), 'd MMM y', locale=locale())} {moment:%H:%M}"


def cut(values: Sequence[Shown]) -> tuple[list[Shown], int]:
    """As many as a chip has room for, and how many more there are."""
    return list(values[:SHOWN]), max(0, len(values) - SHOWN)


def sent(field: Field, operator: Operator, given: Iterable[str]) -> list[str | int]:
    """What a form sent, as the core reads it: ids as numbers; what was left empty was not given."""
    words = [word for word in given if word.strip()]
    if field.kind in IDS and operator not in AGO:
        return [
            int(word) if word.isascii() and word.isdigit() and len(word) <= 16 else word for word in words
        ]
    return list(words)
