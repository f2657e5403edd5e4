"""A filter becomes SQL: a clause on the tables `contact` and `standing`, with its values as parameters.

Values never stand in the text of the statement. `%(workspace)s` is left for the statement around it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from tappa.core.contacts.field_rules import HEAD
from tappa.core.contacts.filters.fields import IDS, Field, Kind, Rows
from tappa.core.contacts.filters.terms import (
    NEGATED,
    NOBODY,
    WITHOUT_VALUE,
    Broken,
    Condition,
    Filter,
    Group,
    Operator,
    Part,
    Value,
    broken_parts,
)
from tappa.core.contacts.filters.times import Reading, day_number, read_clock, read_day, stretch_of
from tappa.core.contacts.filters.values import AGO
from tappa.core.contacts.rules import fold_text, literal

TRIGRAM: Final = 3  # fewer letters lead no index to a text

Bounds: TypeAlias = Sequence[tuple[str, Any]]
"""What a value lies between: signs of comparison, each with what stands behind it."""


@dataclass(frozen=True, slots=True)
class Clause:
    """SQL that stands in a WHERE, and the values it names."""

    sql: str
    values: dict[str, Any] = field(default_factory=dict)


_ROWS_EXIST: Final = "EXISTS (SELECT FROM "
_OWNER: Final = re.compile(r"\s+AND (\w+\.contact_id) = contact\.id\b")
NOBODY_AT_ALL: Final = Clause("false")


def compile_filter(filter_: Filter, reading: Reading) -> Clause:
    """The clause that this filter is. A filter with a broken part matches nobody (L14)."""
    if broken_parts(filter_):
        return NOBODY_AT_ALL
    compiler = _Compiler(reading, {})
    return Clause(compiler.part(filter_), compiler.values)


def compile_parts(parts: Sequence[Part], reading: Reading) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Parts that are not broken, each as SQL that may stand beside AND, and the values they name together."""
    compiler = _Compiler(reading, {})
    return tuple(compiler.part(part) for part in parts), compiler.values


def holders_of(part: Part, sql: str) -> str:
    """The contacts of whom this part holds, each once, read off the rows of its field alone: a SELECT of their ids. "" where
    the rows do not tell. `sql` is what the part was compiled to. Contacts that were deleted are among them."""
    if not isinstance(part, Condition) or not _told_by_rows(part):
        return ""
    of_contact = _OWNER.search(part.field.source)
    if of_contact is None or not sql.startswith(_ROWS_EXIST):
        return ""
    rows = sql.removeprefix(_ROWS_EXIST).removesuffix(")").replace(of_contact[0], "", 1)
    return f"SELECT {of_contact[1]} AS id FROM {rows}"  # noqa: S608  constants of fields


def _told_by_rows(condition: Condition) -> bool:
    if condition.operator in NEGATED or condition.operator is Operator.ALL_OF:
        return False
    match condition.field.rows:
        case Rows.ONE:
            return True
        case Rows.ONE_A_VALUE:
            return condition.operator in {Operator.IS, Operator.ANY_OF} and len(condition.values) == 1
        case Rows.MANY:
            return False


def stretch_asked(condition: Condition, reading: Reading) -> Bounds:
    """What the moment in the field's column must lie between, as the condition has it; nothing where it is about
    something else."""
    of_moment = condition.field.kind in {Kind.MOMENT, Kind.DURATION} and not condition.field.source
    if not of_moment or condition.operator in NEGATED or condition.operator in WITHOUT_VALUE:
        return []
    return _bounds(condition.field.kind, condition.operator, condition.values, reading)


