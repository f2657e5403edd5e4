"""The cast: who acts in tests. Each has one part, the same in every test."""

import secrets
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.grants import Restriction, Role
from tappa.core.accounts.models import Member, Team, User, Workspace

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Cast:
    """Members of one workspace, and `stranger`, who owns another."""

    owner: Member
    manager: Member
    agent: Member
    mine_only: Member
    team_only: Member
    team: Team
    stranger: Member


def call_the_cast(workspace: Workspace, other: Workspace) -> Cast:
    """Everybody, with a user each. `team` has the agent and `team_only`."""
    team = Team.objects.create(workspace=workspace, name="Desk")
    return Cast(
        owner=add_member(workspace, _user("Olga Owner"), role=Role.OWNER),
        manager=add_member(workspace, _user("Marco Manager"), role=Role.MANAGER),
        agent=add_member(workspace, _user("Ada Agent"), role=Role.AGENT, team=team),
        mine_only=add_member(
            workspace, _user("Mina Mine"), role=Role.AGENT, restrictions=[Restriction.SHOW_ONLY_MINE]
        ),
        team_only=add_member(
            workspace,
            _user("Teo Team"),
            role=Role.AGENT,
            restrictions=[Restriction.SHOW_TEAM_CONTACTS],
            team=team,
        ),
        team=team,
        stranger=add_member(other, _user("Stella Stranger"), role=Role.OWNER),
    )


def _user(name: str) -> User:
    address = f"{name.partition(' ')[0].lower()}-{secrets.token_hex(6)}@people.example"
    return User.objects.create(name=name, email=address, password=_hashed())


@cache
def _hashed() -> str:
    """PASSWORD as it is stored. Hashing it anew for each of six people would cost each test a second and a half."""
    return make_password(PASSWORD)
