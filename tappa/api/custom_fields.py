"""The workspace's custom fields: listed, read, made."""

from typing import Annotated

import msgspec

from tappa.api.calls import Call
from tappa.api.paging import Page, beyond, page, read_place
from tappa.api.registry import endpoint
from tappa.api.shapes import Id
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.contacts import models_field
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.field_rules import DataType
from tappa.core.contacts.fields import field_by_id, fields_of


class CustomField(Shape):
    """A custom field. `allowedValues` are the choices of a list."""

    id: Id
    name: str
    slug: str
    description: str
    data_type: DataType
    allowed_values: list[str]


class NewCustomField(Shape):
    """A custom field to be added, the last in order. Without a slug it gets one after its name."""

    name: str
    data_type: DataType
    slug: Annotated[str, msgspec.Meta(description="letters, digits and _")] | None = None
    description: str | None = None
    allowed_values: Annotated[list[str], msgspec.Meta(max_length=200)] | None = None


@endpoint("GET", "space/custom_field", scope=Scope.WORKSPACE_READ)
def list_all(call: Call[None]) -> Page[CustomField]:
    """The custom fields, in their order."""
    place = read_place(call.query)
    return page(
        beyond(fields_of(call.workspace_id), place, id_of=lambda field: field.id),
        place=place,
        address=call.address,
        id_of=lambda field: field.id,
        shape=_shape,
    )


@endpoint("POST", "space/custom_field", scope=Scope.WORKSPACE_WRITE, refusals=(409,))
def add(call: Call[NewCustomField]) -> CustomField:
    """Add a custom field.

    409 when its name or slug is taken, or the workspace has 100 fields. Only a list has `allowedValues`, and has to.
    """
    given = call.body
    definition = FieldDefinition(
        name=given.name,
        data_type=given.data_type,
        slug=given.slug or "",
        description=given.description or "",
        allowed_values=given.allowed_values or (),
    )
    return _shape(create_field(definition, by=call.actor))


@endpoint("GET", "space/custom_field/{fieldId}", scope=Scope.WORKSPACE_READ, refusals=(404,))
def show(call: Call[None]) -> CustomField:
    """One custom field."""
    return _shape(field_by_id(call.workspace_id, call.id_in_path("fieldId")))


def _shape(field: models_field.CustomField) -> CustomField:
    return CustomField(
        id=field.id,
        name=field.name,
        slug=field.slug,
        description=field.description,
        data_type=DataType(field.data_type),
        allowed_values=field.allowed_values,
    )
