"""A filter changed by hand, a part at a time. A part is named by the way to it: its place in each group from the outermost
on. Nothing here fails: a way that leads nowhere, in an address that is older than the filter, changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from tappa.core.contacts.filters.terms import DEPTH_LIMIT, EVERYONE, TERM_LIMIT, Filter, Group, Part

Way: TypeAlias = tuple[int, ...]
Change: TypeAlias = Callable[[Part], tuple[Part, ...]]

WHOLE: Final[Way] = ()


def part_at(filter_: Filter, way: Way) -> Part | None:
    """The part that stands there."""
    part: Part = filter_
    for place in way:
        if not isinstance(part, Group) or not 0 <= place < len(part.members):
            return None
        part = part.members[place]
    return part


def put(filter_: Filter, way: Way, part: Part) -> Filter:
    """Another part in place of the one that stands there."""
    return _changed(filter_, way, lambda _old: (part,))


def add(filter_: Filter, way: Way, part: Part) -> Filter:
    """One more at the end of a group."""
    return _changed(filter_, way, lambda old: (_with(old, part),))


def remove(filter_: Filter, way: Way) -> Filter:
    """One less. A group that is left with one member, or none, is no group any more."""
    if not way:
        return EVERYONE
    left = _changed(filter_, way, lambda _old: ())
    for end in range(len(way) - 1, 0, -1):
        around = part_at(left, way[:end])
        if isinstance(around, Group) and len(around.members) <= 1:
            left = _changed(left, way[:end], partial(_instead, around.members))
    return left


def switch(filter_: Filter, way: Way) -> Filter:
    """A group of which all members had to hold needs one of them now, and the other way round."""
    return _changed(
        filter_, way, lambda old: (replace(old, some=not old.some) if isinstance(old, Group) else old,)
    )


def enclose(filter_: Filter, way: Way) -> Filter:
    """A group around what stands there: of the other word than the one that it stands in, for which it is made."""
    around = part_at(filter_, way[:-1])
    some = not (isinstance(around, Group) and around.some)
    return (
        _changed(filter_, way, lambda old: (Group((old,), some=some),))
        if can_enclose(filter_, way)
        else filter_
    )


def can_add(filter_: Filter) -> bool:
    """Whether there may be one more condition or group."""
    return _size(filter_) < TERM_LIMIT


def can_enclose(filter_: Filter, way: Way) -> bool:
    """Whether a group may stand around this part."""
    part = part_at(filter_, way)
    return bool(way) and part is not None and len(way) + _depth(part) <= DEPTH_LIMIT and can_add(filter_)


def _with(group: Part, part: Part) -> Part:
    return replace(group, members=(*group.members, part)) if isinstance(group, Group) else group


def _instead(parts: tuple[Part, ...], _old: Part) -> tuple[Part, ...]:
    return parts


def _changed(filter_: Filter, way: Way, change: Change) -> Filter:
    if part_at(filter_, way) is None:
        return filter_
    (whole,) = _within(filter_, way, change)
    return whole if isinstance(whole, Group) else Group((whole,))


def _within(part: Part, way: Way, change: Change) -> tuple[Part, ...]:
    """What stands in place of the part once the change was made at the end of the way."""
    if not way or not isinstance(part, Group):
        return change(part)
    place, rest = way[0], way[1:]
    before, at, after = part.members[:place], part.members[place], part.members[place + 1 :]
    return (replace(part, members=(*before, *_within(at, rest, change), *after)),)


def _size(part: Part) -> int:
    return sum(1 + _size(member) for member in part.members) if isinstance(part, Group) else 0


def _depth(part: Part) -> int:
    """How many groups are nested in it, itself among them."""
    if not isinstance(part, Group):
        return 0
    return 1 + max((_depth(member) for member in part.members), default=0)
