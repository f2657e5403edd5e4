"""A filter made ready to be shown as chips."""

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.editing import WHOLE, Way, can_add
from tappa.core.contacts.filters.terms import EVERYONE, Broken, Condition, Group, Part, broken_parts
from tappa.web.contacts.asked import Asked
from tappa.web.contacts.filtering.asking import Filtering, way_word
from tappa.web.contacts.filtering.offers import is_hidden
from tappa.web.contacts.filtering.pages import Chip, FilterBar, Frame
from tappa.web.contacts.filtering.values import cut, shown_values
from tappa.web.contacts.filtering.words import operator_word
from tappa.web.shell.visit import Visit


def filter_bar(visit: Visit, asked: Asked) -> FilterBar | None:
    """The chips of the table's filter; None for who may not filter (C5)."""
    if not visit.may(Permission.FILTER_CONTACTS):
        return None
    clear = visit.url("contacts") + asked.filtered_by(EVERYONE)
    return bar_of(visit, asked, action=visit.url("contacts_filter"), clear=clear)


def bar_of(visit: Visit, asked: Filtering, *, action: str, clear: str) -> FilterBar:
    """The chips of a page's filter, whose forms go to `action`; `clear` is the page without one."""
    return FilterBar(
        frame=_frame(visit, asked.filter, WHOLE, asked.catalogue),
        action=action,
        hidden=asked.hidden,
        clear=clear,
        can_add=can_add(asked.filter),
        is_broken=bool(broken_parts(asked.filter)),
    )


def _frame(visit: Visit, group: Group, way: Way, catalogue: Catalogue) -> Frame:
    members = [_shown(visit, member, (*way, place), catalogue) for place, member in enumerate(group.members)]
    return Frame(way_word(way), group.some, members)


def _shown(visit: Visit, part: Part, way: Way, catalogue: Catalogue) -> Chip | Frame:
    match part:
        case Group():
            return _frame(visit, part, way, catalogue)
        case Broken(_raw, reason):
            return Chip(way_word(way), state="broken", reason=reason)
        case Condition():
            return _chip(visit, part, way, catalogue)


def _chip(visit: Visit, condition: Condition, way: Way, catalogue: Catalogue) -> Chip:
    if is_hidden(visit, condition.field):
        return Chip(way_word(way), state="hidden")
    values, more = cut(shown_values(condition, catalogue))
    return Chip(
        way_word(way),
        label=str(condition.field.label),
        operator=operator_word(condition.field, condition.operator),
        values=values,
        more=more,
    )
