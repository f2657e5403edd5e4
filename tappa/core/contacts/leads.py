"""What of a filter leads to its contacts: the stages that they stand at, and stretches of time. The rest is asked of each
contact by itself.

Both are read off the terms. PostgreSQL would find them too, but not where contacts are looked at one by one, in order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from tappa.core.contacts.filters.compile import compile_parts, holders_of, stretch_asked
from tappa.core.contacts.filters.terms import NOBODY, Condition, Filter, Group, Operator, Part, broken_parts
from tappa.core.contacts.filters.times import Reading

Places: TypeAlias = frozenset[int | None]
"""Stages, None for standing at none."""

_STAGE: Final = "stage"
_NONE: Final[Places] = frozenset({None})


@dataclass(frozen=True, slots=True)
class Lead:
    """A filter, taken apart. Contacts match that stand at one of the stages `only` (None: wherever) and for which
    `conditions` hold. `holders` is one of these that another table tells by itself, and the SELECT of those of whom it holds.
    `bounds` are about a moment: by its column the signs and names of what it lies between.
    """

    only: Places | None = None
    conditions: tuple[str, ...] = ()
    holders: tuple[str, str] | None = None
    bounds: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def lead_of(filter_: Filter, reading: Reading, *, stages: Sequence[int]) -> Lead:
    """The filter taken apart; `stages` are the ids of all stages."""
    if broken_parts(filter_):
        return Lead(only=frozenset())
    everywhere: Places = frozenset({*stages, None})
    members = list(_members(filter_))
    places = [_places_of(member, everywhere) for member in members]
    told = [place for place in places if place is not None]
    others = (member for member, place in zip(members, places, strict=True) if place is None)
    rest = sorted(others, key=_is_elsewhere)  # what is at hand is asked first
    conditions, values = compile_parts(rest, reading)
    holders = ((sql, holders_of(part, sql)) for part, sql in zip(rest, conditions, strict=True))
    lead = Lead(
        only=frozenset.intersection(*told) if told else None,
        conditions=conditions,
        holders=next((told for told in holders if told[1]), None),
        values=values,
    )
    for member in rest:
        if isinstance(member, Condition):
            _add_bounds(lead, member, reading)
    return lead


def _members(part: Part) -> Iterator[Part]:
    """What must hold all together, however it is nested."""
    if isinstance(part, Group) and (not part.some or len(part.members) <= 1):
        for member in part.members:
            yield from _members(member)
    else:
        yield part


def _is_elsewhere(part: Part) -> bool:
    """Whether another table is asked."""
    return not isinstance(part, Condition) or bool(part.field.source)


def _places_of(part: Part, everywhere: Places) -> Places | None:
    """The stages for which the part holds; None where it asks about more than the stage."""
    match part:
        case Group(members, some) if members:
            places = [_places_of(member, everywhere) for member in members]
            told = [place for place in places if place is not None]
            if len(told) < len(places):
                return None
            return frozenset.union(*told) if some else frozenset.intersection(*told)
        case Condition(of, operator, values) if of.key == _STAGE:
            wanted = frozenset(None if value == NOBODY else int(value) for value in values)
            return _places_by(operator, wanted, everywhere)
    return None


def _places_by(operator: Operator, wanted: Places, everywhere: Places) -> Places | None:
    match operator:
        case Operator.IS | Operator.ANY_OF:
            return wanted
        case Operator.IS_NOT | Operator.NONE_OF:
            return everywhere - wanted
        case Operator.ALL_OF:
            return wanted if len(wanted) == 1 else frozenset()
        case Operator.EXISTS:
            return everywhere - _NONE
        case Operator.DOES_NOT_EXIST:
            return _NONE
    return None


def _add_bounds(lead: Lead, condition: Condition, reading: Reading) -> None:
    for sign, bound in stretch_asked(condition, reading):
        name = f"bound_{len(lead.values)}"
        lead.values[name] = bound
        lead.bounds.setdefault(condition.field.column, []).append((sign, name))
