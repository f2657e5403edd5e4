"""Members change and leave: who may do it (product.md, section 8), and what holds when two do at once."""

import pytest
from django.db import IntegrityError

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.change_member import change_member
from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.actions.delete_team import delete_team
from tappa.core.accounts.actions.end_membership import end_membership
from tappa.core.accounts.actions.rename_team import rename_team
from tappa.core.accounts.authority import manageable_roles, may_manage
from tappa.core.accounts.grants import Restriction, Role
from tappa.core.accounts.models import Member, Workspace
from tappa.core.accounts.queries import actor_of, home_of, member_at, member_by, teams_of
from tappa.core.activity.actor import Actor, Via, system
from tappa.core.activity.models import Event
from tappa.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.support.together import meanwhile, together

OWNER, MANAGER, AGENT = Role.OWNER, Role.MANAGER, Role.AGENT


def acting(member: Member) -> Actor:
    return actor_of(member, Via.PAGE)


def with_role(member: Member, role: Role, *, by: Member) -> Member:
    return change_member(member, role=role, restrictions=[], team=member.team, by=acting(by))


def facts(workspace: Workspace, kind: str) -> list[Event]:
    return list(Event.objects.filter(workspace_id=workspace.id, kind=kind).order_by("id"))


def test_section_8_owners_manage_all_managers_agents_and_agents_nobody(cast: Cast) -> None:
    assert manageable_roles(cast.owner) == [OWNER, MANAGER, AGENT]
    assert manageable_roles(cast.manager) == [AGENT]
    for agent in (cast.agent, cast.mine_only, cast.team_only):
        assert manageable_roles(agent) == []


@pytest.mark.parametrize(
    ("who", "whom", "role", "allowed"),
    [
        ("owner", "manager", AGENT, True),
        ("owner", "agent", OWNER, True),
        ("manager", "agent", AGENT, True),
        ("manager", "agent", MANAGER, False),
        ("manager", "manager", AGENT, False),
        ("manager", "owner", AGENT, False),
        ("agent", "mine_only", AGENT, False),
        ("agent", "agent", OWNER, False),
        ("stranger", "agent", AGENT, False),
    ],
)
def test_section_8_a_change_asks_for_the_right_over_both_roles(
    cast: Cast, who: str, whom: str, role: Role, allowed: bool
) -> None:
    target: Member = getattr(cast, whom)
    team = cast.team if role is AGENT else None
    restrictions = [Restriction.CONTACT_DELETION] if role is not OWNER else []

    def change() -> Member:
        return change_member(
            target, role=role, restrictions=restrictions, team=team, by=acting(getattr(cast, who))
        )

    if allowed:
        assert change().role == role
        target.refresh_from_db()
        assert (target.role, target.restrictions, target.team) == (role, restrictions, team)
    else:
        before = Member.objects.filter(workspace_id=target.workspace_id, id=target.id).values().get()
        with pytest.raises(NotFound if who == "stranger" else Forbidden):
            change()
        assert Member.objects.filter(workspace_id=target.workspace_id, id=target.id).values().get() == before


def test_l15_a_change_is_told_with_what_was_before_and_no_change_is_not(
    workspace: Workspace, cast: Cast
) -> None:
    for _again in range(2):
        changed = change_member(
            cast.agent, role=MANAGER, restrictions=["restrict_data_export"], team=None, by=acting(cast.owner)
        )
        assert changed.role == MANAGER
    (event,) = facts(workspace, "member.changed")
    assert (event.data["role_before"], event.data["role"]) == ("agent", "manager")
    assert (event.data["team_id_before"], event.data["team_id"]) == (cast.team.id, None)
    assert (event.data["restrictions_before"], event.data["restrictions"]) == ([], ["restrict_data_export"])
    assert event.by_id == cast.owner.id


def test_a_change_is_checked(cast: Cast, other_workspace: Workspace) -> None:
    theirs = create_team(other_workspace, name="Theirs")
    gone = delete_team(create_team(cast.owner.workspace, name="Gone"), by=acting(cast.owner))
    for team in (theirs, gone):
        with pytest.raises(Invalid, match="team of this workspace"):
            change_member(cast.agent, role=AGENT, restrictions=[], team=team, by=acting(cast.owner))
    with pytest.raises(Invalid, match="show_only_mine cannot be set for the role manager"):
        change_member(
            cast.agent, role=MANAGER, restrictions=["show_only_mine"], team=None, by=acting(cast.owner)
        )


