"""An invitation is worth no more than what its sender may still give: nobody comes back by a link that they kept."""

import secrets

import pytest

from tappa.core.accounts.actions.accept_invitation import accept_as_new_user
from tappa.core.accounts.actions.change_member import change_member
from tappa.core.accounts.actions.end_membership import end_membership
from tappa.core.accounts.actions.invite_member import IssuedInvitation, invite_member
from tappa.core.accounts.actions.resend_invitation import resend_invitation
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of, open_invitations
from tappa.core.activity.actor import Actor, By, Via
from tappa.core.activity.models import Event
from tappa.kernel.errors import Conflict, Forbidden
from tests.cast import PASSWORD, Cast


def acting(member: Member) -> Actor:
    return actor_of(member, Via.PAGE)


def offered(by: Member, role: Role) -> IssuedInvitation:
    address = f"{secrets.token_hex(6)}@people.example"
    return invite_member(by.workspace, email=address, role=role, by=acting(by))


def second_owner(cast: Cast) -> Member:
    return change_member(cast.manager, role=Role.OWNER, restrictions=[], team=None, by=acting(cast.owner))


def test_an_owner_who_was_removed_does_not_come_back_by_their_own_invitation(cast: Cast) -> None:
    """Section 8: owners are changed by owners."""
    leaving = second_owner(cast)
    kept = offered(leaving, Role.OWNER)
    others = offered(cast.owner, Role.OWNER)
    end_membership(leaving, by=acting(cast.owner))
    assert list(open_invitations(cast.owner.workspace_id)) == [others.invitation]
    with pytest.raises(Conflict, match="taken back"):
        accept_as_new_user(kept.secret, name="Again", password=PASSWORD)
    (told,) = Event.objects.filter(workspace_id=cast.owner.workspace_id, kind="invitation.revoked")
    assert (told.data["invitation_id"], told.by_id) == (kept.invitation.id, cast.owner.id)


def test_who_is_an_owner_no_more_has_invited_agents_only(cast: Cast) -> None:
    falling = second_owner(cast)
    offered(falling, Role.OWNER)
    agents = offered(falling, Role.AGENT)
    change_member(falling, role=Role.MANAGER, restrictions=[], team=None, by=acting(cast.owner))
    assert list(open_invitations(cast.owner.workspace_id)) == [agents.invitation]


def test_an_invitation_that_another_sent_again_is_theirs(cast: Cast) -> None:
    leaving = second_owner(cast)
    again = resend_invitation(offered(leaving, Role.AGENT).invitation, by=acting(cast.owner))
    end_membership(leaving, by=acting(cast.owner))
    assert list(open_invitations(cast.owner.workspace_id)) == [again.invitation]


def test_a_token_whose_number_is_a_members_removes_nobody(cast: Cast) -> None:
    """Only a member leaves of their own accord."""
    token = Actor(workspace_id=cast.agent.workspace_id, by=By.TOKEN, id=cast.agent.id, via=Via.API)
    with pytest.raises(Forbidden):
        end_membership(cast.agent, by=token)
