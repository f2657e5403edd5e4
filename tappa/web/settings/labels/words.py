"""What the types and the visibility of custom fields, the colours of tags, and what uses either, are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tappa.core.contacts.field_rules import DataType, Visibility
from tappa.core.contacts.filters.uses import Use
from tappa.web.shell.uses import not_for_all


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """A type of field, with what it is for."""

    value: str
    label: str
    icon: str
    text: str


def type_choices() -> list[TypeChoice]:
    """All types, those first that are used most."""
    return [
        TypeChoice(DataType.TEXT, _("Text"), "text", _("Anything on one line")),
        TypeChoice(DataType.LIST, _("List"), "list", _("One of some choices")),
        TypeChoice(DataType.NUMBER, _("Number"), "hash", _("12 or 1234.5")),
        TypeChoice(DataType.DATE, _("Date"), "calendar", _("A day of the calendar")),
        TypeChoice(DataType.CHECKBOX, _("Checkbox"), "checkbox", _("Yes or no")),
        TypeChoice(DataType.EMAIL, _("E-mail"), "ch-mail", _("An e-mail address")),
        TypeChoice(DataType.URL, _("Web address"), "link", _("A link that opens")),
        TypeChoice(DataType.TIME, _("Time"), "clock", _("A time of day")),
    ]


def type_choice(value: str) -> TypeChoice:
    """One type."""
    return next(choice for choice in type_choices() if choice.value == value)


def visibilities() -> list[tuple[str, str]]:
    """When a contact's details show a field."""
    return [
        (Visibility.ALWAYS, _("Always")),
        (Visibility.FILLED, _("Only when filled")),
        (Visibility.NEVER, _("Never")),
    ]


def visibility_note(value: str) -> str:
    """What the list says of it: nothing of what is so as a rule."""
    return {Visibility.FILLED: _("Shown when filled"), Visibility.NEVER: _("Not shown in details")}.get(
        Visibility(value), ""
    )


def hues() -> list[str]:
    """The colours of tags by their numbers; 0 is grey."""
    return [
        _("Grey"),
        _("Meadow"),
        _("Lake"),
        _("Apricot"),
        _("Wisteria"),
        _("Lagoon"),
        _("Straw"),
        _("Rose"),
        _("Iris"),
        _("Olive"),
        _("Coral"),
    ]


def uses_in_words(uses: Sequence[Use]) -> tuple[str, ...]:
    """What keeps a filter that is broken without the field or tag, each by its name; those that keep it to themselves are
    counted."""
    named = tuple(f"{use.emoji} {use.name}".strip() for use in uses if use.name)
    hidden = len(uses) - len(named)
    return (*named, not_for_all(hidden)) if hidden else named
