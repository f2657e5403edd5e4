"""What a wish makes of a filter: another filter, or an editor that asks for what is still to be chosen."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from django.utils.translation import gettext as _

from tappa.core.contacts.filters.editing import Way, add, can_add, enclose, part_at, put, remove, switch
from tappa.core.contacts.filters.fields import Field
from tappa.core.contacts.filters.parse import write_address
from tappa.core.contacts.filters.terms import WITHOUT_VALUE, Condition, Filter, Operator
from tappa.core.contacts.filters.values import read_condition
from tappa.kernel.errors import Invalid
from tappa.web.contacts.filtering.asking import Asking, Verb, Wish
from tappa.web.contacts.filtering.editors import fields_editor, operators_editor, value_editor
from tappa.web.contacts.filtering.offers import is_hidden
from tappa.web.contacts.filtering.pages import Editor
from tappa.web.contacts.filtering.values import sent
from tappa.web.contacts.filtering.words import offered

# Of the filter in an address. Browsers say the page's address three times when they ask for a part of it, and the server
# reads 64 KB of a request's head.
QUERY_LIMIT: Final = 15_000
AT_ONCE: Final[Mapping[Verb, Callable[[Filter, Way], Filter]]] = {
    Verb.REMOVE: remove,
    Verb.SWITCH: switch,
    Verb.ENCLOSE: enclose,
}


def changed(asking: Asking) -> Filter | Editor:
    """The filter as it was wished for, or the editor with the next thing to choose."""
    filter_, wish = asking.asked.filter, asking.wish
    if wish.verb in AT_ONCE:
        return AT_ONCE[wish.verb](filter_, wish.way)
    part = part_at(filter_, wish.way)
    if part is None or (wish.verb in {Verb.ADD, Verb.PUT_IN} and not can_add(filter_)):
        return filter_
    present = part if isinstance(part, Condition) and not is_hidden(asking.visit, part.field) else None
    match wish.verb:
        case Verb.OPERATOR if present:
            return operators_editor(asking, present)
        case Verb.VALUE if present:
            values = [str(value) for value in present.values]
            return value_editor(asking, (present.field, present.operator, values))
        case Verb.PUT | Verb.PUT_IN:
            return _put(asking, present)
    return fields_editor(asking, present)


def _put(asking: Asking, present: Condition | None) -> Filter | Editor:
    """What was chosen in the editor, as far as it is a condition."""
    filter_, wish = asking.asked.filter, asking.wish
    field = asking.catalogue.fields.get(wish.field)
    if field is None or is_hidden(asking.visit, field):
        return fields_editor(asking, present)
    if present and present.field == field and not wish.operator:
        return filter_  # the same field once more
    operator = _operator(field, wish, present)
    values = [] if operator in WITHOUT_VALUE else sent(field, operator, wish.values)
    parts = field, operator, [str(value) for value in values]
    try:
        condition = read_condition(field, operator, values, asking.catalogue)
    except Invalid as refusal:
        return value_editor(asking, parts, error=refusal.message if wish.is_done else "")
    if wish.steps:
        return value_editor(asking, parts)
    made = (add if wish.verb is Verb.PUT_IN else put)(filter_, wish.way, condition)
    if len(quote(write_address(made))) > QUERY_LIMIT:
        return value_editor(
            asking, parts, error=_("The whole filter is too long for an address. Choose fewer values.")
        )
    return made


def _operator(field: Field, wish: Wish, present: Condition | None) -> Operator:
    """The one that was chosen; else the present one where the field is of the same kind; else the field's first."""
    words = offered(field)
    if wish.operator in set(Operator):
        return Operator(wish.operator)
    if wish.verb is Verb.PUT and present and present.field.kind is field.kind and present.operator in words:
        return present.operator
    return next(iter(words))
