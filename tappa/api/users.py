"""The members of the workspace, whom the API calls users."""

from tappa.api.calls import Call
from tappa.api.paging import Page, page, read_place
from tappa.api.registry import endpoint
from tappa.api.shapes import Id, split_name
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Role, Scope
from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import member_by, members_of
from tappa.kernel.pages import read_page


class Team(Shape):
    """Members who share contacts."""

    id: Id
    name: str


class User(Shape):
    """A member of the workspace."""

    id: Id
    first_name: str
    last_name: str
    email: str
    role: Role
    team: Team | None
    restrictions: list[str]


@endpoint("GET", "space/user", scope=Scope.WORKSPACE_READ)
def list_all(call: Call[None]) -> Page[User]:
    """The members of the workspace."""
    place = read_place(call.query)
    return page(
        read_page(members_of(call.workspace_id), place),
        place=place,
        address=call.address,
        id_of=lambda member: member.id,
        shape=_shape,
    )


@endpoint("GET", "space/user/{id}", scope=Scope.WORKSPACE_READ, refusals=(404,))
def show(call: Call[None]) -> User:
    """One member."""
    return _shape(member_by(call.workspace_id, call.id_in_path("id")))


def _shape(member: Member) -> User:
    first_name, last_name = split_name(member.user.name)
    team = member.team
    return User(
        id=member.id,
        first_name=first_name,
        last_name=last_name,
        email=member.user.email,
        role=Role(member.role),
        team=Team(id=team.id, name=team.name) if team else None,
        restrictions=member.restrictions,
    )
