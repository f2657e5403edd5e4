"""The fields that one can filter by, in groups as people look for them."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.fields import Field
from tappa.web.contacts.filtering.pages import Option, OptionGroup
from tappa.web.shell.visit import Visit

OF_LIFECYCLE: Final = ("stage", "time_at_stage", "entered_stage", "previous_stage", "ever_at_stage")
_OF_CONVERSATIONS: Final = (
    "assignee",
    "team",
    "channel",
    "last_channel",
    "conversation_status",
    "unreplied",
    "last_interaction",
    "last_incoming",
    "last_outgoing",
)
_TAGS: Final = ("tag",)
_CUSTOM: Final = "custom:"


def is_hidden(visit: Visit, field: Field) -> bool:
    """Whether this workspace hides what the field is about (L2)."""
    return field.key in OF_LIFECYCLE and not visit.stages_shown


def offered_fields(visit: Visit, catalogue: Catalogue, chosen: str = "") -> list[OptionGroup]:
    """All fields by groups; `chosen` is the key of the present one."""
    fields = {key: field for key, field in catalogue.fields.items() if not is_hidden(visit, field)}
    custom = [key for key in fields if key.startswith(_CUSTOM)]
    elsewhere = {*OF_LIFECYCLE, *_OF_CONVERSATIONS, *_TAGS, *custom}
    groups: list[tuple[str, Iterable[str]]] = [
        (_("Contact"), [key for key in fields if key not in elsewhere]),
        (_("Lifecycle"), OF_LIFECYCLE),
        (_("Conversation"), _OF_CONVERSATIONS),
        (_("Tags"), _TAGS),
        (_("Custom fields"), custom),
    ]
    made = [
        OptionGroup(
            label,
            [Option(key, str(fields[key].label), is_chosen=key == chosen) for key in keys if key in fields],
        )
        for label, keys in groups
    ]
    return [group for group in made if group.options]
