"""The words of a filter: what each operator is called for a kind of field, and in which order they are offered."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tappa.core.contacts.filters.fields import IDS, Field, Kind
from tappa.core.contacts.filters.terms import Operator

Words: TypeAlias = dict[Operator, str | Promise]

_GIVEN: Final[Words] = {Operator.EXISTS: _("is set"), Operator.DOES_NOT_EXIST: _("is not set")}
_IS: Final[Words] = {Operator.IS: _("is"), Operator.IS_NOT: _("is not")}
_AMONG: Final[Words] = _IS | {Operator.ANY_OF: _("is any of"), Operator.NONE_OF: _("is none of")}
_ORDERED: Final[Words] = {
    Operator.MORE_THAN: _("is more than"),
    Operator.LESS_THAN: _("is less than"),
    Operator.BETWEEN: _("is between"),
}
_TIMED: Final[Words] = {
    Operator.AFTER: _("is after"),
    Operator.BEFORE: _("is before"),
    Operator.WITHIN: _("is between"),
}
_ON: Final[Words] = {Operator.IS: _("is on"), Operator.IS_NOT: _("is not on")}
_AGO: Final[Words] = {
    Operator.MORE_THAN_DAYS_AGO: _("more than … days ago"),
    Operator.LESS_THAN_DAYS_AGO: _("less than … days ago"),
}
_DATED: Final[Words] = _AGO | _ON | _TIMED | _GIVEN
# Of one that a contact has several of.
_SEVERAL: Final[Words] = {
    Operator.ANY_OF: _("has any of"),
    Operator.ALL_OF: _("has all of"),
    Operator.NONE_OF: _("has none of"),
    **_GIVEN,
}
_CHOSEN: Final[Words] = {Operator.ANY_OF: _("is any of"), **_IS, Operator.NONE_OF: _("is none of"), **_GIVEN}
# In the order in which they are offered; the first one is taken for a field that was just chosen.
OFFERED: Final[Mapping[Kind, Words]] = {
    **dict.fromkeys(IDS, _CHOSEN),
    Kind.TEXT: {
        Operator.CONTAINS: _("contains"),
        Operator.DOES_NOT_CONTAIN: _("does not contain"),
        **_AMONG,
        **_GIVEN,
    },
    Kind.CHOICE: _CHOSEN,
    Kind.FLAG: {Operator.IS: _("is")},
    Kind.MOMENT: _DATED,
    Kind.DAY: _DATED,
    Kind.CLOCK: _TIMED | _IS | _GIVEN,
    Kind.NUMBER: _IS
    | _ORDERED
    | {Operator.ANY_OF: _("is any of"), Operator.NONE_OF: _("is none of")}
    | _GIVEN,
    Kind.DURATION: {
        Operator.MORE_THAN: pgettext_lazy("duration", "more than"),
        Operator.LESS_THAN: pgettext_lazy("duration", "less than"),
        Operator.BETWEEN: pgettext_lazy("duration", "between"),
    },
}
# What programs write besides, and a chip has to say.
_BESIDES: Final[Words] = {
    Operator.ALL_OF: _("is all of"),
    Operator.IS_NOT: _("is not"),
    **_TIMED,
    **_AMONG,
}
_OF_MOMENTS: Final[Words] = {
    Operator.MORE_THAN: _("is after"),
    Operator.LESS_THAN: _("is before"),
    Operator.BETWEEN: _("is between"),
}
# In a chip the number stands in the middle of what is said.
_SHORT: Final[Words] = {
    Operator.MORE_THAN_DAYS_AGO: pgettext_lazy("duration", "more than"),
    Operator.LESS_THAN_DAYS_AGO: pgettext_lazy("duration", "less than"),
}
_OF_DAYS: Final = frozenset({Kind.MOMENT, Kind.DAY, Kind.CLOCK})


def offered(field: Field) -> Words:
    """The operators to choose from for a field, each with its words."""
    return _SEVERAL if field.kind in IDS and field.source else OFFERED[field.kind]


def operator_word(field: Field, operator: Operator) -> str:
    """What an operator is called in a chip, also one that is not offered."""
    known = (_OF_MOMENTS if field.kind in _OF_DAYS else {}) | offered(field) | _SHORT
    return str(known.get(operator) or _BESIDES[operator])
