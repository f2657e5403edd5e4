"""Who may do what: the one table of roles, restrictions and scopes (product.md, section 8).

Every path asks here: pages, fragments, API, streams, exports. Which contacts a member sees is a question about
contacts and stands in contacts/queries.py; `Sight` says by which rule.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a member is in a workspace."""

    OWNER = "owner"
    MANAGER = "manager"
    AGENT = "agent"


class Restriction(StrEnum):
    """What a single member is denied beyond their role."""

    SHOW_ONLY_MINE = "show_only_mine"
    SHOW_TEAM_CONTACTS = "show_team_contacts"
    CONTACT_DELETION = "restrict_contact_deletion"
    SHORTCUTS = "restrict_shortcuts"
    DATA_EXPORT = "restrict_data_export"
    SPACE_SETTING = "restrict_space_setting"
    SPACE_INTEGRATION = "restrict_space_integration"


class Permission(StrEnum):
    """What can be allowed or not."""

    USE_CONTACTS = "use_contacts"  # see, answer, edit, assign, move: the contacts this member may see
    MERGE_AND_BLOCK = "merge_and_block"  # of contacts this member may see
    DELETE_CONTACTS = "delete_contacts"  # of contacts this member may see
    FILTER_CONTACTS = "filter_contacts"  # filters, segments, the board of all
    SEE_REPORTS = "see_reports"
    CHANGE_IN_BULK = "change_in_bulk"  # bulk moves and imports
    EXPORT = "export"
    ERASE_CONTACTS = "erase_contacts"
    RUN_SHORTCUTS = "run_shortcuts"  # snippets, rules started by hand
    CHANGE_SETTINGS = "change_settings"  # lifecycle, rules, fields, tags, teams
    CHANGE_INTEGRATIONS = "change_integrations"  # channels, webhooks, API tokens
    MANAGE_AGENTS = "manage_agents"  # invite and change agents
    MANAGE_MEMBERS = "manage_members"  # invite and change everybody, owners too
    DELETE_WORKSPACE = "delete_workspace"


class Sight(StrEnum):
    """Which contacts a member sees."""

    ALL = "all"
    MINE = "mine"
    TEAM = "team"


class Scope(StrEnum):
    """What an API token may be used for."""

    CONTACTS_READ = "contacts.read"
    CONTACTS_WRITE = "contacts.write"
    MESSAGES_READ = "messages.read"
    MESSAGES_WRITE = "messages.write"
    CONVERSATIONS_WRITE = "conversations.write"
    WORKSPACE_READ = "workspace.read"
    WORKSPACE_WRITE = "workspace.write"
    LIFECYCLE_WRITE = "lifecycle.write"


ALL_SCOPES: Final = tuple(scope.value for scope in Scope)

# A token does what its scopes say, whoever uses it: what is kept from a member is not theirs to give to a program.
SCOPE_NEEDS: Final = {
    Scope.CONTACTS_READ: Permission.EXPORT,
    Scope.CONTACTS_WRITE: Permission.DELETE_CONTACTS,
    Scope.WORKSPACE_WRITE: Permission.CHANGE_SETTINGS,
    Scope.LIFECYCLE_WRITE: Permission.CHANGE_SETTINGS,
}

_AGENT: Final = frozenset(
    {
        Permission.USE_CONTACTS,
        Permission.MERGE_AND_BLOCK,
        Permission.DELETE_CONTACTS,
        Permission.RUN_SHORTCUTS,
    }
)
_MANAGER: Final = _AGENT | {
    Permission.FILTER_CONTACTS,
    Permission.SEE_REPORTS,
    Permission.CHANGE_IN_BULK,
    Permission.EXPORT,
    Permission.CHANGE_SETTINGS,
    Permission.CHANGE_INTEGRATIONS,
    Permission.MANAGE_AGENTS,
}
_GRANTS: Final = {Role.AGENT: _AGENT, Role.MANAGER: _MANAGER, Role.OWNER: frozenset(Permission)}

_DENIALS: Final = {
    Role.OWNER: {},
    Role.MANAGER: {
        Restriction.CONTACT_DELETION: Permission.DELETE_CONTACTS,
        Restriction.DATA_EXPORT: Permission.EXPORT,
        Restriction.SPACE_SETTING: Permission.CHANGE_SETTINGS,
        Restriction.SPACE_INTEGRATION: Permission.CHANGE_INTEGRATIONS,
    },
    Role.AGENT: {
        Restriction.CONTACT_DELETION: Permission.DELETE_CONTACTS,
        Restriction.SHORTCUTS: Permission.RUN_SHORTCUTS,
    },
}

_SIGHT_RESTRICTIONS: Final = frozenset({Restriction.SHOW_ONLY_MINE, Restriction.SHOW_TEAM_CONTACTS})

# The restrictions that mean something for a role; others are refused when a member is changed.
RESTRICTIONS: Final[dict[Role, frozenset[Restriction]]] = {
    Role.OWNER: frozenset(),
    Role.MANAGER: frozenset(_DENIALS[Role.MANAGER]),
    Role.AGENT: frozenset(_DENIALS[Role.AGENT]) | _SIGHT_RESTRICTIONS,
}


def allowed(role: Role, restrictions: Collection[str], permission: Permission) -> bool:
    """Whether a member with this role and these restrictions may do it."""
    denied = {what for restriction, what in _DENIALS[role].items() if restriction in restrictions}
    return permission in _GRANTS[role] and permission not in denied


def grantable_scopes(role: Role, restrictions: Collection[str]) -> list[str]:
    """The scopes that a member may give to an API token, of those who may make one."""
    return [
        scope.value
        for scope in Scope
        if scope not in SCOPE_NEEDS or allowed(role, restrictions, SCOPE_NEEDS[scope])
    ]


def sight(role: Role, restrictions: Collection[str]) -> Sight:
    """Which contacts a member sees. With both restrictions the narrower one holds."""
    if role is not Role.AGENT:
        return Sight.ALL
    if Restriction.SHOW_ONLY_MINE in restrictions:
        return Sight.MINE
    return Sight.TEAM if Restriction.SHOW_TEAM_CONTACTS in restrictions else Sight.ALL
