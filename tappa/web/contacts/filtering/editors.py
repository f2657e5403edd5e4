"""The editors of a condition: for its field, its operator, and its values."""

from typing import Final, TypeAlias

from django.utils.translation import gettext as _

from tappa.core.contacts.filters.editing import can_enclose
from tappa.core.contacts.filters.fields import Field, Kind
from tappa.core.contacts.filters.terms import OF_SEVERAL, OF_TWO, WITHOUT_VALUE, Condition, Operator
from tappa.core.contacts.filters.values import AGO
from tappa.web.contacts.filtering.asking import Asking, Verb, way_word
from tappa.web.contacts.filtering.offers import offered_fields
from tappa.web.contacts.filtering.pages import Editor, EditorPage, Option, Sending
from tappa.web.contacts.filtering.values import choices_of, is_chosen
from tappa.web.contacts.filtering.words import offered, operator_word

Parts: TypeAlias = tuple[Field, Operator, list[str]]
"""A condition that is being made: its values as they were written, good or not."""

DAY_LENGTH: Final = len("2026-11-30")
_WRITTEN: Final = {
    Kind.NUMBER: "number",
    Kind.CLOCK: "clock",
    Kind.DAY: "date",
    Kind.MOMENT: "date",
    Kind.DURATION: "days",
}


def fields_editor(asking: Asking, present: Condition | None) -> Editor:
    """Which field."""
    adds = asking.wish.verb in {Verb.ADD, Verb.PUT_IN}
    enclosing = not adds and can_enclose(asking.asked.filter, asking.wish.way)
    return _page(asking)(
        step="fields",
        title=_("Add a condition") if adds else _("Filter by"),
        sending=_sending(asking),
        fields=offered_fields(asking.visit, asking.catalogue, present.field.key if present else ""),
        enclosing=f"{Verb.ENCLOSE} {way_word(asking.wish.way)}" if enclosing else "",
    )


def operators_editor(asking: Asking, present: Condition) -> Editor:
    """How it is compared. The values go along: where they fit the other operator too, nothing more is asked."""
    return _page(asking)(
        step="operator",
        title=str(present.field.label),
        sending=_sending(asking),
        operators=_operators(present.field, present.operator),
        key=present.field.key,
        values=[str(value) for value in present.values],
    )


def value_editor(asking: Asking, parts: Parts, *, error: str = "") -> Editor:
    """Which values."""
    field, operator, values = parts
    kind = _kind(field, operator, values)
    choices = choices_of(field, asking.catalogue) if kind in {"several", "one"} else []
    return _page(asking)(
        step="value",
        title=str(field.label),
        sending=_sending(asking),
        operators=_operators(field, operator),
        key=field.key,
        kind=kind,
        two=operator in OF_TWO,
        choices=[Option(each.value, each.text, each.emoji, each.value in values) for each in choices],
        values=values,
        error=error,
    )


def _page(asking: Asking) -> type[Editor]:
    return Editor if asking.visit.by_htmx else EditorPage


def _sending(asking: Asking) -> Sending:
    verb = Verb.PUT_IN if asking.wish.verb in {Verb.ADD, Verb.PUT_IN} else Verb.PUT
    return Sending(
        action=asking.action,
        hidden=[*asking.asked.hidden, ("do", f"{verb} {way_word(asking.wish.way)}")],
        back=asking.back,
    )


def _operators(field: Field, present: Operator) -> list[Option]:
    """Those that are offered, and the present one where a program wrote another."""
    words = dict(offered(field))
    words.setdefault(present, operator_word(field, present))
    return [Option(each.value, str(word), is_chosen=each is present) for each, word in words.items()]


def _kind(field: Field, operator: Operator, values: list[str]) -> str:
    """How the values are given."""
    if operator in WITHOUT_VALUE:
        return ""
    if operator in AGO:
        return "days"
    if is_chosen(field):
        return "several" if operator in OF_SEVERAL else "one"
    if operator in OF_SEVERAL:
        return "lines"
    if field.kind is Kind.MOMENT and any(len(value) > DAY_LENGTH for value in values):
        return "moment"
    return _WRITTEN.get(field.kind, "text")
