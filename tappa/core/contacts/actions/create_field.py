"""A workspace gets a custom field."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import FieldCreated
from tappa.core.contacts.field_checks import FieldDefinition, checked_definition
from tappa.core.contacts.field_rules import FIELD_LIMIT, SLUG_LIMIT
from tappa.core.contacts.fields import fields_of
from tappa.core.contacts.locks import lock_labels
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.refusals import field_refusal, refuse_confusion
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Conflict


def create_field(definition: FieldDefinition, *, by: Actor) -> CustomField:
    """Make a field, the last in order. Raises Invalid for a definition that is none, Conflict when its name or slug is
    taken, or there are as many fields as there may be."""
    wanted = checked_definition(definition)
    field = CustomField(
        workspace_id=by.workspace_id,
        name=wanted.name,
        folded_name=fold_name(wanted.name),
        slug=wanted.slug,
        description=wanted.description,
        data_type=wanted.data_type,
        allowed_values=list(wanted.allowed_values),
        visibility=wanted.visibility,
    )
    try:
        with transaction.atomic():
            lock_labels(by.workspace_id)
            _place(field, may_choose_slug=not definition.slug.strip())
            field.save()
            fact = FieldCreated(field_id=field.id, name=field.name, data_type=field.data_type)
            record([Happening(fact)], by=by)
    except IntegrityError as error:
        raise field_refusal(error, name=field.name, slug=field.slug) or error from error
    return field


def _place(field: CustomField, *, may_choose_slug: bool) -> None:
    present = fields_of(field.workspace_id)
    if len(present) >= FIELD_LIMIT:
        raise Conflict(
            _("There are %(limit)d custom fields, and no more can be added: delete one first.")
            % {"limit": FIELD_LIMIT},
            field="name",
        )
    field.position = len(present) + 1
    if may_choose_slug:
        taken = {word for other in present for word in (other.slug.lower(), other.folded_name)}
        field.slug = next(slug for slug in _slugs(field.slug) if slug not in taken)
    refuse_confusion(field, present)


def _slugs(slug: str) -> list[str]:
    """The slug, and those to take instead."""
    return [slug, *(f"{slug[: SLUG_LIMIT - 4]}_{number}" for number in range(2, 2 * FIELD_LIMIT + 2))]
