"""Questions about accounts."""

from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext as _

from tappa.core.accounts.models import ApiToken, Invitation, Member, Team, User, Workspace
from tappa.core.activity.actor import Actor, By, Via
from tappa.kernel.errors import Conflict, NotFound
from tappa.kernel.fixed import Fixed
from tappa.kernel.secrets import fingerprint

_LIVING_TOKEN: Final = Fixed(
    lambda fingerprint: ApiToken.objects.select_related("workspace").filter(
        fingerprint=fingerprint, revoked_at=None
    ),
    fingerprint=b"fingerprint",
)

_USER: Final = Fixed(lambda user_id: User.objects.filter(id=user_id), user_id=-1)

_BY_NAME: Final = Fixed(
    lambda workspace_id: members_of(workspace_id).order_by("user__name", "id"), workspace_id=-1
)

_TEAMS: Final = Fixed(
    lambda workspace_id: Team.objects.filter(workspace_id=workspace_id, deleted_at=None).order_by(
        "name", "id"
    ),
    workspace_id=-1,
)


_MEMBER_NAMES: Final = Fixed(
    lambda workspace_id, ids: Member.objects.filter(workspace_id=workspace_id, id__any_of=ids).values_list(
        "id", "user__name"
    ),
    workspace_id=-1,
    ids=[-2],
)

_TOKEN_NAMES: Final = Fixed(
    lambda workspace_id, ids: ApiToken.objects.filter(workspace_id=workspace_id, id__any_of=ids).values_list(
        "id", "name"
    ),
    workspace_id=-1,
    ids=[-2],
)

_TEAM_NAMES: Final = Fixed(
    lambda workspace_id, ids: Team.objects.filter(workspace_id=workspace_id, id__any_of=ids).values_list(
        "id", "name"
    ),
    workspace_id=-1,
    ids=[-2],
)


def user_by_id(user_id: int) -> User | None:
    """The user with this id, None where there is none."""
    return _USER.first(user_id=user_id)


def workspace_by_slug(slug: str) -> Workspace:
    """The workspace at this address. Raises NotFound."""
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        raise NotFound(_("There is no workspace with the slug %(slug)s.") % {"slug": slug}, field="workspace")
    return workspace


def token_by_secret(secret: str) -> ApiToken | None:
    """The living token with this secret, with its workspace; None for an unknown or a revoked one alike."""
    return _LIVING_TOKEN.first(fingerprint=fingerprint(secret))


def member_by(workspace_id: int, id_or_email: int | str) -> Member:
    """The present member with this id or e-mail, with user and team. Raises NotFound."""
    members = members_of(workspace_id)
    if isinstance(id_or_email, int):
        member = members.filter(id=id_or_email).first()
    else:
        member = members.filter(user__email__iexact=id_or_email.strip()).first()
    if member is None:
        raise NotFound(
            _("This workspace has no member %(member)s.") % {"member": id_or_email}, field="member"
        )
    return member


def members_at(slug: str, user_id: int) -> "QuerySet[Member]":
    """The user as a present member of the workspace at this address, with workspace and team; nobody for a stranger."""
    members = Member.objects.select_related("workspace", "team")
    return members.filter(workspace__slug=slug, user_id=user_id, removed_at=None)


_MEMBER: Final = Fixed(members_at, slug="a-slug", user_id=-1)


def member_at(slug: str, user: User) -> Member | None:
    """The same at once, None for a stranger."""
    member = _MEMBER.first(slug=slug, user_id=user.id)
    if member is not None:
        member.user = user
    return member


def memberships_of(user: User) -> "QuerySet[Member]":
    """Where the user is a present member, with the workspaces, by the workspaces' names."""
    members = Member.objects.select_related("workspace").filter(user=user, removed_at=None)
    return members.order_by(Lower("workspace__name"), "id")


def actor_of(member: Member, via: Via) -> Actor:
    """The member as an actor."""
    return Actor(workspace_id=member.workspace_id, by=By.MEMBER, id=member.id, via=via)


def actor_of_token(token: ApiToken) -> Actor:
    """The token as an actor."""
    return Actor(workspace_id=token.workspace_id, by=By.TOKEN, id=token.id, via=Via.API)