def test_the_last_owner_remains(cast: Cast) -> None:
    with pytest.raises(Conflict, match="Olga Owner is the only owner"):
        with_role(cast.owner, AGENT, by=cast.owner)
    with pytest.raises(Conflict, match="Olga Owner is the only owner"):
        end_membership(cast.owner, by=acting(cast.owner))
    with_role(cast.manager, OWNER, by=cast.owner)
    assert with_role(cast.owner, AGENT, by=cast.manager).role == AGENT


def test_two_owners_who_leave_at_once_cannot_both(workspace: Workspace, cast: Cast) -> None:
    with_role(cast.manager, OWNER, by=cast.owner)
    leaving = [cast.owner, cast.manager]

    def leave(number: int) -> bool:
        try:
            end_membership(leaving[number], by=acting(leaving[number]))
        except Conflict:
            return False
        return True

    assert sorted(together(2, leave)) == [False, True]
    assert Member.objects.filter(workspace=workspace, role=OWNER, removed_at=None).count() == 1


def test_a_role_that_is_taken_away_meanwhile_gives_no_right(cast: Cast) -> None:
    def second() -> str:
        try:
            with_role(cast.agent, AGENT, by=cast.manager)
            end_membership(cast.agent, by=acting(cast.manager))
        except DomainError as refusal:
            return type(refusal).__name__
        return "done"

    assert meanwhile(lambda: with_role(cast.manager, AGENT, by=cast.owner), second) == "Forbidden"


def test_section_8_who_may_remove_whom(workspace: Workspace, cast: Cast) -> None:
    for who, whom, refusal in (
        (cast.agent, cast.mine_only, Forbidden),
        (cast.manager, cast.owner, Forbidden),
        (cast.stranger, cast.agent, NotFound),
    ):
        with pytest.raises(refusal):
            end_membership(whom, by=acting(who))
    assert end_membership(cast.mine_only, by=acting(cast.manager)).removed_at is not None
    assert end_membership(cast.agent, by=acting(cast.agent)).removed_at is not None, "anybody may leave"
    with pytest.raises(NotFound):
        end_membership(cast.agent, by=acting(cast.owner))
    assert [event.data["member_id"] for event in facts(workspace, "member.removed")] == [
        cast.mine_only.id,
        cast.agent.id,
    ]
    assert member_at(workspace.slug, cast.agent.user) is None
    assert home_of(cast.agent.user) is None
    with pytest.raises(NotFound):
        member_by(workspace.id, cast.agent.id)


def test_who_was_removed_comes_back_as_the_same_member(workspace: Workspace, cast: Cast) -> None:
    end_membership(cast.agent, by=acting(cast.owner))
    back = add_member(workspace, cast.agent.user, role=MANAGER, by=system(workspace.id, via=Via.PAGE))
    assert (back.id, back.role, back.team, back.removed_at) == (cast.agent.id, MANAGER, None, None)
    with pytest.raises(Conflict, match="member already"):
        add_member(workspace, cast.agent.user, role=AGENT)


def test_a_team_is_renamed_and_deleted_and_its_name_is_free_again(workspace: Workspace, cast: Cast) -> None:
    sales = create_team(workspace, name="Sales")
    with pytest.raises(Conflict, match="A team named desk exists"):
        rename_team(sales, name="desk", by=acting(cast.owner))
    assert rename_team(cast.team, name=" Care ", by=acting(cast.owner)).name == "Care"
    assert [event.data["name_before"] for event in facts(workspace, "team.renamed")] == ["Desk"]
    delete_team(cast.team, by=acting(cast.owner))
    assert list(teams_of(workspace.id)) == [sales]
    cast.agent.refresh_from_db()
    assert cast.agent.team is None
    (event,) = facts(workspace, "team.deleted")
    assert event.data["member_ids"] == [cast.agent.id, cast.team_only.id]
    assert rename_team(sales, name="Care", by=acting(cast.owner)).name == "Care"
    with pytest.raises(NotFound):
        rename_team(sales, name="Ours", by=acting(cast.stranger))
    with pytest.raises(NotFound):
        delete_team(cast.team, by=acting(cast.owner))
    with pytest.raises(NotFound):
        rename_team(cast.team, name="X", by=acting(cast.owner))


def test_two_teams_of_one_name_are_refused_by_the_table(workspace: Workspace) -> None:
    workspace.teams.create(name="Care")
    with pytest.raises(IntegrityError, match="accounts_team_name_once"):
        workspace.teams.create(name="CARE")


def test_may_manage_follows_the_role_of_the_other(cast: Cast) -> None:
    assert may_manage(cast.manager, AGENT)
    assert not may_manage(cast.manager, OWNER)
