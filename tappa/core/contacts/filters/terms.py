"""What a filter on contacts is made of: groups of conditions, as plain values. Whoever reads one (parse.py, the API)
makes these of it; compile.py makes SQL of them, and pages show them as chips."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from tappa.core.contacts.filters.fields import Field

DEPTH_LIMIT: Final = 5  # groups within groups
TERM_LIMIT: Final = 50
VALUE_LIMIT: Final = 100  # values in one condition
NOBODY: Final = 0  # among the stages, assignees, teams or channels of a condition: none of them

Value: TypeAlias = str | int


class Operator(StrEnum):
    """How a condition compares; the API's words, and ours where it has none."""

    IS = "isEqualTo"
    IS_NOT = "isNotEqualTo"
    ANY_OF = "hasAnyOf"
    ALL_OF = "hasAllOf"
    NONE_OF = "hasNoneOf"
    EXISTS = "exists"
    DOES_NOT_EXIST = "doesNotExist"
    CONTAINS = "contains"
    DOES_NOT_CONTAIN = "doesNotContain"
    AFTER = "isTimestampAfter"
    BEFORE = "isTimestampBefore"
    WITHIN = "isTimestampBetween"
    MORE_THAN = "isGreaterThan"
    LESS_THAN = "isLessThan"
    BETWEEN = "isBetween"
    MORE_THAN_DAYS_AGO = "isMoreThanDaysAgo"
    LESS_THAN_DAYS_AGO = "isLessThanDaysAgo"


NEGATED: Final = {
    Operator.IS_NOT: Operator.IS,
    Operator.NONE_OF: Operator.ANY_OF,
    Operator.DOES_NOT_EXIST: Operator.EXISTS,
    Operator.DOES_NOT_CONTAIN: Operator.CONTAINS,
}
WITHOUT_VALUE: Final = frozenset({Operator.EXISTS, Operator.DOES_NOT_EXIST})
OF_SEVERAL: Final = frozenset({Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF})
OF_TWO: Final = frozenset({Operator.WITHIN, Operator.BETWEEN})


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. What is not known is not equal to anything, so that "not from Italy" finds those from nowhere.

    `values` are in the form of the field's kind (values.py). None at all, where some are wanted, is a value that
    nobody has: a tag that does not exist.
    """

    field: Field
    operator: Operator
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A part that cannot be understood any more, as it was written, and why, in a sentence. A filter that has one
    matches nobody, never everybody (L14)."""

    raw: object
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """All of its members hold, or, `some`, at least one of them. An empty one holds for everyone, as the API has it."""

    members: "tuple[Part, ...]" = ()
    some: bool = False


Part: TypeAlias = Group | Condition | Broken
Filter: TypeAlias = Group

EVERYONE: Final = Group()


def parts(filter_: Part) -> Iterator[Condition | Broken]:
    """What the filter's groups hold, however deep."""
    if isinstance(filter_, Group):
        for member in filter_.members:
            yield from parts(member)
    else:
        yield filter_


def broken_parts(filter_: Filter) -> list[Broken]:
    """What is broken in it."""
    return [part for part in parts(filter_) if isinstance(part, Broken)]
