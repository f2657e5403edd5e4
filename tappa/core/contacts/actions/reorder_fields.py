"""Custom fields are put into another order."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.put_in_order import number_positions, reordered
from tappa.core.contacts.facts import FieldsReordered
from tappa.core.contacts.fields import fields_of
from tappa.core.contacts.locks import lock_labels
from tappa.core.contacts.models_field import CustomField


def reorder_fields(field_ids: Sequence[int], *, by: Actor) -> list[CustomField]:
    """Put all fields of the workspace into this order; nothing is logged when they stand so already.

    Raises Invalid when one is named twice, Conflict when they are not the present ones: somebody added or deleted one.
    """
    with transaction.atomic():
        lock_labels(by.workspace_id)
        present = fields_of(by.workspace_id)
        ordered = reordered(
            present,
            field_ids,
            twice=_("order names a field twice."),
            changed=_("The fields were changed meanwhile: look at them again, and put them into order."),
        )
        if ordered != present:
            number_positions(CustomField.objects.filter(workspace_id=by.workspace_id), ordered)
            record([Happening(FieldsReordered(field_ids=list(field_ids)))], by=by)
    return ordered
