"""A custom field gets another name, description, type, choices or visibility. What contacts have in it stays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import FieldEdited
from tappa.core.contacts.field_checks import FieldDefinition, checked_definition
from tappa.core.contacts.fields import fields_of, is_filled
from tappa.core.contacts.locks import lock_labels
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.refusals import field_refusal, refuse_confusion, refuse_overwriting
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Conflict, NotFound

_PARTS: Final = ("name", "description", "data_type", "allowed_values", "visibility")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChanges:
    """What is to be another; None leaves it as it is."""

    name: str | None = None
    description: str | None = None
    data_type: str | None = None
    allowed_values: Sequence[str] | None = None
    visibility: str | None = None


def edit_field(
    field: CustomField, changes: FieldChanges, *, expected: FieldChanges | None = None, by: Actor
) -> CustomField:
    """Change a field; nothing is logged when it is so already. Its slug stays: programs know it by that.

    `expected` is what whoever edits saw before: what they left as they saw it stays, and what they changed must not have
    been changed by another meanwhile.

    A choice that is taken from a list stays with the contacts that have it, and is offered to nobody else. Raises Invalid
    for a definition that is none, Conflict when the name is taken, when another changed the same, or when the type is to
    change and some contact has a value, NotFound when the field is gone.
    """
    try:
        with transaction.atomic():
            lock_labels(by.workspace_id)
            field = lock_field(field, by=by)
            return _edit(field, changes, expected or FieldChanges(), by=by)
    except IntegrityError as error:
        raise field_refusal(error, name=changes.name or "") or error from error


def lock_field(field: CustomField, *, by: Actor) -> CustomField:
    """The field as it is now, locked: nobody is just writing a value of it, nor can before the transaction ends. Raises
    NotFound when it is gone, and for the actor of another workspace."""
    fields = CustomField.objects.select_for_update()
    found = fields.filter(workspace_id=by.workspace_id, id=field.id, deleted_at=None).first()
    if found is None:
        raise NotFound(_("This custom field does not exist any more."), field="id")
    return found


def _edit(field: CustomField, changes: FieldChanges, expected: FieldChanges, *, by: Actor) -> CustomField:
    wanted = _wanted(field, changes, expected)
    before = FieldDefinition(**{part: getattr(field, part) for part in _PARTS}, slug=field.slug)
    before = replace(before, allowed_values=tuple(field.allowed_values))
    changed = [part for part in _PARTS if getattr(wanted, part) != getattr(before, part)]
    if not changed:
        return field
    if "data_type" in changed:
        _refuse_while_filled(field)
    for part in changed:
        setattr(field, part, getattr(wanted, part))
    field.allowed_values = list(wanted.allowed_values)
    field.folded_name = fold_name(field.name)
    if "name" in changed:
        refuse_confusion(field, [each for each in fields_of(field.workspace_id) if each.id != field.id])
    field.save(update_fields=[*changed, "folded_name"])
    fact = FieldEdited(field_id=field.id, changes=changed, name_before=before.name, name=field.name)
    record([Happening(fact)], by=by)
    return field


def _wanted(field: CustomField, changes: FieldChanges, expected: FieldChanges) -> FieldDefinition:
    given = {
        part: getattr(changes, part)
        for part in _PARTS
        if getattr(changes, part) is not None and getattr(changes, part) != getattr(expected, part)
    }
    for part in given:
        refuse_overwriting(part, getattr(field, part), getattr(expected, part), getattr(changes, part))
    present = {part: getattr(field, part) for part in _PARTS}
    if given.get("data_type", field.data_type) != field.data_type and "allowed_values" not in given:
        present["allowed_values"] = ()  # the choices of the list that it was
    return checked_definition(FieldDefinition(**(present | given), slug=field.slug))


def _refuse_while_filled(field: CustomField) -> None:
    if is_filled(field):
        raise Conflict(
            _(
                "data_type cannot change while contacts have something in %(field)s: what they have might not be "
                "of the other type. Make a new field instead."
            )
            % {"field": field.name},
            field="data_type",
        )
