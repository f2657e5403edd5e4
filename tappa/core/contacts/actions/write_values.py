"""Values of custom fields are read, held and written: the part of `create_contact` and `edit_contact` that does it."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from tappa.core.contacts.field_checks import checked_value
from tappa.core.contacts.field_rules import Kept, field_id_of
from tappa.core.contacts.models_field import CustomField, FieldValue
from tappa.core.contacts.sql_labels import FIELDS_TO_WRITE
from tappa.kernel.errors import NotFound


def hold_fields(workspace_id: int, keys: Iterable[str]) -> dict[str, CustomField]:
    """The custom fields of these keys ("custom:7"), held until the transaction ends. Raises NotFound for one that is
    not there (any more)."""
    wanted = {key: field_id_of(key) for key in keys}
    ids = [number for number in wanted.values() if number]
    held = CustomField.objects.raw(FIELDS_TO_WRITE, {"workspace": workspace_id, "fields": ids})
    found = {field.id: field for field in held}
    fields: dict[str, CustomField] = {}
    for key, field_id in wanted.items():
        if field_id not in found:
            raise NotFound(_("This custom field does not exist any more."), field=key)
        fields[key] = found[field_id]
    return fields


def present_values(workspace_id: int, contact_id: int, fields: Mapping[str, CustomField]) -> dict[str, str]:
    """What the contact has in each of these fields, "" for nothing, by the field's key."""
    ids = [field.id for field in fields.values()]
    rows = FieldValue.objects.filter(workspace_id=workspace_id, contact_id=contact_id, field_id__in=ids)
    values = dict(rows.values_list("field_id", "text")) if ids else {}
    return {key: values.get(field.id, "") for key, field in fields.items()}


def read_values(
    changes: Mapping[str, str], fields: Mapping[str, CustomField], present: Mapping[str, str]
) -> dict[str, Kept | None]:
    """The values that are to change, as they are kept, by the field's key; None for one that is taken away. What stays
    the same is left out, unread: a choice that the list no longer offers may stay. Raises Invalid."""
    read = {
        key: checked_value(fields[key], changes[key])
        for key in fields
        if changes[key].strip() != present[key]
    }
    return {key: kept for key, kept in read.items() if (kept.text if kept else "") != present[key]}


def write_values(
    contact_id: int, values: Mapping[str, Kept | None], fields: Mapping[str, CustomField]
) -> None:
    """Write them. The contact is locked, or not seen by anybody yet."""
    gone = [fields[key] for key, kept in values.items() if kept is None]
    if gone:
        FieldValue.objects.filter(
            workspace_id=gone[0].workspace_id, contact_id=contact_id, field__in=gone
        ).delete()
    rows = [
        FieldValue(
            workspace_id=fields[key].workspace_id,
            contact_id=contact_id,
            field=fields[key],
            text=kept.text,
            folded=kept.folded,
            number=kept.number,
        )
        for key, kept in values.items()
        if kept is not None
    ]
    FieldValue.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["workspace", "contact", "field"],
        update_fields=["text", "folded", "number"],
    )
