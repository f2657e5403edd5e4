"""The values of a filter's conditions: texts, lists, numbers, ranges."""

from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tappa.api.calls import HIGHEST_ID, whole_number
from tappa.api.filter_times import Stretch, read_stretch
from tappa.core.contacts.filters.terms import (
    EVERYONE,
    VALUE_LIMIT,
    IdWithin,
    Not,
    Some,
    Term,
    TimeField,
    TimeWithin,
)
from tappa.kernel.errors import Invalid


def refuse_operator(operator: str, where: str) -> NoReturn:
    """The operator means nothing for this field."""
    raise Invalid(
        _("%(where)s.operator: %(operator)s is not possible for this field.")
        % {"where": where, "operator": operator},
        field=f"{where}.operator",
    )


def one_value(value: Any, where: str) -> str:
    """The one value of a condition, as text. Raises Invalid."""
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, str | int) and str(value).strip():
        return str(value)
    raise Invalid(_("%(where)s.value must be one text.") % {"where": where}, field=f"{where}.value")


def several_values(value: Any, where: str) -> list[str]:
    """The values of a condition: a list, or one alone. Raises Invalid."""
    values = value if isinstance(value, list) else [value]
    if not 1 <= len(values) <= VALUE_LIMIT:
        raise Invalid(
            _("%(where)s.value must be a list of 1 to %(limit)d texts.")
            % {"where": where, "limit": VALUE_LIMIT},
            field=f"{where}.value",
        )
    return [one_value(each, where) for each in values]


def members_of_values(values: list[str], where: str) -> tuple[int, ...]:
    """Ids of members. Raises Invalid."""
    return tuple(_number(value, f"{where}.value") for value in values)


def id_condition(operator: str, value: Any, where: str) -> Term:
    """A condition on the contact's id."""
    place = f"{where}.value"
    match operator:
        case "isEqualTo" | "isNotEqualTo":
            number = _number(one_value(value, where), place)
            term = IdWithin(number, number)
            return term if operator == "isEqualTo" else Not(term)
        case "hasAnyOf" | "hasNoneOf":
            numbers = [_number(each, place) for each in several_values(value, where)]
            among = Some(tuple(IdWithin(number, number) for number in numbers))
            return among if operator == "hasAnyOf" else Not(among)
        case "isGreaterThan":
            return IdWithin(_number(one_value(value, where), place) + 1, HIGHEST_ID)
        case "isLessThan":
            return IdWithin(0, _number(one_value(value, where), place) - 1)
        case "isBetween":
            lowest, highest = (_number(each, place) for each in _range(value, where))
            return IdWithin(lowest, highest)
    return refuse_operator(operator, where)


def time_condition(field: TimeField, operator: str, value: Any, *, zone: ZoneInfo, where: str) -> Term:
    """A condition on a moment that every contact has."""
    if operator in {"exists", "doesNotExist"}:
        return EVERYONE if operator == "exists" else Not(EVERYONE)
    place = f"{where}.value"

    def stretch(given: Any) -> Stretch:
        return read_stretch(given, zone=zone, where=place)

    match operator:
        case "isTimestampAfter" | "isGreaterThan":
            return TimeWithin(field, start=stretch(value).end)
        case "isTimestampBefore" | "isLessThan":
            return TimeWithin(field, end=stretch(value).start)
        case "isTimestampBetween" | "isBetween":
            first, last = (stretch(each) for each in _range(value, where))
            return TimeWithin(field, start=first.start, end=last.end)
        case "isEqualTo" | "isNotEqualTo":
            term = TimeWithin(field, start=stretch(value).start, end=stretch(value).end)
            return term if operator == "isEqualTo" else Not(term)
    return refuse_operator(operator, where)


def _range(value: Any, where: str) -> tuple[Any, Any]:
    if not isinstance(value, dict) or value.get("from") is None or value.get("to") is None:
        raise Invalid(
            _('%(where)s.value must be {"from": …, "to": …}.') % {"where": where}, field=f"{where}.value"
        )
    return value["from"], value["to"]


def _number(value: Any, place: str) -> int:
    number = whole_number(str(value).strip())
    if number is None:
        raise Invalid(_("%(where)s must be a whole number.") % {"where": place}, field=place)
    return number
