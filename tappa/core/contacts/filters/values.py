"""The values of a condition: how they must be written for each kind of field, and the form in which they are kept.

Ids are whole numbers, everything else is text: a number in its plain digits, a moment as ISO 8601, a flag as "true" or
"false". A refusal says what would do, for the person or the program that wrote it.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.fields import IDS, Field, Kind
from tappa.core.contacts.filters.terms import (
    NOBODY,
    OF_SEVERAL,
    OF_TWO,
    VALUE_LIMIT,
    WITHOUT_VALUE,
    Condition,
    Operator,
    Value,
)
from tappa.core.contacts.filters.times import FIRST_YEAR, LAST_YEAR, read_clock, read_day, read_moment
from tappa.core.contacts.rules import e164
from tappa.kernel.errors import Invalid
from tappa.kernel.lines import one_line

TEXT_LIMIT: Final = 500
NUMBER_LIMIT: Final = Decimal(10) ** 15
DECIMALS: Final = Decimal("0.000001")
DAYS_LIMIT: Final = 36_500  # a hundred years

_GIVEN: Final = frozenset({Operator.EXISTS, Operator.DOES_NOT_EXIST})
_SAME: Final = frozenset({Operator.IS, Operator.IS_NOT})
_AMONG: Final = _SAME | OF_SEVERAL | _GIVEN
_ORDERED: Final = frozenset({Operator.MORE_THAN, Operator.LESS_THAN, Operator.BETWEEN})
_TIMED: Final = frozenset({Operator.AFTER, Operator.BEFORE, Operator.WITHIN})
AGO: Final = frozenset({Operator.MORE_THAN_DAYS_AGO, Operator.LESS_THAN_DAYS_AGO})

OPERATORS: Final = {
    Kind.TEXT: _AMONG | {Operator.CONTAINS, Operator.DOES_NOT_CONTAIN},
    Kind.CHOICE: _AMONG,
    Kind.FLAG: _SAME,
    Kind.MOMENT: _SAME | _ORDERED | _TIMED | AGO | _GIVEN,
    Kind.DAY: _SAME | _ORDERED | _TIMED | AGO | _GIVEN,
    Kind.CLOCK: _SAME | _ORDERED | _TIMED | _GIVEN,
    Kind.NUMBER: (_AMONG - {Operator.ALL_OF}) | _ORDERED,
    Kind.DURATION: _ORDERED,
} | dict.fromkeys(IDS, _AMONG)


def read_condition(
    field: Field, operator: Operator, raw: Sequence[object], catalogue: Catalogue, *, known: bool = True
) -> Condition:
    """A condition with its values as they are kept; `known`: ids must be of what exists.

    Raises Invalid, whose `field` is "operator" or "value".
    """
    if operator not in OPERATORS[field.kind]:
        raise Invalid(
            _("“%(field)s” cannot be compared by %(operator)s.")
            % {"field": field.label, "operator": operator.value},
            field="operator",
        )
    _check_number(operator, raw)
    if operator in AGO or field.kind is Kind.DURATION:
        values: list[Value] = [_days(each) for each in raw]
    elif field.kind in IDS:
        values = [_id(field, each, catalogue if known else None) for each in raw]
    else:
        values = [_value(field, each, catalogue) for each in raw]
    if operator in OF_TWO and _sort_key(field, values[0]) > _sort_key(field, values[1]):
        raise Invalid(_("The first value must not be greater than the second."), field="value")
    return Condition(
        field, operator, tuple(dict.fromkeys(values)) if operator in OF_SEVERAL else tuple(values)
    )


def _check_number(operator: Operator, raw: Sequence[object]) -> None:
    """Whether as many values are given as the operator takes."""
    if operator in WITHOUT_VALUE:
        if raw:
            raise Invalid(_("%(operator)s takes no value.") % {"operator": operator.value}, field="value")
    elif operator in OF_SEVERAL:
        if not 1 <= len(raw) <= VALUE_LIMIT:
            raise Invalid(
                _("Give 1 to %(limit)d values: these are %(number)d.")
                % {"limit": VALUE_LIMIT, "number": len(raw)},
                field="value",
            )
    elif operator in OF_TWO:
        if len(raw) != 2:
            raise Invalid(_("Give two values: from and to."), field="value")
    elif len(raw) != 1:
        raise Invalid(_("Give one value."), field="value")


def _value(field: Field, raw: object, catalogue: Catalogue) -> Value:
    if isinstance(raw, bool):
        raw = "true" if raw else "false"
    if not isinstance(raw, str | int | Decimal | float):
        raise Invalid(_("A value must be a text or a number."), field="value")
    text = one_line(str(raw))
    if not text or len(text) > TEXT_LIMIT or "\x00" in text:
        raise Invalid(
            _("A value must have 1 to %(limit)d characters.") % {"limit": TEXT_LIMIT}, field="value"
        )
    return _READERS[field.kind](field, text, catalogue)


def _id(field: Field, raw: object, catalogue: Catalogue | None) -> int:
    """An id; NOBODY for none of them, where a contact has one at most. Checked where there is a catalogue."""
    if not isinstance(raw, int) or isinstance(raw, bool) or abs(raw) >= 2**53:
        raise Invalid(_("A value of “%(field)s” must be an id.") % {"field": field.label}, field="value")
    nobody = raw == NOBODY and not field.source
    if catalogue is not None and not nobody and raw not in catalogue.choices(field):
        raise Invalid(str(_GONE[field.kind]), field="value")
    return raw


_GONE: Final = {
    Kind.STAGE: gettext_lazy("This stage is gone."),
    Kind.MEMBER: gettext_lazy("This member is gone."),
    Kind.TEAM: gettext_lazy("This team is gone."),
    Kind.CHANNEL: gettext_lazy("This channel is gone."),
    Kind.TAG: gettext_lazy("This tag is gone."),
}


def _text(field: Field, text: str, _catalogue: Catalogue) -> str:
    return (e164(text) or text) if field.key == "phone" else text


def _choice(field: Field, text: str, catalogue: Catalogue) -> str:
    if field.offers is None:
        return text
    for known in catalogue.choices(field):
        if str(known).casefold() == text.casefold():
            return str(known)
    raise Invalid(
        _("“%(field)s” has no value “%(value)s”.") % {"field": field.label, "value": text}, field="value"
    )


def _flag(_field: Field, text: str, _catalogue: Catalogue) -> str:
    if text.casefold() not in {"true", "false"}:
        raise Invalid(_("The value must be true or false."), field="value")
    return text.casefold()


def _moment(_field: Field, text: str, _catalogue: Catalogue) -> str:
    try:
        return read_day(text).isoformat()
    except ValueError:
        pass
    try:
        return read_moment(text).isoformat()
    except ValueError:
        raise Invalid(
            _(
                "A date must be written as 2026-11-30, with a time as 2026-11-30T15:00:00, and lie between %(first)d and %(last)d."
            )
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
            field="value",
        ) from None


def _day(_field: Field, text: str, _catalogue: Catalogue) -> str:
    try:
        return read_day(text).isoformat()
    except ValueError:
        raise Invalid(
            _("A date must be written as 2026-11-30 and lie between %(first)d and %(last)d.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
            field="value",
        ) from None


def _clock(_field: Field, text: str, _catalogue: Catalogue) -> str:
    try:
        minutes = read_clock(text)
    except ValueError:
        raise Invalid(_("A time must be written as 09:30."), field="value") from None
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _number(_field: Field, text: str, _catalogue: Catalogue) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= NUMBER_LIMIT:
        raise Invalid(_("The value must be a number of at most fifteen digits."), field="value")
    return f"{number.quantize(DECIMALS).normalize():f}"


def _days(raw: object) -> int:
    """A number of days."""
    text = str(raw).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if not (
        text.isascii() and text.isdigit() and len(text) <= len(str(DAYS_LIMIT)) and int(text) <= DAYS_LIMIT
    ):
        raise Invalid(
            _("The number of days must be a whole number from 0 to %(limit)d.") % {"limit": DAYS_LIMIT},
            field="value",
        )
    return int(text)


_READERS: Final[dict[Kind, Callable[[Field, str, Catalogue], str]]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.MOMENT: _moment,
    Kind.DAY: _day,
    Kind.CLOCK: _clock,
    Kind.NUMBER: _number,
}


def _sort_key(field: Field, value: Value) -> Any:
    """What tells which of two values comes first. Days and moments of one form compare as text; of two forms, by the
    day, which both begin with."""
    if isinstance(value, int):
        return value
    if field.kind is Kind.NUMBER:
        return Decimal(value)
    return value[: len("2026-11-30")] if field.kind is Kind.MOMENT else value
