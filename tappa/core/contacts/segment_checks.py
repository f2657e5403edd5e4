"""What a segment must be before it is saved, worded once."""

from typing import Any, Final

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tappa.core.contacts.filters.parse import write_filter
from tappa.core.contacts.filters.terms import EVERYONE, Filter, broken_parts, parts
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.segment_rules import NAME_LIMIT
from tappa.core.lifecycle.rules import fold_name, is_emoji
from tappa.kernel.errors import Conflict, Invalid
from tappa.kernel.lines import one_line
from tappa.kernel.sql import violated_constraint

_SORTS: Final = {f"{sign}{sort}" for sort in Sort for sign in ("", "-")} | {""}


def checked_name(name: str) -> str:
    """The name on one line. Raises Invalid."""
    trimmed = one_line(name)
    if not 1 <= len(trimmed) <= NAME_LIMIT or "\x00" in name or not fold_name(trimmed):
        raise Invalid(_("name must have 1 to %(limit)d characters.") % {"limit": NAME_LIMIT}, field="name")
    return trimmed


def checked_emoji(emoji: str) -> str:
    """One emoji, or none. Raises Invalid."""
    emoji = emoji.strip()
    if emoji and not is_emoji(emoji):
        raise Invalid(_("emoji must be one emoji, or be left out."), field="emoji")
    return emoji


def checked_filter(filter_: Filter) -> dict[str, Any]:
    """The filter as it is kept. Raises Invalid for one that is broken, and for one that asks for nothing: saved and
    forgotten, it would be everybody to whatever uses it later."""
    if broken := broken_parts(filter_):
        raise Invalid(
            _("A part of the filter cannot be saved: %(reason)s") % {"reason": broken[0].reason},
            field="filter",
        )
    if filter_ == EVERYONE or not any(True for _part in parts(filter_)):
        raise Invalid(
            _("Without a condition a segment would be everybody: add one to the filter."), field="filter"
        )
    return write_filter(filter_)


def checked_sort(sort: str) -> str:
    """What the table is sorted by, "" for the usual. Raises Invalid."""
    if sort not in _SORTS:
        raise Invalid(_("sort must be one of %(sorts)s.") % {"sorts": ", ".join(sorted(Sort))}, field="sort")
    return sort


def name_refusal(error: IntegrityError, name: str) -> Conflict | None:
    """The refusal for a name that another segment has; None for anything else."""
    if violated_constraint(error) == "contacts_segment_name_unique":
        return Conflict(_("Another segment has the name %(name)s already.") % {"name": name}, field="name")
    return None
