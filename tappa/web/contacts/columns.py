"""The columns of the table: their heads, the menu to choose them in, and what one's own fields show."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tappa.core.contacts.columns import columns_of, known_columns
from tappa.core.contacts.field_rules import DataType, field_key
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.rules import Sort
from tappa.web.contacts.asked import Asked
from tappa.web.contacts.pages import ColumnChoice, Head
from tappa.web.contacts.world import locale
from tappa.web.shell.visit import Visit

NAME: Final = "name"
OF_STAGES: Final = frozenset({"stage", "time_at_stage"})
_LABELS: Final[Mapping[str, str | Promise]] = {
    NAME: gettext_lazy("Name"),
    "stage": gettext_lazy("Stage"),
    "time_at_stage": gettext_lazy("At stage"),
    "last_interaction": gettext_lazy("Last message"),
    "assignee": gettext_lazy("Assignee"),
    "created_at": gettext_lazy("Created"),
    "team": gettext_lazy("Team"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "country_code": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "channel": gettext_lazy("Channel"),
    "tag": gettext_lazy("Tags"),
    "conversation_status": gettext_lazy("Conversation"),
}
_SORTS: Final = {
    NAME: Sort.NAME,
    "stage": Sort.STAGE,
    "time_at_stage": Sort.TIME_AT_STAGE,
    "last_interaction": Sort.LAST_INTERACTION,
    "created_at": Sort.CREATED,
}


def shown_columns(visit: Visit, asked: Asked) -> list[str]:
    """The columns of this member's table, after the name; those of stages only where stages are shown (L2)."""
    chosen = columns_of(visit.member, asked.catalogue.custom)
    return [key for key in chosen if visit.stages_shown or key not in OF_STAGES]


def column_choices(visit: Visit, asked: Asked, shown: Iterable[str]) -> list[ColumnChoice]:
    """All columns there are: those that are shown in their order, then the others."""
    chosen = list(shown)
    others = [key for key in known_columns(asked.catalogue.custom) if key not in chosen]
    return [
        ColumnChoice(key, _label(asked, key), key in chosen)
        for key in (*chosen, *others)
        if visit.stages_shown or key not in OF_STAGES
    ]


def sorting_columns(visit: Visit) -> list[str]:
    """The columns that the table can be sorted by."""
    return [key for key in _SORTS if visit.stages_shown or key not in OF_STAGES]


def head(visit: Visit, asked: Asked, key: str) -> Head:
    """The head of a column, with the address that sorts by it."""
    sort = _SORTS.get(key)
    label = _label(asked, key)
    if sort is None:
        return Head(key, label)
    direction = ("descending" if asked.descending else "ascending") if sort is asked.sort else ""
    return Head(key, label, visit.url("contacts") + asked.sorted_by(sort), direction)


def written_values(
    fields: Iterable[CustomField], values: Mapping[int, str], shown: Container[str]
) -> tuple[tuple[str, str], ...]:
    """What a contact has in those of the workspace's own fields whose columns are shown, each with the column's key."""
    return tuple(
        (key, _written(DataType(field.data_type), values[field.id]))
        for field in fields
        if field.id in values and (key := field_key(field.id)) in shown
    )


def _label(asked: Asked, key: str) -> str:
    if key in _LABELS:
        return str(_LABELS[key])
    return next(field.name for field in asked.catalogue.custom if field_key(field.id) == key)


def _written(type_: DataType, text: str) -> str:
    match type_:
        case DataType.CHECKBOX:
            return _("yes") if text == "true" else _("no")
        case DataType.NUMBER:
            return str(format_decimal(Decimal(text), locale=locale(), decimal_quantization=False))
        case DataType.DATE:
            return str(format_date(date.fromisoformat(text), "d MMM y", locale=locale()))
    return text
