"""Invitations: who may send them, what their links do, and when they stop."""

import secrets
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from tappa.core.accounts.actions.accept_invitation import accept_as_new_user, accept_invitation
from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.actions.delete_team import delete_team
from tappa.core.accounts.actions.end_membership import end_membership
from tappa.core.accounts.actions.invite_member import IssuedInvitation, invite_member
from tappa.core.accounts.actions.resend_invitation import resend_invitation
from tappa.core.accounts.actions.revoke_invitation import revoke_invitation
from tappa.core.accounts.grants import Restriction, Role
from tappa.core.accounts.models import Invitation, Member, User, Workspace
from tappa.core.accounts.queries import actor_of, invitation_by_secret, open_invitation, open_invitations
from tappa.core.activity.actor import Via
from tappa.core.activity.models import Event
from tappa.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from tests.cast import PASSWORD, Cast
from tests.support.together import together


def address() -> str:
    return f"{secrets.token_hex(6)}@people.example"


def invite(
    by: Member, email: str = "", *, role: Role = Role.AGENT, restrictions: tuple[str, ...] = ()
) -> IssuedInvitation:
    return invite_member(
        by.workspace,
        email=email or address(),
        role=role,
        restrictions=restrictions,
        by=actor_of(by, Via.PAGE),
    )


def user_with(email: str) -> User:
    return create_user(name="Ana", email=email, password=PASSWORD)


def past_its_time(invitation: Invitation) -> None:
    Invitation.objects.filter(workspace_id=invitation.workspace_id, id=invitation.id).update(
        expires_at=Now() - timedelta(seconds=1)
    )


@pytest.mark.parametrize(
    ("who", "role", "allowed"),
    [
        ("owner", Role.OWNER, True),
        ("owner", Role.MANAGER, True),
        ("owner", Role.AGENT, True),
        ("manager", Role.AGENT, True),
        ("manager", Role.MANAGER, False),
        ("manager", Role.OWNER, False),
        ("agent", Role.AGENT, False),
        ("mine_only", Role.AGENT, False),
        ("team_only", Role.AGENT, False),
    ],
)
def test_section_8_who_may_invite_whom(
    workspace: Workspace, cast: Cast, who: str, role: Role, allowed: bool
) -> None:
    if allowed:
        issued = invite(getattr(cast, who), role=role)
        assert list(open_invitations(workspace.id)) == [issued.invitation]
        for change in (resend_invitation, revoke_invitation):
            with pytest.raises(Forbidden):
                change(issued.invitation, by=actor_of(cast.agent, Via.PAGE))
    else:
        with pytest.raises(Forbidden):
            invite(getattr(cast, who), role=role)
        assert not open_invitations(workspace.id).exists()


def test_a_stranger_invites_nobody_here_and_touches_no_invitation(workspace: Workspace, cast: Cast) -> None:
    stranger = actor_of(cast.stranger, Via.PAGE)
    issued = invite(cast.owner)
    with pytest.raises(NotFound):
        invite_member(workspace, email=address(), role=Role.AGENT, by=stranger)
    for change in (resend_invitation, revoke_invitation):
        with pytest.raises(NotFound):
            change(issued.invitation, by=stranger)
    assert list(open_invitations(workspace.id)) == [issued.invitation]


def test_the_secret_is_stored_as_a_fingerprint_and_the_address_in_no_fact(cast: Cast) -> None:
    issued = invite(cast.owner, email=address().upper())
    stored = str(Invitation.objects.values().get(id=issued.invitation.id))
    assert issued.secret not in stored
    assert issued.invitation.email == issued.invitation.email.lower()
    told = str(list(Event.objects.filter(workspace_id=cast.owner.workspace_id).values()))
    assert issued.invitation.email not in told
    assert invitation_by_secret(issued.secret) == issued.invitation
    with pytest.raises(NotFound):
        invitation_by_secret(issued.secret + "x")


def test_a_new_person_comes_in_with_what_was_chosen_for_them(workspace: Workspace, cast: Cast) -> None:
    issued = invite_member(
        workspace,
        email=address(),
        role=Role.AGENT,
        restrictions=[Restriction.SHOW_ONLY_MINE],
        team=cast.team,
        by=actor_of(cast.manager, Via.PAGE),
    )
    member = accept_as_new_user(
        issued.secret, name="Nina New", password=PASSWORD, language="it", time_zone="Europe/Rome"
    )
    assert (member.workspace, member.role, member.restrictions, member.team) == (
        workspace,
        Role.AGENT,
        [Restriction.SHOW_ONLY_MINE],
        cast.team,
    )
    assert (member.user.email, member.user.language) == (issued.invitation.email, "it")
    kinds = Event.objects.filter(workspace_id=workspace.id).order_by("id").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["member.invited", "member.added", "invitation.accepted"]
    assert not open_invitations(workspace.id).exists()
    with pytest.raises(Conflict, match="used already"):
        accept_invitation(issued.secret, member.user)


