"""What can be filtered by in a workspace: the fields there are, and what can be chosen for each."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from tappa.core.accounts.models import Member, Team
from tappa.core.contacts.field_rules import PREFIX, DataType, field_key
from tappa.core.contacts.fields import fields_of
from tappa.core.contacts.filters.fields import Choice, Field, Kind, Rows, fields
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.tags import tags_in
from tappa.core.lifecycle.queries import stages_of

NOTHING: Final[Mapping[str | int, Choice]] = {}
_KINDS: Final = {
    DataType.TEXT: Kind.TEXT,
    DataType.LIST: Kind.CHOICE,
    DataType.CHECKBOX: Kind.FLAG,
    DataType.EMAIL: Kind.TEXT,
    DataType.NUMBER: Kind.NUMBER,
    DataType.URL: Kind.TEXT,
    DataType.DATE: Kind.DAY,
    DataType.TIME: Kind.CLOCK,
}
_COLUMNS: Final = {
    Kind.TEXT: "value.text",
    Kind.CHOICE: "value.text",
    Kind.FLAG: "value.number = 1",
    Kind.NUMBER: "value.number",
    Kind.DAY: "value.number",
    Kind.CLOCK: "value.number",
}


class Catalogue:
    """The fields of a workspace and their choices, each list read when it is first asked for."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self._offered: dict[str, Mapping[str | int, Choice]] = {}

    @cached_property
    def custom(self) -> list[CustomField]:
        """The fields that the workspace made for itself, in their order."""
        return fields_of(self.workspace_id)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields, by key."""
        return {**fields(), **{field_key(field.id): custom_field(field) for field in self.custom}}

    def field(self, key: str) -> Field | None:
        """The field of this key; what the workspace made is read only when it is asked for."""
        return self.fields.get(key) if key.startswith(PREFIX) else fields().get(key)

    def choices(self, field: Field) -> Mapping[str | int, Choice]:
        """What can be chosen for a field, by the value that is kept; empty where anything can be written."""
        match field.kind:
            case Kind.STAGE:
                return self._stages
            case Kind.TAG:
                return self._tags
            case Kind.MEMBER:
                return self._members
            case Kind.TEAM:
                return self._teams
        if field.offers is None:
            return NOTHING
        if field.key not in self._offered:
            self._offered[field.key] = field.offers(self.workspace_id)
        return self._offered[field.key]

    @cached_property
    def _stages(self) -> Mapping[str | int, Choice]:
        return {stage.id: Choice(stage.name, stage.emoji) for stage in stages_of(self.workspace_id)}

    @cached_property
    def _tags(self) -> Mapping[str | int, Choice]:
        tags = tags_in(self.workspace_id).values_list("id", "name", "emoji")
        return {id_: Choice(name, emoji) for id_, name, emoji in tags}

    @cached_property
    def _members(self) -> Mapping[str | int, Choice]:
        members = Member.objects.filter(workspace_id=self.workspace_id).order_by("user__name", "id")
        return {id_: Choice(name) for id_, name in members.values_list("id", "user__name")}

    @cached_property
    def _teams(self) -> Mapping[str | int, Choice]:
        teams = Team.objects.filter(workspace_id=self.workspace_id).order_by("name")
        return {id_: Choice(name) for id_, name in teams.values_list("id", "name")}


def custom_field(field: CustomField) -> Field:
    """A field that the workspace made, as filters know it."""
    kind = _KINDS[DataType(field.data_type)]
    of_text = kind in {Kind.TEXT, Kind.CHOICE}
    allowed: Mapping[str | int, Choice] = {value: Choice(value) for value in field.allowed_values}
    return Field(
        field_key(field.id),
        field.name,
        kind,
        _COLUMNS[kind],
        source=f"""contacts_fieldvalue value WHERE value.workspace_id = %(workspace)s
    AND value.contact_id = contact.id AND value.field_id = {field.id:d}""",
        rows=Rows.ONE,
        folded="value.folded" if of_text else "",
        head="value.head" if of_text else "",
        offers=(lambda _workspace_id: allowed) if kind is Kind.CHOICE else None,
    )
