"""What can be chosen in the forms of the settings, with its words in the reader's language."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import ALL_SCOPES, RESTRICTIONS, Restriction, Role, Scope
from tappa.core.accounts.models import Team

Choice = tuple[str, str]
_LEGACY_ZONES: Final = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role with what it may do, and the restrictions that mean something for it."""

    value: str
    label: str
    text: str
    restrictions: tuple[Choice, ...]


def time_zones(present: str) -> list[Choice]:
    """All places that people live by, and the one that is set even if it is none of them."""
    return [(zone, zone.replace("_", " ")) for zone in sorted({*_zones(), present})]


def languages() -> list[Choice]:
    """The languages of Tappa, each by its own name."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def countries() -> list[Choice]:
    """All countries by their names in the reader's language."""
    return _countries((translation.get_language() or "en").partition("-")[0])


def teams(present: Iterable[Team]) -> list[Choice]:
    """The teams, and none."""
    return [("", _("No team")), *((str(team.id), team.name) for team in present)]


def roles(manageable: Collection[Role]) -> list[RoleChoice]:
    """The roles that one may give, from the least to the most."""
    return [
        RoleChoice(role.value, role_name(role), _role_text(role), restrictions_of(role))
        for role in (Role.AGENT, Role.MANAGER, Role.OWNER)
        if role in manageable
    ]


def role_name(role: str) -> str:
    """What a role is called."""
    return {Role.OWNER: _("Owner"), Role.MANAGER: _("Manager"), Role.AGENT: _("Agent")}[Role(role)]


def restrictions_of(role: Role) -> tuple[Choice, ...]:
    """The restrictions that mean something for a role."""
    return tuple((each.value, restriction_name(each)) for each in Restriction if each in RESTRICTIONS[role])


def restriction_name(restriction: str) -> str:
    """What a restriction takes away."""
    return {
        Restriction.SHOW_ONLY_MINE: _("Sees only contacts assigned to them"),
        Restriction.SHOW_TEAM_CONTACTS: _("Sees only contacts of their team, and their own"),
        Restriction.CONTACT_DELETION: _("Cannot delete contacts"),
        Restriction.SHORTCUTS: _("Cannot use snippets or start rules"),
        Restriction.DATA_EXPORT: _("Cannot export contacts"),
        Restriction.SPACE_SETTING: _("Cannot change workspace settings"),
        Restriction.SPACE_INTEGRATION: _("Cannot change channels and API tokens"),
    }[Restriction(restriction)]


def scopes(given: Collection[str] = ALL_SCOPES) -> list[Choice]:
    """What an API token may be used for, of what one may give."""
    return [choice for choice in _all_scopes() if choice[0] in given]


def _all_scopes() -> list[Choice]:
    return [
        (Scope.CONTACTS_READ, _("Read contacts")),
        (Scope.CONTACTS_WRITE, _("Create, change, move and delete contacts")),
        (Scope.MESSAGES_READ, _("Read messages")),
        (Scope.MESSAGES_WRITE, _("Send messages")),
        (Scope.CONVERSATIONS_WRITE, _("Assign, open and close conversations")),
        (Scope.WORKSPACE_READ, _("Read members, channels, fields and stages")),
        (Scope.WORKSPACE_WRITE, _("Change fields and tags")),
        (Scope.LIFECYCLE_WRITE, _("Change the lifecycle stages")),
    ]


def _role_text(role: Role) -> str:
    return {
        Role.OWNER: _("Everything, other owners and the workspace itself included"),
        Role.MANAGER: _("Reports, settings, and the work of all agents"),
        Role.AGENT: _("Answers and moves contacts"),
    }[role]


@cache
def _zones() -> frozenset[str]:
    places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(_LEGACY_ZONES))
    return frozenset({*places, "UTC"})


@cache
def _countries(language: str) -> list[Choice]:
    names = Locale(language).territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    none = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    return sorted(
        (choice for choice in known if choice[0] not in none), key=lambda choice: choice[1].casefold()
    )