def test_a_team_that_was_deleted_meanwhile_keeps_nobody_out(workspace: Workspace, cast: Cast) -> None:
    by = actor_of(cast.owner, Via.PAGE)
    issued = invite_member(workspace, email=address(), role=Role.AGENT, team=cast.team, by=by)
    delete_team(cast.team, by=by)
    assert accept_as_new_user(issued.secret, name="Nina", password=PASSWORD).team is None


def test_a_user_comes_in_and_only_by_their_own_address(cast: Cast) -> None:
    issued = invite(cast.owner)
    user = user_with(issued.invitation.email.upper())
    with pytest.raises(Forbidden, match=f"for {issued.invitation.email}"):
        accept_invitation(issued.secret, cast.stranger.user)
    assert accept_invitation(issued.secret, user).user == user
    with pytest.raises(NotFound):
        accept_invitation("nothing", user)


def test_who_has_an_account_makes_no_second_one(cast: Cast) -> None:
    issued = invite(cast.owner)
    user_with(issued.invitation.email)
    with pytest.raises(Conflict):
        accept_as_new_user(issued.secret, name="Again", password=PASSWORD)
    assert open_invitation(cast.owner.workspace_id, issued.invitation.id) == issued.invitation


@pytest.mark.parametrize(("given", "field"), [({"name": " "}, "name"), ({"password": "short"}, "password")])
def test_a_refused_account_leaves_the_invitation_open(cast: Cast, given: dict[str, str], field: str) -> None:
    issued = invite(cast.owner)
    with pytest.raises(Invalid) as refusal:
        accept_as_new_user(issued.secret, **{"name": "Nina", "password": PASSWORD} | given)
    assert refusal.value.field == field
    assert accept_as_new_user(issued.secret, name="Nina", password=PASSWORD).removed_at is None


def test_a_link_past_its_time_or_taken_back_says_so(cast: Cast) -> None:
    late, revoked = invite(cast.owner), invite(cast.owner)
    past_its_time(late.invitation)
    revoke_invitation(revoked.invitation, by=actor_of(cast.owner, Via.PAGE))
    for issued, says in ((late, "too old"), (revoked, "taken back")):
        with pytest.raises(Conflict, match=says):
            accept_as_new_user(issued.secret, name="Nina", password=PASSWORD)
        assert not User.objects.filter(email=issued.invitation.email).exists()
    with pytest.raises(NotFound):
        revoke_invitation(revoked.invitation, by=actor_of(cast.owner, Via.PAGE))


def test_sent_again_it_has_a_new_link_and_the_old_one_leads_nowhere(cast: Cast) -> None:
    first = invite(cast.owner)
    past_its_time(first.invitation)
    second = resend_invitation(first.invitation, by=actor_of(cast.owner, Via.PAGE))
    assert second.invitation == first.invitation
    with pytest.raises(NotFound):
        invitation_by_secret(first.secret)
    assert accept_as_new_user(second.secret, name="Nina", password=PASSWORD).removed_at is None
    with pytest.raises(NotFound):
        resend_invitation(first.invitation, by=actor_of(cast.owner, Via.PAGE))


def test_an_address_is_invited_once_at_a_time_and_members_not_at_all(cast: Cast) -> None:
    email = address()
    first = invite(cast.owner, email)
    with pytest.raises(Conflict, match="invited already"):
        invite(cast.owner, email.upper())
    past_its_time(first.invitation)
    assert invite(cast.owner, email).invitation != first.invitation, "an old one makes room"
    with pytest.raises(Conflict, match="member already"):
        invite(cast.owner, cast.agent.user.email)
    end_membership(cast.agent, by=actor_of(cast.owner, Via.PAGE))
    back = invite(cast.owner, cast.agent.user.email, role=Role.MANAGER)
    member = accept_invitation(back.secret, cast.agent.user)
    assert (member.id, member.role, member.removed_at) == (cast.agent.id, Role.MANAGER, None)


def test_of_many_who_invite_one_address_at_once_one_does(cast: Cast) -> None:
    email = address()

    def attempt(_number: int) -> bool:
        try:
            invite(cast.owner, email)
        except Conflict:
            return False
        return True

    assert sum(together(4, attempt)) == 1


def test_of_many_who_accept_at_once_one_comes_in(cast: Cast) -> None:
    issued = invite(cast.owner)
    user = user_with(issued.invitation.email)

    def attempt(_number: int) -> bool:
        try:
            accept_invitation(issued.secret, user)
        except DomainError:
            return False
        return True

    assert sum(together(4, attempt)) == 1
