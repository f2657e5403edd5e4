"""What may be said to have happened to accounts."""

from django.utils.translation import gettext_lazy as _

from tappa.core.activity.facts import Fact, fact


@fact("workspace.created", sentence=_("created the workspace"))
class WorkspaceCreated(Fact, frozen=True):
    """A workspace began."""


@fact("member.added", sentence=_("added a member"))
class MemberAdded(Fact, frozen=True):
    """A user became a member."""

    member_id: int
    role: str


@fact("member.changed", sentence=_("changed a member's role, restrictions or team"))
class MemberChanged(Fact, frozen=True):
    """A member's role, restrictions or team became others; what they were before is kept (L15)."""

    member_id: int
    role_before: str
    role: str
    restrictions_before: list[str]
    restrictions: list[str]
    team_id_before: int | None
    team_id: int | None


@fact("member.removed", sentence=_("removed a member"))
class MemberRemoved(Fact, frozen=True):
    """A member left or was removed. Their name stays in the history."""

    member_id: int
    role: str


@fact("member.invited", sentence=_("invited someone"))
class MemberInvited(Fact, frozen=True):
    """Somebody was asked in. The address stands with the invitation, not here."""

    invitation_id: int
    role: str


@fact("invitation.sent_again", sentence=_("sent an invitation again"))
class InvitationSentAgain(Fact, frozen=True):
    """An invitation got a new link; the old one stopped working."""

    invitation_id: int


@fact("invitation.revoked", sentence=_("revoked an invitation"))
class InvitationRevoked(Fact, frozen=True):
    """An invitation's link stopped working."""

    invitation_id: int


@fact("invitation.accepted", sentence=_("accepted an invitation"))
class InvitationAccepted(Fact, frozen=True):
    """Who was invited came in."""

    invitation_id: int
    member_id: int


@fact("workspace.edited", sentence=_("edited the workspace"))
class WorkspaceEdited(Fact, frozen=True):
    """The workspace's own settings became others; what they were before is kept (L15)."""

    name_before: str
    name: str
    language_before: str
    language: str
    time_zone_before: str
    time_zone: str
    country_code_before: str
    country_code: str


@fact("token.created", sentence=_("made an API token"))
class TokenCreated(Fact, frozen=True):
    """A key to the API was made."""

    token_id: int


@fact("token.revoked", sentence=_("revoked an API token"))
class TokenRevoked(Fact, frozen=True):
    """A key to the API stopped working."""

    token_id: int


@fact("team.created", sentence=_("made a team"))
class TeamCreated(Fact, frozen=True):
    """A team came into being."""

    team_id: int


@fact("team.renamed", sentence=_("renamed a team"))
class TeamRenamed(Fact, frozen=True):
    """A team has another name."""

    team_id: int
    name_before: str
    name: str


@fact("team.deleted", sentence=_("deleted a team"))
class TeamDeleted(Fact, frozen=True):
    """A team is gone, and its members are in none."""

    team_id: int
    name: str
    member_ids: list[int]
