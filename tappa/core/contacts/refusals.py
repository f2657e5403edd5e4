"""What the database refuses, in words."""

from collections.abc import Iterable
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tappa.core.contacts.models_field import CustomField
from tappa.kernel.errors import Conflict, DomainError, NotFound
from tappa.kernel.sql import violated_constraint

_TAKEN: Final = {"contacts_contact_phone_unique": "phone", "contacts_contact_email_unique": "email"}
STAGE_GONE: Final = "contacts_standing_stage_within"


def refusal(error: IntegrityError) -> DomainError | None:
    """The refusal for a phone or e-mail that another contact has, or a stage that is gone; None for anything else."""
    constraint = violated_constraint(error)
    if constraint == STAGE_GONE:
        return stage_gone()
    field = _TAKEN.get(constraint)
    if field is None:
        return None
    return Conflict(_("Another contact has this %(field)s already.") % {"field": field}, field=field)


def refuse_overwriting(part: str, present: object, expected: object, wanted: object) -> None:
    """Raises Conflict where a part of a definition is not any more what whoever edits it saw, nor what they want."""
    present, expected, wanted = (
        tuple(each) if isinstance(each, list) else each for each in (present, expected, wanted)
    )
    if expected is None or present in (expected, wanted):
        return
    shown = ", ".join(present) if isinstance(present, tuple) else present
    raise Conflict(
        _("%(field)s was changed meanwhile: it says %(value)s now. Nothing was saved.")
        % {"field": part, "value": shown or "—"},
        field=part,
    )


def refuse_confusion(field: CustomField, others: Iterable[CustomField]) -> None:
    """Raises Conflict where a field would be called as programs call another: they go by names and by slugs. That a name or
    a slug itself is taken is told by the constraints."""
    for other in others:
        if other.folded_name == field.folded_name or other.slug.lower() == field.slug.lower():
            continue
        if other.slug.lower() == field.folded_name:
            raise Conflict(
                _("Programs call the field %(name)s so already. Choose another name.") % {"name": other.name},
                field="name",
            )
        if other.folded_name == field.slug.lower():
            raise Conflict(
                _("The field %(name)s is called so already. Choose another slug.") % {"name": other.name},
                field="slug",
            )


def field_refusal(error: IntegrityError, *, name: str, slug: str = "") -> Conflict | None:
    """The refusal for a custom field's name or slug that another has; None for anything else."""
    match violated_constraint(error):
        case "contacts_customfield_name_unique":
            return Conflict(_("Another field has the name %(name)s already.") % {"name": name}, field="name")
        case "contacts_customfield_slug_unique":
            return Conflict(_("Another field has the slug %(slug)s already.") % {"slug": slug}, field="slug")
    return None


def stage_gone() -> NotFound:
    """The refusal for a stage that was deleted, or never was in this workspace."""
    return NotFound(_("This stage does not exist any more."), field="stage")


def stages_changing() -> Conflict:
    """The refusal when the stages were changed again and again while we tried."""
    return Conflict(_("The stages are being changed just now. Try again."), field="stage")


def no_operation(operation_id: int) -> NotFound:
    """The refusal for an operation that never was in this workspace."""
    return NotFound(_("There is no operation with the id %(id)s.") % {"id": operation_id}, field="operation")
