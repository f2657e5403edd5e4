"""Whom a contact can be given to: the members and the teams of a workspace, in one question."""

from typing import Any, Final, NamedTuple

from django.db.models import BooleanField, F, QuerySet, Value

from tappa.core.accounts.models import Member, Team
from tappa.core.accounts.queries import members_of
from tappa.kernel.fixed import Fixed


class Holder(NamedTuple):
    """A present member, with the name of the team, None without one; or a team that stands."""

    id: int
    name: str
    team: str | None
    is_team: bool


def _holders(workspace_id: int) -> "QuerySet[Member, tuple[object, ...]]":
    members = _rows(members_of(workspace_id), name="user__name", team="team__name", is_team=False)
    teams = _rows(
        Team.objects.filter(workspace_id=workspace_id, deleted_at=None),
        name="name",
        team="name",
        is_team=True,
    )
    return members.union(teams, all=True).order_by("shown", "id")


def _rows(
    rows: "QuerySet[Member] | QuerySet[Team]", *, name: str, team: str, is_team: bool
) -> "QuerySet[Any, Any]":
    kind = Value(is_team, output_field=BooleanField())
    return rows.annotate(shown=F(name), of=F(team), is_team=kind).values_list("id", "shown", "of", "is_team")


_HOLDERS: Final = Fixed(_holders, workspace_id=-1)


def holders_of(workspace_id: int) -> list[Holder]:
    """All of them, by name."""
    return list(map(Holder._make, _HOLDERS.tuples(workspace_id=workspace_id)))