@dataclass(frozen=True, slots=True)
class _Compiler:
    reading: Reading
    values: dict[str, Any]

    def part(self, part: Part) -> str:
        """A part of the filter as SQL."""
        match part:
            case Group(members, some):
                word = " OR " if some else " AND "
                return f"({word.join(self.part(member) for member in members)})" if members else "true"
            case Condition():
                return self._condition(part)
            case Broken():
                raise AssertionError("a broken filter is not compiled")

    def _condition(self, condition: Condition) -> str:
        positive = NEGATED.get(condition.operator)
        if positive is None:
            return self._holds(condition.field, condition.operator, condition.values)
        # What is not known is not equal to anything.
        return f"NOT coalesce({self._holds(condition.field, positive, condition.values)}, false)"

    def _holds(self, of: Field, operator: Operator, values: tuple[Value, ...]) -> str:
        if of.kind is Kind.FLAG:  # what was never ticked is not
            ticked = _rows(of, of.column)
            return ticked if values == ("true",) else f"NOT coalesce({ticked}, false)"
        match operator:
            case Operator.EXISTS:
                return _rows(of, _given(of))
            case Operator.ALL_OF:
                return self._all_of(of, values)
            case Operator.CONTAINS:
                return _rows(of, self._contains(of, str(values[0])))
            case Operator.IS | Operator.ANY_OF if of.kind not in _SPANS:
                return _rows(of, self._one_of(of, values))
        return _rows(of, self._between(of, _bounds(of.kind, operator, values, self.reading)))

    def _one_of(self, of: Field, values: Sequence[Value]) -> str:
        """The column is one of these."""
        if not values:
            return "false"
        if of.kind in IDS:
            return self._one_of_ids(of, [int(value) for value in values])
        if of.kind is Kind.NUMBER:
            return self._any(of.column, [Decimal(value) for value in values], "numeric")
        if of.folded and of.head:
            return self._one_of_folded(of, [fold_text(str(value)) for value in values])
        names = [self._named(str(value)) for value in values]
        return f"lower({of.column}) IN ({', '.join(f'lower({name})' for name in names)})"

    def _one_of_ids(self, of: Field, ids: list[int]) -> str:
        one_of = self._any(of.column, ids, "bigint")
        return f"({one_of} OR {of.column} IS NULL)" if NOBODY in ids else one_of

    def _one_of_folded(self, of: Field, texts: list[str]) -> str:
        """By the index of beginnings, and by the whole only where a text is longer than that holds: what has to be read
        besides costs more than the index, and PostgreSQL takes the two for independent."""
        by_head = self._any(of.head, [text[:HEAD] for text in texts], "text")
        if all(len(text) < HEAD for text in texts):
            return by_head
        return f"({by_head} AND {self._any(of.folded, texts, 'text')})"

    def _any(self, column: str, values: Sequence[Any], type_: str) -> str:
        """It is one of these. A single one is not passed as a list: a plan that is kept takes any list for ten."""
        if len(values) == 1:
            return f"{column} = {self._named(values[0])}::{type_}"
        return f"{column} = ANY ({self._named(list(values))}::{type_}[])"

    def _all_of(self, of: Field, values: Sequence[Value]) -> str:
        """Each of these is there; more than one only where a contact can have several."""
        if not values:
            return "false"
        if not of.source:
            return f"({' AND '.join(_rows(of, self._one_of(of, [value])) for value in values)})"
        # Counted, not one EXISTS a value: PostgreSQL makes a join of each, and planning four hundred joins took all of
        # a machine's memory. The EXISTS before it lets a rare one lead the search.
        one_of = self._one_of(of, values)
        counted = f"(SELECT count(DISTINCT {of.column}) FROM {of.source} AND {one_of})"  # noqa: S608  constants of fields
        return f"({_rows(of, one_of)} AND {counted} = {self._named(len(values))})"

    def _contains(self, of: Field, text: str) -> str:
        folded = fold_text(text)
        if of.folded:
            told = f"{of.folded} LIKE {self._named(f'%{literal(folded)}%')}"
        else:
            told = f"lower({of.column}) LIKE lower({self._named(f'%{literal(text)}%')})"
        if of.searched and len(folded) >= TRIGRAM:
            told = f"(contact.search LIKE {self._named(f'%{literal(folded)}%')} AND {told})"
        return told

    def _between(self, of: Field, bounds: Bounds) -> str:
        guard = [of.guard] if of.guard else []
        return (
            "("
            + " AND ".join(guard + [f"{of.column} {sign} {self._named(bound)}" for sign, bound in bounds])
            + ")"
        )

    def _named(self, value: Any) -> str:
        name = f"filter_{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def _rows(of: Field, test: str) -> str:
    """The test on the contact's own row, or on one of several that it has elsewhere."""
    return f"{_ROWS_EXIST}{of.source} AND {test})" if of.source else test


def _given(of: Field) -> str:
    if of.source:
        return "true"
    if of.kind in {Kind.TEXT, Kind.CHOICE}:
        return f"{of.column} <> ''"
    return f"{of.column} IS NOT NULL" + (f" AND {of.guard}" if of.guard else "")


# Of these a value is a stretch rather than a point: a day has many moments.
_SPANS: Final = frozenset({Kind.MOMENT, Kind.DAY, Kind.CLOCK, Kind.DURATION})


def _bounds(kind: Kind, operator: Operator, values: Sequence[Value], reading: Reading) -> Bounds:
    if kind is Kind.DURATION:
        return _lasting(operator, [int(value) for value in values], reading)
    if kind is Kind.NUMBER:
        return _numbers(operator, [Decimal(value) for value in values])
    if operator in AGO:
        return _ago(kind, operator, int(values[0]), reading)
    (start, end), *others = [_span(kind, str(value), reading) for value in values]
    match operator:
        case Operator.AFTER | Operator.MORE_THAN:
            return [(">=", end)]
        case Operator.BEFORE | Operator.LESS_THAN:
            return [("<", start)]
    return [(">=", start), ("<", others[0][1] if others else end)]


def _lasting(operator: Operator, days: Sequence[int], reading: Reading) -> Bounds:
    """It began so many days ago."""
    begun = [reading.now - timedelta(days=each) for each in days]
    match operator:
        case Operator.MORE_THAN:
            return [("<", begun[0])]
        case Operator.LESS_THAN:
            return [(">", begun[0])]
    return [(">=", begun[1]), ("<=", begun[0])]


def _numbers(operator: Operator, numbers: Sequence[Decimal]) -> Bounds:
    match operator:
        case Operator.MORE_THAN:
            return [(">", numbers[0])]
        case Operator.LESS_THAN:
            return [("<", numbers[0])]
    return [(">=", numbers[0]), ("<=", numbers[1])]


def _ago(kind: Kind, operator: Operator, days: int, reading: Reading) -> Bounds:
    sign = "<" if operator is Operator.MORE_THAN_DAYS_AGO else ">"
    then = reading.now - timedelta(days=days)
    return [(sign, day_number(reading.today) - days if kind is Kind.DAY else then)]


def _span(kind: Kind, text: str, reading: Reading) -> tuple[Any, Any]:
    """The beginning and the end of what a value names; the end is outside."""
    if kind is Kind.MOMENT:
        stretch = stretch_of(text, reading.zone)
        return stretch.start, stretch.end
    first = read_clock(text) if kind is Kind.CLOCK else day_number(read_day(text))
    return first, first + 1
