"""What can be filtered by in a workspace: the fields there are, and what can be chosen for each."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from tappa.core.accounts.models import Member, Team
from tappa.core.contacts.filters.fields import Choice, Field, Kind, fields
from tappa.core.contacts.tags import tags_in
from tappa.core.lifecycle.queries import stages_of

NOTHING: Final[Mapping[str | int, Choice]] = {}


class Catalogue:
    """The fields of a workspace and their choices, each list read when it is first asked for."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self._offered: dict[str, Mapping[str | int, Choice]] = {}

    @property
    def fields(self) -> Mapping[str, Field]:
        """All fields, by key."""
        return fields()

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
