"""Custom fields are put into another order."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import FieldsReordered
from tappa.core.contacts.fields import fields_of
from tappa.core.contacts.locks import lock_labels
from tappa.core.contacts.models_field import CustomField
from tappa.kernel.errors import Conflict, Invalid


def reorder_fields(field_ids: Sequence[int], *, by: Actor) -> list[CustomField]:
    """Put all fields of the workspace into this order; nothing is logged when they stand so already.

    Raises Invalid when one is named twice, Conflict when they are not the present ones: somebody added or deleted one.
    """
    if len(set(field_ids)) != len(field_ids):
        raise Invalid(_("order names a field twice."), field="order")
    with transaction.atomic():
        lock_labels(by.workspace_id)
        present = fields_of(by.workspace_id)
        if {field.id for field in present} != set(field_ids):
            raise Conflict(
                _("The fields were changed meanwhile: look at them again, and put them into order."),
                field="order",
            )
        if [field.id for field in present] == list(field_ids):
            return present
        ordered = sorted(present, key=lambda field: list(field_ids).index(field.id))
        place_in_order(by.workspace_id, ordered)
        record([Happening(FieldsReordered(field_ids=list(field_ids)))], by=by)
    return ordered


def place_in_order(workspace_id: int, fields: Sequence[CustomField]) -> None:
    """Positions from 1, without gaps. Under the lock of labels."""
    for position, field in enumerate(fields, start=1):
        field.position = position
    CustomField.objects.filter(workspace_id=workspace_id).bulk_update(fields, ["position"])