def home_of(user: User) -> Member | None:
    """The membership to begin with after signing in: where the user was last, else the first; None without any."""
    memberships = list(memberships_of(user))
    last = (member for member in memberships if member.workspace_id == user.last_workspace_id)
    return next(last, memberships[0] if memberships else None)


def teams_of(workspace_id: int) -> list[Team]:
    """The teams that stand, by name."""
    return _TEAMS.all(workspace_id=workspace_id)


def team_by(workspace_id: int, team_id: int) -> Team:
    """The team with this id that stands. Raises NotFound."""
    team = Team.objects.filter(workspace_id=workspace_id, deleted_at=None, id=team_id).first()
    if team is None:
        raise NotFound(_("This team does not exist any more."), field="team")
    return team


def team_names(workspace_id: int, ids: set[int]) -> dict[int, str]:
    """What teams are called, by id; deleted ones keep their names."""
    return dict(_TEAM_NAMES.tuples(workspace_id=workspace_id, ids=sorted(ids))) if ids else {}


def open_invitations(workspace_id: int) -> "QuerySet[Invitation]":
    """Invitations neither accepted nor revoked, newest first, with team and inviter; those past their time too, for
    they can be sent again (`expires_at` tells)."""
    invitations = Invitation.objects.filter(workspace_id=workspace_id, accepted_at=None, revoked_at=None)
    return invitations.select_related("team", "invited_by__user").order_by("-created_at", "-id")


def open_invitation(workspace_id: int, invitation_id: int) -> Invitation:
    """The open invitation with this id. Raises NotFound."""
    invitation = open_invitations(workspace_id).filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound(_("This invitation is not open any more."), field="invitation")
    return invitation


def invitation_by_secret(secret: str) -> Invitation:
    """The invitation whose link has this secret, whatever became of it, with workspace, team and inviter. Raises
    NotFound."""
    # Before a workspace is known: the secret leads to it.
    found = Invitation.objects.select_related("workspace", "team", "invited_by__user")
    invitation = found.filter(fingerprint=fingerprint(secret)).first()
    if invitation is None:
        raise NotFound(_("This invitation does not exist. Ask for a new one."), field="invitation")
    return invitation


def acceptable_invitation(secret: str) -> Invitation:
    """The same, if it can be accepted now. Raises Conflict with the reason when it cannot, and NotFound."""
    invitation = invitation_by_secret(secret)
    if invitation.accepted_at is not None:
        raise Conflict(_("This invitation was used already. Sign in instead."))
    if invitation.revoked_at is not None:
        raise Conflict(_("This invitation was taken back. Ask for a new one."))
    if not open_invitations(invitation.workspace_id).filter(id=invitation.id, expires_at__gt=Now()).exists():
        raise Conflict(_("This invitation is too old. Ask for a new one."))
    return invitation


def names_of(kind: str, ids: set[int], workspace_id: int) -> dict[int, str]:
    """What members or tokens are called, by id; removed members and revoked tokens keep their names."""
    if not ids:
        return {}
    asked: dict[str, Fixed[Any]] = {By.MEMBER: _MEMBER_NAMES, By.TOKEN: _TOKEN_NAMES}
    named = asked.get(kind)
    return dict(named.tuples(workspace_id=workspace_id, ids=sorted(ids))) if named else {}


def members_of(workspace_id: int) -> "QuerySet[Member]":
    """The present members, with user and team."""
    members = Member.objects.filter(workspace_id=workspace_id, removed_at=None)
    return members.select_related("user", "team")


def members_by_name(workspace_id: int) -> list[Member]:
    """The present members by name, with user and team."""
    return _BY_NAME.all(workspace_id=workspace_id)


def tokens_of(workspace_id: int) -> "QuerySet[ApiToken]":
    """The tokens that work, newest first."""
    return ApiToken.objects.filter(workspace_id=workspace_id, revoked_at=None).order_by("-id")


def token_by(workspace_id: int, token_id: int) -> ApiToken:
    """The living token with this id. Raises NotFound."""
    token = tokens_of(workspace_id).filter(id=token_id).first()
    if token is None:
        raise NotFound(_("This token does not exist any more."), field="token")
    return token
