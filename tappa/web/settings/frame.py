"""The frame of all settings pages: their list in the sidebar, of which a member sees what they may use."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.web.shell.visit import Visit


class Place(StrEnum):
    """The pages of the settings, each the name of its address."""

    GENERAL = "settings_general"
    MEMBERS = "settings_members"
    CHANNELS = "settings_channels"
    LIFECYCLE = "settings_lifecycle"
    FIELDS = "settings_fields"
    TAGS = "settings_tags"
    TOKENS = "settings_tokens"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sidebar."""

    label: str
    icon: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The sidebar as a page shows it. `title` is the current row's."""

    title: str
    groups: tuple[Group, ...]


PERMISSIONS: Final = {
    Place.GENERAL: Permission.CHANGE_SETTINGS,
    Place.MEMBERS: Permission.MANAGE_AGENTS,
    Place.CHANNELS: Permission.CHANGE_INTEGRATIONS,
    Place.LIFECYCLE: Permission.CHANGE_SETTINGS,
    Place.FIELDS: Permission.CHANGE_SETTINGS,
    Place.TAGS: Permission.CHANGE_SETTINGS,
    Place.TOKENS: Permission.CHANGE_INTEGRATIONS,
}
_ROWS: Final[dict[Place, tuple[Callable[[], str], str]]] = {
    Place.GENERAL: (lambda: _("General"), "info"),
    Place.MEMBERS: (lambda: _("Members and teams"), "team"),
    Place.CHANNELS: (lambda: _("Channels"), "ch-web"),
    Place.LIFECYCLE: (lambda: _("Lifecycle"), "route"),
    Place.FIELDS: (lambda: _("Fields"), "text"),
    Place.TAGS: (lambda: _("Tags"), "tag"),
    Place.TOKENS: (lambda: _("API tokens"), "lock"),
}
_WORKSPACE: Final = (
    Place.GENERAL,
    Place.MEMBERS,
    Place.CHANNELS,
    Place.LIFECYCLE,
    Place.FIELDS,
    Place.TAGS,
)
_AUTOMATION: Final = (Place.TOKENS,)


def frame(visit: Visit, current: Place) -> Frame:
    """The sidebar for this member, with the row of the current page."""
    profile = Row(_("Profile"), "user", reverse("profile"), is_current=False)
    groups = (
        Group(_("Workspace"), _rows(visit, _WORKSPACE, current)),
        Group(_("Automation"), _rows(visit, _AUTOMATION, current)),
        Group(_("You"), (profile,)),
    )
    return Frame(_ROWS[current][0](), tuple(group for group in groups if group.rows))


def first_place(visit: Visit) -> Place | None:
    """The first page that this member may use, if there is one."""
    return next((place for place in Place if visit.may(PERMISSIONS[place])), None)


def rows_of(visit: Visit) -> tuple[Row, ...]:
    """All pages of the settings that this member may use, from wherever they are."""
    return _rows(visit, tuple(Place), None)


def _rows(visit: Visit, places: tuple[Place, ...], current: Place | None) -> tuple[Row, ...]:
    return tuple(
        Row(_ROWS[place][0](), _ROWS[place][1], visit.url(place), place is current)
        for place in places
        if visit.may(PERMISSIONS[place])
    )
