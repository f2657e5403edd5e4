"""A custom field is deleted, with all that contacts have in it."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.edit_field import lock_field
from tappa.core.contacts.actions.put_in_order import number_positions
from tappa.core.contacts.facts import FieldDeleted
from tappa.core.contacts.fields import fields_of
from tappa.core.contacts.locks import lock_labels
from tappa.core.contacts.models_field import CustomField
from tappa.kernel.clock import ClockTimestamp


def delete_field(field: CustomField, *, by: Actor) -> None:
    """Delete a field: nobody sees it or writes to it from now on, however many values there are. The schedule clears
    them away (clear_labels.py). Raises NotFound when it is gone already."""
    with transaction.atomic():
        lock_labels(by.workspace_id)
        field = lock_field(field, by=by)
        field.deleted_at, field.position = ClockTimestamp(), None
        field.save(update_fields=["deleted_at", "position"])
        number_positions(CustomField.objects.filter(workspace_id=by.workspace_id), fields_of(by.workspace_id))
        fact = FieldDeleted(field_id=field.id, name=field.name, data_type=field.data_type)
        record([Happening(fact)], by=by)
