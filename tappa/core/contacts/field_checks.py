"""What custom fields and their values must be, worded once. Each refusal names the field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tappa.core.contacts.field_rules import (
    CHOICE_LENGTH,
    CHOICE_LIMIT,
    DESCRIPTION_LIMIT,
    NAME_LIMIT,
    SLUG_LIMIT,
    VALUE_LIMIT,
    DataType,
    Kept,
    Visibility,
    field_key,
    is_slug,
    read_value,
    slug_of,
)
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.rules import fold_text
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Invalid
from tappa.kernel.lines import one_line

SHOWN_CHOICES: Final = 10  # a sentence with a hundred of them would be none

_SENTENCES: Final[dict[DataType, Promise | str]] = {
    DataType.TEXT: "",
    DataType.LIST: gettext_lazy("%(field)s must be one of: %(choices)s."),
    DataType.CHECKBOX: gettext_lazy("%(field)s must be true or false."),
    DataType.EMAIL: gettext_lazy("%(field)s must be an e-mail address, such as ana@example.com."),
    DataType.NUMBER: gettext_lazy(
        "%(field)s must be a number such as 1234.5, with at most 15 digits before the point and 6 after it."
    ),
    DataType.URL: gettext_lazy("%(field)s must be a web address, such as https://example.com/ana."),
    DataType.DATE: gettext_lazy(
        "%(field)s must be a date between 1800-01-01 and 2200-12-31, written like 2026-03-31."
    ),
    DataType.TIME: gettext_lazy("%(field)s must be a time of day, written like 14:30."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDefinition:
    """What a custom field is to be. Without a slug it gets one after its name."""

    name: str
    data_type: str = DataType.TEXT
    slug: str = ""
    description: str = ""
    allowed_values: Sequence[str] = ()
    visibility: str = Visibility.ALWAYS


def checked_value(field: CustomField, text: str) -> Kept | None:
    """The value as it is kept; None when there is nothing in it. Raises Invalid."""
    key = field_key(field.id)
    if "\x00" in text:
        raise Invalid(_("%(field)s must not contain the character NUL.") % {"field": field.name}, field=key)
    if len(text) > VALUE_LIMIT:
        raise Invalid(
            _("%(field)s must have at most %(limit)d characters.")
            % {"field": field.name, "limit": VALUE_LIMIT},
            field=key,
        )
    text = one_line(text)
    if not text:
        return None
    kind = DataType(field.data_type)
    kept = read_value(kind, text, field.allowed_values)
    if kept is None:
        choices = ", ".join(field.allowed_values[:SHOWN_CHOICES])
        if len(field.allowed_values) > SHOWN_CHOICES:
            choices += ", …"
        raise Invalid(str(_SENTENCES[kind]) % {"field": field.name, "choices": choices}, field=key)
    return kept


def checked_definition(definition: FieldDefinition) -> FieldDefinition:
    """The definition, trimmed and complete. Raises Invalid."""
    if definition.data_type not in set(DataType):
        raise Invalid(
            _("data_type must be one of %(types)s.") % {"types": ", ".join(DataType)}, field="data_type"
        )
    if definition.visibility not in set(Visibility):
        raise Invalid(
            _("visibility must be one of %(choices)s.") % {"choices": ", ".join(Visibility)},
            field="visibility",
        )
    name = _line(definition.name, "name", most=NAME_LIMIT)
    if not fold_name(name):
        raise Invalid(_("name must have 1 to %(limit)d characters.") % {"limit": NAME_LIMIT}, field="name")
    slug = definition.slug.strip() or slug_of(name)
    if not is_slug(slug):
        raise Invalid(
            _("slug must have 1 to %(limit)d characters: letters of a to z, digits and _.")
            % {"limit": SLUG_LIMIT},
            field="slug",
        )
    return replace(
        definition,
        name=name,
        slug=slug,
        description=_line(definition.description, "description", most=DESCRIPTION_LIMIT),
        allowed_values=_choices(definition),
    )


def _choices(definition: FieldDefinition) -> tuple[str, ...]:
    """The choices of a list, trimmed, empty lines left out; each once, whatever its case and accents."""
    lines = (_line(choice, "allowed_values", most=CHOICE_LENGTH) for choice in definition.allowed_values)
    choices = tuple(choice for choice in lines if choice)
    if definition.data_type != DataType.LIST:
        if choices:
            raise Invalid(_("allowed_values are for the type list only."), field="allowed_values")
        return ()
    if not 1 <= len(choices) <= CHOICE_LIMIT:
        raise Invalid(
            _("allowed_values must be 1 to %(limit)d.") % {"limit": CHOICE_LIMIT}, field="allowed_values"
        )
    seen: set[str] = set()
    for choice in choices:
        if (folded := fold_text(choice)) in seen:
            raise Invalid(
                _("allowed_values: %(value)s stands there twice.") % {"value": choice}, field="allowed_values"
            )
        seen.add(folded)
    return choices


def _line(text: str, field: str, *, most: int) -> str:
    if "\x00" in text:
        raise Invalid(_("%(field)s must not contain the character NUL.") % {"field": field}, field=field)
    text = one_line(text)
    if len(text) > most:
        raise Invalid(
            _("%(field)s must have at most %(limit)d characters.") % {"field": field, "limit": most},
            field=field,
        )
    return text
