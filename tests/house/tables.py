"""Tables: references point down, rows stay in their workspace, and every index of a workspace's table leads with it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from tappa.kernel.tenancy import WithinWorkspace

# From below to above. A table refers to tables of its own app or of one further left.
ORDER = ("activity", "accounts", "lifecycle", "contacts", "inbox", "api", "web", "worker")

# Indexes of a workspace's table that do not lead with the workspace, each with its reason.
NOT_LED_BY_WORKSPACE = {
    "activity_event_in_order": "the log is read over all workspaces, in the order of transactions",
    "contacts_contact_to_erase": "the worker erases what is due over all workspaces",
    "contacts_customfield_to_clear": "the worker clears away what was deleted over all workspaces",
    "contacts_tag_to_clear": "the worker clears away what was deleted over all workspaces",
    "contacts_operation_due": "the worker takes what waits longest over all workspaces",
    "inbox_conversation_to_wake": "the worker wakes what is due over all workspaces",
    "inbox_delivery_due": "the worker asks for what is due over all workspaces",
    "accounts_apitoken.fingerprint": "a token is looked up before its workspace is known, and unique everywhere",
    "accounts_member.user": "the workspaces of the user who signs in",
    "accounts_invitation.fingerprint": "a link is looked up before its workspace is known",
    "inbox_channel.token_fingerprint": "a channel's token is looked up before its workspace is known",
    "inbox_channel.public_id": "a website chat is looked up by the address of its page, which is unique everywhere",
    "inbox_inboundpost_by_age": "the worker clears away old posts over all workspaces",
    "inbox_inboundpost_to_retry": "the worker retries posts over all workspaces",
    "inbox_delivery.message": "one delivery a message; message ids are unique over the installation",
}

Model = type[models.Model]
Reference = Any  # django-stubs know neither db_constraint nor remote_field.model of a ForeignKey


def own_models() -> list[Model]:
    """Every table of Tappa."""
    return [model for model in apps.get_models() if model._meta.app_label in ORDER]


def of_a_workspace(model: Model) -> bool:
    """Whether the rows belong to a workspace each."""
    return any(field.attname == "workspace_id" for field in model._meta.concrete_fields)


def references_upward(tables: Iterable[Model]) -> list[str]:
    """Foreign keys to a room above, or beside a door."""
    return [
        f"{model._meta.label}.{field.name} points up to {target._meta.label}: keep a plain id."
        for model in tables
        for field, target in _references(model)
        if ORDER.index(target._meta.app_label) > ORDER.index(model._meta.app_label)
    ]


def references_across(tables: Iterable[Model]) -> list[str]:
    """References between tables of a workspace that the database would let lead into another workspace."""
    return [
        f"{model._meta.label}.{field.name} needs db_constraint=False and a WithinWorkspace on {field.column}."
        for model in tables
        for field, target in _references(model)
        if of_a_workspace(model) and of_a_workspace(target)
        if field.db_constraint or not _is_composite(model, field, target)
    ] + [
        f"{model._meta.label}.{field.name} has a table of its own that knows no workspace: write the model between."
        for model in tables
        for field in _between(model)
        if field.remote_field.through._meta.auto_created
    ]


def not_one_per_workspace(tables: Iterable[Model]) -> list[str]:
    """Tables of a workspace without UNIQUE (workspace_id, id)."""
    return [
        f"{model._meta.label} needs UNIQUE (workspace_id, {_key(model)}): see tenancy.one_per_workspace."
        for model in tables
        if of_a_workspace(model) and _key(model) != "workspace_id"
        if not _is_keyed_by_workspace(model) and not _is_keyed_by_another(model)
        if not any(
            isinstance(constraint, models.UniqueConstraint)
            and constraint.condition is None
            and _columns(model, constraint.fields) == ["workspace_id", _key(model)]
            for constraint in model._meta.constraints
        )
    ]


def not_led_by_workspace(tables: Iterable[Model]) -> list[str]:
    """Indexes of a workspace's table that do not lead with it and are not on the list of reasoned exceptions."""
    tables = list(tables)
    found = {
        name
        for model in tables
        if of_a_workspace(model)
        for name, first in _indexes(model)
        if first != "workspace_id"
    }
    known = {
        name
        for name in NOT_LED_BY_WORKSPACE
        if any(name.startswith(model._meta.db_table) for model in tables)
    }
    return [
        f"{name} does not lead with the workspace, and no reason is given."
        for name in sorted(found - NOT_LED_BY_WORKSPACE.keys())
    ] + [f"{name} is on the list of exceptions and is none." for name in sorted(known - found)]


def _references(model: Model) -> Iterator[tuple[Reference, Model]]:
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey):
            yield field, field.remote_field.model


def _between(model: Model) -> Iterable[Reference]:
    return model._meta.local_many_to_many


def _is_composite(model: Model, field: Reference, target: Model) -> bool:
    """By a constraint of its own, or by sharing the column with a row that refers to the same table by one."""
    return any(
        (constraint.column == field.column and constraint.to.lower() == target._meta.label_lower)
        or (field.column in constraint.shared and _shares(constraint, field, target))
        for constraint in model._meta.constraints
        if isinstance(constraint, WithinWorkspace)
    )


def _shares(constraint: WithinWorkspace, field: Reference, target: Model) -> bool:
    return _is_composite(apps.get_model(constraint.to), field, target)


def _columns(model: Model, names: Iterable[str]) -> list[str]:
    return [str(model._meta.get_field(name.lstrip("-")).attname) for name in names]  # type: ignore[union-attr]


def _is_keyed_by_workspace(model: Model) -> bool:
    """Whether the primary key is of several columns, and the workspace the first of them."""
    key = model._meta.pk
    return isinstance(key, models.CompositePrimaryKey) and key.field_names[0] == "workspace_id"


def _is_keyed_by_another(model: Model) -> bool:
    """Whether the primary key is that of another table, to which a constraint leads by both columns: that one's UNIQUE holds
    for these rows as well."""
    key: Reference = model._meta.pk
    return isinstance(key, models.OneToOneField) and _is_composite(model, key, key.remote_field.model)


def _key(model: Model) -> str:
    """The column of the primary key."""
    key = model._meta.pk
    assert key is not None
    return key.attname


def _indexes(model: Model) -> Iterator[tuple[str, str]]:
    """Each index of a table with its first column: those of Meta and those that a field brings. Keys are not asked."""
    for index in [*model._meta.indexes, *model._meta.constraints]:
        if isinstance(index, models.Index | models.UniqueConstraint):
            yield index.name, _first_column(model, index)
    fields: Iterable[Any] = model._meta.local_fields
    for field in fields:
        if (field.unique or field.db_index) and not field.primary_key:
            yield f"{model._meta.db_table}.{field.name}", field.attname


def _first_column(model: Model, index: Any) -> str:
    """Of an Index or a UniqueConstraint: both have fields or expressions."""
    first = index.fields[0] if index.fields else index.expressions[0]
    name = getattr(first, "name", first)
    return _columns(model, [name])[0] if isinstance(name, str) else str(first)
