"""What contacts have in custom fields, as bodies give it and answers show it."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from tappa.api.shapes import ContactFields, FieldValue
from tappa.core.contacts.field_rules import DECIMALS, DataType, field_key
from tappa.core.contacts.fields import field_named, fields_held, fields_of
from tappa.kernel.errors import Invalid


def given_values(workspace_id: int, body: ContactFields) -> dict[str, str]:
    """The values that a body gives, each by its field's key; null is "". Raises Invalid for a field that there is not,
    or that is given twice."""
    given = body.custom_fields or []
    fields = fields_of(workspace_id) if given else []
    values: dict[str, str] = {}
    for number, each in enumerate(given):
        field = field_named(fields, each.name)
        if field is None:
            raise _refusal(
                number, _("this workspace has no custom field named %(name)s.") % {"name": each.name[:100]}
            )
        if field_key(field.id) in values:
            raise _refusal(number, _("%(name)s is given twice.") % {"name": field.name})
        values[field_key(field.id)] = _text(each.value)
    return values


class Shown:
    """What some contacts have in each custom field of the workspace: one question, however many contacts."""

    def __init__(self, workspace_id: int, contact_ids: Sequence[int]) -> None:
        fields = fields_held(workspace_id, contact_ids) if contact_ids else []
        self._nothing = [FieldValue(name=field.name, value=None) for field in fields]
        self._values: dict[int, list[FieldValue]] = {}
        for place, field in enumerate(fields):
            for contact_id, text in zip(field.contacts or (), field.texts or (), strict=True):
                shown = self._values.get(contact_id)
                if shown is None:
                    shown = self._values[contact_id] = self._nothing.copy()
                shown[place] = FieldValue(name=field.name, value=_shown(field.data_type, text))

    def of(self, contact_id: int) -> list[FieldValue]:
        """All fields in their order, with null for nothing; to be read, for contacts that have nothing share one list."""
        return self._values.get(contact_id, self._nothing)


def _shown(data_type: str, text: str) -> Any:
    if data_type == DataType.NUMBER:
        return msgspec.Raw(text.encode())  # in its own digits: a float has not all of them
    return text == "true" if data_type == DataType.CHECKBOX else text


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():  # 0.1 + 0.2 is meant to be 0.3
            return f"{value:.{DECIMALS}f}"
    return str(value)


def _refusal(number: int, problem: str) -> Invalid:
    place = f"custom_fields[{number}]"
    return Invalid(_("%(place)s: %(problem)s") % {"place": place, "problem": problem}, field=place)
