"""A filter as it is kept and as a page's address has it: JSON, the same in both.

    {"all": [["stage", "hasAnyOf", [3, 5]], {"any": [["tag", "hasAnyOf", [7]], ["phone", "exists", []]]}]}

Reading never fails. A part that cannot be understood, or whose stage, tag or field is gone, is kept as it is, with a
sentence that says why; a filter that has one matches nobody (L14).
"""

from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.terms import (
    DEPTH_LIMIT,
    EVERYONE,
    TERM_LIMIT,
    Broken,
    Condition,
    Filter,
    Group,
    Operator,
    Part,
)
from tappa.core.contacts.filters.values import read_condition
from tappa.kernel.errors import Invalid

ADDRESS_LIMIT: Final = 16_000  # characters
ALL: Final = "all"
ANY: Final = "any"


def read_filter(raw: object, catalogue: Catalogue) -> Filter:
    """The filter that was kept. What is not a group at all becomes one broken part."""
    counted = _count(raw, 0)
    if counted is None:
        return _nothing(_("Groups may be nested at most %(limit)d deep.") % {"limit": DEPTH_LIMIT})
    if counted > TERM_LIMIT:
        return _nothing(_("At most %(limit)d conditions are possible.") % {"limit": TERM_LIMIT})
    part = _read(raw, catalogue)
    return part if isinstance(part, Group) else Group((part,))


def write_filter(filter_: Filter) -> dict[str, Any]:
    """The filter as it is kept; what is broken as it was."""
    return {ANY if filter_.some else ALL: [_write(member) for member in filter_.members]}


def read_address(text: str, catalogue: Catalogue) -> Filter:
    """The filter that an address has. One that is cut off or is none finds nobody, and says so."""
    if not text:
        return EVERYONE
    cut_off = _("The filter in the address is not complete: perhaps a part of the link is missing.")
    if len(text) > ADDRESS_LIMIT:
        return _nothing(_("The filter in the address is too long."))
    try:
        return read_filter(msgspec.json.decode(text), catalogue)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return _nothing(cut_off)


def write_address(filter_: Filter) -> str:
    """The filter for an address, not quoted yet; "" for everyone."""
    return "" if filter_ == EVERYONE else msgspec.json.encode(write_filter(filter_)).decode()


def _nothing(reason: str) -> Filter:
    return Group((Broken(None, reason),))


def _count(raw: object, depth: int) -> int | None:
    """How many conditions and groups there are below, None when they are nested too deeply."""
    members = _members(raw)
    if members is None:
        return 0
    if depth > DEPTH_LIMIT:
        return None
    counts = [_count(member, depth + 1) for member in members]
    return None if None in counts else len(members) + sum(filter(None, counts))


def _members(raw: object) -> list[object] | None:
    """What a group holds, None when it is no group."""
    if isinstance(raw, dict) and len(raw) == 1:
        name, members = next(iter(raw.items()))
        if name in {ALL, ANY} and isinstance(members, list):
            return members
    return None


def _read(raw: object, catalogue: Catalogue) -> Part:
    members = _members(raw)
    if members is not None:
        return Group(
            tuple(_read(member, catalogue) for member in members), some=isinstance(raw, dict) and ANY in raw
        )
    match raw:
        case [str() as key, str() as operator, list() as values]:
            return _condition(raw, key, operator, values, catalogue)
    return Broken(raw, _("This condition cannot be read."))


def _condition(
    raw: object, key: str, operator: str, values: list[object], catalogue: Catalogue
) -> Condition | Broken:
    field = catalogue.field(key)
    if field is None:
        return Broken(raw, _("This field is gone."))
    if operator not in set(Operator):
        return Broken(raw, _("This comparison is not known."))
    try:
        return read_condition(field, Operator(operator), values, catalogue)
    except Invalid as refusal:
        return Broken(raw, refusal.message)


def _write(part: Part) -> object:
    match part:
        case Group():
            return write_filter(part)
        case Condition(field, operator, values):
            return [field.key, operator.value, list(values)]
        case Broken(raw):
            return raw
