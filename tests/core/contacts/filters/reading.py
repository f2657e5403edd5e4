"""What a filter means, said a second time in plain Python, about one person at a time."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from tappa.core.contacts.field_rules import PREFIX
from tappa.core.contacts.filters.fields import IDS, Kind
from tappa.core.contacts.filters.terms import NOBODY, Broken, Condition, Filter, Group, Operator, Part, parts
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.rules import fold_text
from tests.core.contacts.filters.people import Person

OPPOSITE = {
    Operator.IS_NOT: Operator.IS,
    Operator.NONE_OF: Operator.ANY_OF,
    Operator.DOES_NOT_EXIST: Operator.EXISTS,
    Operator.DOES_NOT_CONTAIN: Operator.CONTAINS,
}


def takes(filter_: Filter, person: Person, reading: Reading) -> bool:
    """Whether the filter takes this person."""
    if any(isinstance(part, Broken) for part in parts(filter_)):
        return False
    return _part(filter_, person, reading)


def _part(part: Part, person: Person, reading: Reading) -> bool:
    if isinstance(part, Group):
        held = [_part(member, person, reading) for member in part.members]
        return not held or (any(held) if part.some else all(held))
    if isinstance(part, Broken):
        raise TypeError(part)
    if part.operator in OPPOSITE:
        return not _part(Condition(part.field, OPPOSITE[part.operator], part.values), person, reading)
    return _holds(part, person.values[part.field.key], reading)


def _holds(part: Condition, has: list[Any], reading: Reading) -> bool:
    wanted = list(part.values)
    match part.operator:
        case Operator.EXISTS:
            return bool(has)
        case Operator.CONTAINS:
            return any(_within(part, str(wanted[0]), str(value)) for value in has)
        case Operator.ALL_OF:
            return all(_equal(part, value, has, reading) for value in wanted)
        case Operator.IS | Operator.ANY_OF:
            return any(_equal(part, value, has, reading) for value in wanted)
    return any(_compares(part, value, reading) for value in has)


def _within(part: Condition, sought: str, text: str) -> bool:
    if part.field.key == "name" or part.field.key.startswith(PREFIX):
        return fold_text(sought) in fold_text(text)
    return sought.lower() in text.lower()


def _equal(part: Condition, wanted: Any, has: list[Any], reading: Reading) -> bool:
    kind = part.field.kind
    if kind in IDS:
        return wanted in has or (wanted == NOBODY and not has)
    if kind is Kind.FLAG:
        return bool((True in has) == (wanted == "true"))
    if kind is Kind.NUMBER:
        return Decimal(wanted) in has
    if kind is Kind.MOMENT:
        start, end = _stretch(wanted, reading)
        return any(bool(start <= value < end) for value in has)
    if kind in {Kind.DAY, Kind.CLOCK}:
        return _point(part, wanted) in has
    if part.field.key.startswith(PREFIX):
        return fold_text(str(wanted)) in [fold_text(value) for value in has]
    return str(wanted).lower() in [str(value).lower() for value in has]


def _compares(part: Condition, value: Any, reading: Reading) -> bool:
    if part.field.kind is Kind.DURATION:
        return _lasts(part, _days(value, reading))
    if part.operator in {Operator.MORE_THAN_DAYS_AGO, Operator.LESS_THAN_DAYS_AGO}:
        days = (reading.today - value).days if part.field.kind is Kind.DAY else _days(value, reading)
        wanted = int(part.values[0])
        return days > wanted if part.operator is Operator.MORE_THAN_DAYS_AGO else days < wanted
    if part.field.kind is Kind.NUMBER:
        return _orders(part.operator, value, [(Decimal(each), Decimal(each)) for each in part.values])
    if part.field.kind in {Kind.DAY, Kind.CLOCK}:
        return _orders(
            part.operator, value, [(_point(part, each), _point(part, each)) for each in part.values]
        )
    stretches = [_stretch(str(each), reading) for each in part.values]
    # The end lies outside: what is at it is after, and not within.
    last = timedelta(microseconds=1)
    return _orders(part.operator, value, [(start, end - last) for start, end in stretches])


def _point(part: Condition, text: Any) -> date | time:
    return date.fromisoformat(text) if part.field.kind is Kind.DAY else time.fromisoformat(text)


def _days(value: datetime, reading: Reading) -> float:
    return (reading.now - value) / timedelta(days=1)


def _lasts(part: Condition, days: float) -> bool:
    wanted = [int(value) for value in part.values]
    return _orders(part.operator, days, [(each, each) for each in wanted])


def _orders(operator: Operator, value: Any, stretches: list[tuple[Any, Any]]) -> bool:
    match operator:
        case Operator.AFTER | Operator.MORE_THAN:
            return bool(value > stretches[0][1])
        case Operator.BEFORE | Operator.LESS_THAN:
            return bool(value < stretches[0][0])
    return bool(stretches[0][0] <= value <= stretches[1][1])


def _stretch(text: str, reading: Reading) -> tuple[datetime, datetime]:
    if "T" in text:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=reading.zone)
        return moment.astimezone(UTC), moment.astimezone(UTC) + timedelta(seconds=1)
    day = datetime.fromisoformat(text).date()
    start, end = (
        datetime.combine(day + timedelta(days=after), time.min, tzinfo=reading.zone).astimezone(UTC)
        for after in (0, 1)
    )
    return start, end
