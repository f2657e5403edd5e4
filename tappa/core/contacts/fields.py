"""Questions about custom fields, and about what contacts have in them."""

from collections.abc import Collection
from typing import Final

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import CustomField, FieldValue
from tappa.core.contacts.rules import fold_text
from tappa.core.contacts.sql_labels import FIELDS_HELD, VALUES, FieldHeld
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import NotFound
from tappa.kernel.fixed import Fixed
from tappa.kernel.sql import fetch_all, fetch_tuples

COUNTED: Final = 10_000  # counts are exact up to here
_FIELDS: Final = Fixed(
    lambda workspace_id: CustomField.objects.filter(workspace_id=workspace_id, deleted_at=None).order_by(
        "position"
    ),
    workspace_id=-1,
)
_FIELDS_WITH_VALUES: Final = Fixed(
    lambda workspace_id, contact_id: (
        CustomField.objects.filter(workspace_id=workspace_id, deleted_at=None)
        .annotate(
            text=Subquery(
                FieldValue.objects.filter(
                    workspace_id=workspace_id, contact_id=contact_id, field_id=OuterRef("id")
                ).values("text")
            )
        )
        .order_by("position")
    ),
    workspace_id=-1,
    contact_id=-2,
)


def fields_of(workspace_id: int) -> list[CustomField]:
    """The custom fields of a workspace, in their order."""
    return _FIELDS.all(workspace_id=workspace_id)


def field_by_id(workspace_id: int, field_id: int) -> CustomField:
    """One custom field. Raises NotFound."""
    field = CustomField.objects.filter(workspace_id=workspace_id, id=field_id, deleted_at=None).first()
    if field is None:
        raise NotFound(_("There is no custom field with the id %(id)s.") % {"id": field_id}, field="id")
    return field


def field_named(fields: Collection[CustomField], name: str) -> CustomField | None:
    """The field that a program calls so: by its name, as names are compared, else by its slug."""
    by_name = {field.folded_name: field for field in fields}
    by_slug = {field.slug.lower(): field for field in fields}
    return by_name.get(fold_name(name)) or by_slug.get(name.strip().lower())


def fields_with_values(contact: Contact) -> list[tuple[CustomField, str | None]]:
    """The custom fields in their order, each with what the contact has in it, None for nothing."""
    fields = _FIELDS_WITH_VALUES.all(workspace_id=contact.workspace_id, contact_id=contact.id)
    return [(field, vars(field)["text"]) for field in fields]


def values_of(contact: Contact) -> dict[int, str]:
    """What a contact has in custom fields, by the field's id."""
    return values_of_all(contact.workspace_id, [contact.id]).get(contact.id, {})


def values_of_all(workspace_id: int, contact_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """What these contacts have in custom fields, by contact and field: one question for all. A contact that has nothing
    is left out. A field that was deleted a moment ago may be among them: go by `fields_of`."""
    values: dict[int, dict[int, str]] = {}
    for contact_id, field_id, text in fetch_tuples(VALUES, [workspace_id, list(contact_ids)]):
        values.setdefault(contact_id, {})[field_id] = text
    return values


def fields_held(workspace_id: int, contact_ids: Collection[int]) -> list[FieldHeld]:
    """The custom fields in their order, each with what these contacts have in it: one question for all."""
    return fetch_all(FieldHeld, FIELDS_HELD, {"workspace": workspace_id, "contacts": list(contact_ids)})


def contacts_with(field: CustomField, *, texts: Collection[str] | None = None) -> int:
    """How many contacts have something in the field, or one of these values: exact up to COUNTED, one more beyond."""
    rows = FieldValue.objects.filter(
        workspace_id=field.workspace_id, field_id=field.id, contact__deleted_at=None
    )
    if texts is not None:
        rows = rows.filter(folded__in=[fold_text(text) for text in texts])
    return rows[: COUNTED + 1].count()


def is_filled(field: CustomField) -> bool:
    """Whether some contact has something in the field, deleted ones too, for they may come back."""
    return FieldValue.objects.filter(workspace_id=field.workspace_id, field_id=field.id).exists()
