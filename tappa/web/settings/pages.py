"""What the templates of the settings show."""

from dataclasses import dataclass, field
from typing import ClassVar

from tappa.core.accounts.models import ApiToken, Invitation, Member, Team
from tappa.core.inbox.models import Channel
from tappa.web.settings.choices import Choice, RoleChoice
from tappa.web.settings.forms import ChannelForm, Errors, MemberForm, TokenForm, WorkspaceForm
from tappa.web.settings.frame import Frame


@dataclass(frozen=True, kw_only=True)
class ConfirmDialog:
    """A question before what cannot be taken back: what happens, what is listed below that, and a button that names the
    act."""

    TEMPLATE: ClassVar[str] = "settings/_confirm.html"
    title: str
    texts: tuple[str, ...]
    items: tuple[str, ...] = ()
    button: str
    action: str
    cancel: str


@dataclass(frozen=True, kw_only=True)
class GeneralPage:
    """The workspace's own settings."""

    TEMPLATE: ClassVar[str] = "settings/general.html"
    frame: Frame
    form: WorkspaceForm
    time_zones: list[Choice]
    languages: list[Choice]
    countries: list[Choice]
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in the list. `restrictions` are told in words; `change` is "" where one may not change them."""

    member: Member
    role: str
    restrictions: tuple[str, ...]
    is_self: bool
    change: str
    removal: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation that is open, or past its time."""

    invitation: Invitation
    role: str
    is_late: bool
    may_manage: bool


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team with how many are in it."""

    team: Team
    members: int


@dataclass(frozen=True, kw_only=True)
class MembersPart:
    """Members, invitations and teams: the part of the page that is live."""

    TEMPLATE: ClassVar[str] = "settings/_members.html"
    members: tuple[MemberRow, ...]
    invitations: tuple[InvitationRow, ...]
    teams: tuple[TeamRow, ...]
    may_change_teams: bool


@dataclass(frozen=True, kw_only=True)
class MembersPage:
    """The members page. `team_name` is what was typed for a new team that was refused."""

    TEMPLATE: ClassVar[str] = "settings/members.html"
    frame: Frame
    part: MembersPart
    dialog: ConfirmDialog | None = None


@dataclass(frozen=True, kw_only=True)
class MemberPage:
    """One member's role, restrictions and team."""

    TEMPLATE: ClassVar[str] = "settings/member.html"
    frame: Frame
    member: Member
    form: MemberForm
    roles: list[RoleChoice]
    teams: list[Choice]
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class InvitePage:
    """Somebody is to be invited."""

    TEMPLATE: ClassVar[str] = "settings/invite.html"
    frame: Frame
    form: MemberForm
    roles: list[RoleChoice]
    teams: list[Choice]
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class InvitedPage:
    """An invitation with its link, which is shown this once. `is_sent`: a mail with it is under way."""

    TEMPLATE: ClassVar[str] = "settings/invited.html"
    frame: Frame
    invitation: Invitation
    link: str
    is_sent: bool


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """A team's name, or that of a new one."""

    TEMPLATE: ClassVar[str] = "settings/team.html"
    frame: Frame
    team: Team | None
    name: str
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel in the list. `link` is the page of a website chat, "" for others."""

    channel: Channel
    kind: str
    icon: str
    text: str
    link: str


@dataclass(frozen=True, kw_only=True)
class ChannelsPart:
    """The channels: the part of the page that is live."""

    TEMPLATE: ClassVar[str] = "settings/_channels.html"
    rows: tuple[ChannelRow, ...]


@dataclass(frozen=True, kw_only=True)
class ChannelsPage:
    """The channels page."""

    TEMPLATE: ClassVar[str] = "settings/channels.html"
    frame: Frame
    part: ChannelsPart
    dialog: ConfirmDialog | None = None


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What the bridge of a custom channel needs. `token` and `curl` are "" until they are asked for."""

    TEMPLATE: ClassVar[str] = "settings/_credentials.html"
    channel: Channel
    inbound_url: str
    token: str = ""
    curl: str = ""


@dataclass(frozen=True, kw_only=True)
class ChannelPage:
    """One channel, or one to be added."""

    TEMPLATE: ClassVar[str] = "settings/channel.html"
    frame: Frame
    kind: str
    title: str
    form: ChannelForm
    languages: list[Choice]
    channel: Channel | None = None
    credentials: Credentials | None = None
    link: str = ""
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """An API token in the list, with what it may be used for in words."""

    token: ApiToken
    scopes: tuple[str, ...]
    has_all: bool


@dataclass(frozen=True, kw_only=True)
class TokensPart:
    """The tokens: the part of the page that is live."""

    TEMPLATE: ClassVar[str] = "settings/_tokens.html"
    rows: tuple[TokenRow, ...]


@dataclass(frozen=True, kw_only=True)
class TokensPage:
    """The tokens page. `secret` is that of a token just made, which is shown this once."""

    TEMPLATE: ClassVar[str] = "settings/tokens.html"
    frame: Frame
    part: TokensPart
    secret: str = ""
    secret_of: str = ""
    dialog: ConfirmDialog | None = None


@dataclass(frozen=True, kw_only=True)
class NewTokenPage:
    """A token is to be made."""

    TEMPLATE: ClassVar[str] = "settings/token.html"
    frame: Frame
    form: TokenForm
    scopes: list[tuple[str, str]]
    errors: Errors = field(default_factory=dict)
